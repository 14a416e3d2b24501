import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultConfig } from "../../../src/config/config.js";
import type { Reading } from "../../../src/daemon/live/metrics/reading.js";
import { readResources } from "../../../src/daemon/live/metrics/resources.js";
import { snapshotFields } from "../../../src/daemon/live/metrics/snapshot.js";

const SECOND = 1_000_000_000n;

function reading(over: Partial<Reading>): Reading {
  return {
    ts: 10n * SECOND,
    host: "h",
    version: "0.0.1",
    kernel: "6",
    startedAt: SECOND,
    reloadedAt: SECOND,
    bootAt: 0n,
    rulesFiles: [{ name: "/etc/a-b.yaml", sha256: "aa" }],
    configFiles: [],
    interfaces: [{ name: "eth0", ipv4: ["10.0.0.1", "10.0.0.2"], ipv6: [] }],
    queueDrops: 0,
    rules: [
      {
        name: "A rule",
        key: "A_rule",
        priority: "Warning",
        source: "syscall",
        tags: [],
        count: 2,
        judged: 7,
        cpuNs: 900,
      },
    ],
    processes: 0,
    events: 100,
    judged: 90,
    kernelEvents: 120,
    drops: 0,
    dropsByKind: new Map([["open_exit", 0]]),
    ...over,
  };
}

const parts = { before: undefined, resources: undefined };

describe("metrics snapshot", () => {
  const { metrics } = defaultConfig();

  it("has the names that consumers know", () => {
    const f = snapshotFields({ ...parts, now: reading({}) }, metrics);
    assert.equal(f["falco.duration_sec"], 9);
    assert.equal(f["falco.sha256_rules_file.a_b_yaml"], "aa");
    assert.equal(f["falco.host_netinfo.interfaces.eth0.protocols.ipv4.addresses"], "10.0.0.1,10.0.0.2");
    assert.equal(f["falco.rules.matches_total"], 2);
    assert.equal(f["falco.rules.A_rule"], 2);
    assert.equal(f["saker.rules.A_rule.judged"], 7);
    assert.equal(f["saker.rules.A_rule.cpu_ns"], 900);
    assert.equal(f["falco.num_evts"], 100);
    assert.equal(f["scap.n_evts"], 120);
    assert.equal("falco.evts_rate_sec" in f, false, "there is no rate at first");
  });

  it("tells rates and shares since the one before", () => {
    const before = reading({});
    const now = reading({ ts: 12n * SECOND, events: 200, kernelEvents: 320, drops: 20 });
    const f = snapshotFields({ ...parts, now, before }, metrics);
    assert.equal(f["falco.evts_rate_sec"], 50);
    assert.equal(f["falco.num_evts_prev"], 100);
    assert.equal(f["scap.evts_rate_sec"], 100);
    assert.equal(f["scap.evts_drop_rate_sec"], 10);
    assert.equal(f["scap.n_drops_perc"], 10);
  });

  it("leaves zeroes out unless they are wanted, but not those that are always there", () => {
    const without = snapshotFields({ ...parts, now: reading({}) }, metrics);
    assert.equal("scap.n_drops_buffer_total" in without, false);
    assert.equal(without["scap.n_drops"], 0);
    const all = snapshotFields({ ...parts, now: reading({}) }, { ...metrics, include_empty_values: true });
    assert.equal(all["scap.n_drops_buffer_open_exit"], 0);
    assert.equal(all["falco.n_threads"], 0);
  });

  it("tells memory in the unit that is wanted", () => {
    const resources = readResources();
    assert.ok(resources.rssKb > 1000);
    const mb = snapshotFields({ ...parts, now: reading({}), resources }, metrics);
    assert.ok((mb["falco.memory_rss_mb"] as number) > 1);
    const kb = snapshotFields({ ...parts, now: reading({}), resources }, { ...metrics, convert_memory_to_mb: false });
    assert.equal(kb["falco.memory_rss_kb"], resources.rssKb);
    assert.equal("falco.memory_rss_mb" in kb, false);
  });
});
