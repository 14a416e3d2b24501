import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { eventCodes } from "../../src/event/table.js";
import { skipLive } from "./support/gate.js";
import { RawSource } from "./support/rawevents.js";

const SEND = `
const s = require("net").createServer((c) => { c.resume(); c.on("end", () => { c.end(); s.close(); }); });
s.listen(0, "127.0.0.1", () => {
  const c = require("net").connect(s.address().port, "127.0.0.1", () => c.end(process.argv[1] + "x".repeat(300)));
});`;

describe("bytes of a buffer", { skip: skipLive(), timeout: 60_000 }, () => {
  let source: RawSource;
  before(() => {
    source = RawSource.start({ dynamicSnaplen: 1 });
  });
  after(() => source.stop());

  const written = async (start: string): Promise<number[]> => {
    const done = await source.watch(process.execPath, ["-e", SEND, start], ["write", "writev"]);
    assert.equal(done.code, 0);
    const codes = eventCodes("write");
    return done.events
      .filter((e) => codes.includes(e.type) && e.params[1]?.toString("latin1").startsWith(start))
      .map((e) => e.params[1]?.length ?? 0);
  };

  it("are more where HTTP is spoken", async () => {
    assert.deepEqual(await written("GET /index.html HTTP/1.1\r\n"), [326]);
  });
  it("are as few as ever elsewhere", async () => {
    assert.deepEqual(await written("something else, of no interest"), [80]);
  });
});
