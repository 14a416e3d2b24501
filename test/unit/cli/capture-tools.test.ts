import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { encodeEvent } from "../../../src/capture/encode.js";
import { eventCodes } from "../../../src/event/table.js";
import { ScapBuilder } from "../support/scap.js";
import { readAll } from "../support/scapread.js";
import { saker } from "./support.js";

const T0 = 1_700_000_000_000_000_000n;
const PLUGIN_EVENT = eventCodes("pluginevent")[0];
const DATA = new Uint8Array(100_000).fill(7);

function plugin(n: bigint, data: Uint8Array): Uint8Array {
  return encodeEvent({ type: "pluginevent", ts: T0 + n, tid: -1n, params: { plugin_id: 999, event_data: data } });
}

function open(n: bigint): Uint8Array {
  const params = { fd: 3, name: "shadow", flags: 1, mode: 0, dev: 5, ino: 77 };
  return encodeEvent({ type: "open", ts: T0 + n, tid: 42, params });
}

describe("tools for captures", () => {
  let dir: string;
  let mixed: string;
  before(() => {
    dir = mkdtempSync("/tmp/saker-tools-");
    mixed = join(dir, "mixed.scap");
    const b = new ScapBuilder().machine("box").threads(9, [{ tid: 42, comm: "cat", exe: "cat", cwd: "/etc/" }]);
    b.event(open(1n)).event(plugin(2n, DATA), { large: true }).event(open(3n)).event(plugin(4n, DATA), { large: true });
    writeFileSync(mixed, b.bytes);
  });
  after(() => rmSync(dir, { recursive: true }));

  const ok = (...argv: string[]): string => {
    const r = saker("capture", ...argv);
    assert.equal(r.code, 0, r.stderr);
    return r.stdout;
  };
  const pluginEvents = async (file: string): Promise<Uint8Array[]> => {
    const { events, fault } = await readAll(readFileSync(file));
    assert.equal(fault, undefined);
    return events.filter((e) => e.type === PLUGIN_EVENT).map((e) => e.bytes);
  };

  it("keep the events of plugins that are not loaded", async () => {
    const want = [plugin(2n, DATA), plugin(4n, DATA)];
    const filtered = join(dir, "filtered.scap");
    ok("filter", "--filter", "evt.type = pluginevent", "-o", filtered, mixed);
    assert.deepEqual(await pluginEvents(filtered), want);

    const other = join(dir, "other.scap");
    writeFileSync(
      other,
      new ScapBuilder().machine("box").event(plugin(3n, DATA), { large: true }).event(plugin(9n, DATA), { large: true })
        .bytes,
    );
    const merged = join(dir, "merged.scap");
    ok("merge", "-o", merged, mixed, other);
    assert.deepEqual(await pluginEvents(merged), [
      plugin(2n, DATA),
      plugin(3n, DATA),
      plugin(4n, DATA),
      plugin(9n, DATA),
    ]);

    assert.equal(ok("print", "-p", "%evt.num %evt.type", mixed), "1 open\n2 pluginevent\n3 open\n4 pluginevent\n");
    const info = JSON.parse(ok("info", "--json", mixed)) as { events: number };
    assert.equal(info.events, 4);
  });

  it("write what was good of a broken capture, and say where it is broken", async () => {
    const cut = join(dir, "cut.scap");
    writeFileSync(cut, readFileSync(mixed).subarray(0, -10));
    const out = join(dir, "good.scap");
    const r = saker("capture", "filter", "--filter", "evt.num > 0", "-o", out, cut);
    assert.equal(r.code, 1);
    assert.equal(r.stderr.split("\n").filter((l) => /truncated/.test(l)).length, 1, r.stderr);
    const { events, fault } = await readAll(readFileSync(out));
    assert.equal(fault, undefined);
    assert.equal(events.length, 3);
    const printed = saker("capture", "print", "-p", "%evt.num", cut);
    assert.equal(printed.code, 1);
    assert.equal(printed.stdout, "1\n2\n3\n");
  });
});
