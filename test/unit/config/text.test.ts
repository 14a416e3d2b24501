import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseDuration } from "../../../src/config/duration.js";
import { isUnixUrl } from "../../../src/config/url.js";
import { metricName } from "../../../src/engine/metric-name.js";

describe("text of the configuration", () => {
  it("holds lengths of time", () => {
    assert.equal(parseDuration("1h30m"), 5_400_000);
    assert.equal(parseDuration(" 500 ms "), 500);
    assert.equal(parseDuration("1y1w1d1h1m1s1ms"), 32_230_861_001);
    for (const text of ["", "5", "1m1h", "-1s", "1.5s", "1ms1"]) assert.equal(parseDuration(text), 0);
  });

  it("holds addresses", () => {
    assert.ok(isUnixUrl("unix:///run/x.sock"));
    assert.ok(!isUnixUrl("unix:/run/x.sock") && !isUnixUrl("tcp://unix://x"));
  });

  it("gives names of metrics", () => {
    assert.equal(metricName("A rule -- (of:two)!"), "A_rule_of:two");
    assert.equal(metricName(""), "");
  });
});
