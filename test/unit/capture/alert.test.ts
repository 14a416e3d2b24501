import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gunzipSync } from "node:zlib";
import { Backlog, LONGEST_RECORD } from "../../../src/capture/alert/backlog.js";
import { Deadline } from "../../../src/capture/alert/deadline.js";
import { CaptureFile, filesThere } from "../../../src/capture/alert/file.js";
import { TriggerGate } from "../../../src/capture/alert/gate.js";
import { Tap, tapMemory } from "../../../src/sensor/tap.js";

/** A ring with records of these payload lengths; gives where each ends. */
function ringOf(lengths: readonly number[]): { ring: ArrayBuffer; bytes: number } {
  const size = lengths.reduce((sum, n) => sum + ((n + 15) & ~7), 0);
  const ring = new ArrayBuffer(Math.max(size, 8));
  const u32 = new Uint32Array(ring);
  const u8 = new Uint8Array(ring);
  let at = 0;
  lengths.forEach((n, i) => {
    u32[at >> 2] = n;
    u8.fill(i + 1, at + 8, at + 8 + n);
    at += (n + 15) & ~7;
  });
  return { ring, bytes: size };
}

describe("Tap", () => {
  it("gives what was put in, across its end", () => {
    const memory = tapMemory(256);
    const writer = new Tap(memory);
    const reader = new Tap(memory);
    for (let round = 0; round < 50; round++) {
      const { ring, bytes } = ringOf([round % 40, 17, 33]);
      writer.attach(ring);
      writer.put(0, bytes);
      assert.equal(reader.take(), bytes);
      assert.deepEqual(reader.bytes.subarray(0, bytes), new Uint8Array(ring));
      assert.equal(reader.take(), 0);
    }
    assert.equal(reader.lost, 0);
  });

  it("takes whole records as far as they fit, and counts the others", () => {
    const memory = tapMemory(128);
    const writer = new Tap(memory);
    const reader = new Tap(memory);
    const { ring, bytes } = ringOf([40, 40, 40, 40]);
    writer.attach(ring);
    writer.put(0, bytes);
    assert.equal(reader.lost, 2);
    writer.put(0, 48);
    assert.equal(reader.lost, 3);
    assert.equal(reader.take(), 96);
    writer.put(96, 96);
    assert.equal(reader.take(), 96);
    assert.equal(reader.bytes[8], 3);
    assert.equal(reader.lost, 3);
  });
});

describe("Backlog", () => {
  it("keeps the newest records that fit", () => {
    const b = new Backlog(LONGEST_RECORD);
    const from = new Uint8Array(4096);
    const view = new Uint8Array(b.buffer);
    const held: { ts: number; len: number }[] = [];
    for (let i = 1; i <= 5000; i++) {
      const len = (i * 37) % 4000;
      from.fill(i & 0xff, 0, len);
      while (!b.fits(len)) {
        b.drop();
        held.shift();
      }
      b.push(from, 0, len, i);
      held.push({ ts: i, len });
      assert.equal(b.count, held.length);
      assert.equal(b.oldestTs, held[0]?.ts);
      const first = held[0] as { ts: number; len: number };
      const bytes = view.subarray(b.oldest, b.oldest + first.len);
      assert.ok(
        bytes.every((x) => x === (first.ts & 0xff)),
        `record ${first.ts} was written over`,
      );
    }
    // nothing was dropped without need
    assert.ok(held.reduce((sum, h) => sum + h.len, 0) > LONGEST_RECORD - 3 * 4096);
  });
});

describe("Deadline", () => {
  it("is the latest that any alert asks for", () => {
    const d = new Deadline();
    const t = { num: 1, rule: "r", begins: false };
    d.prolong({ ...t, ts: 1000n, durationMs: 2 });
    d.prolong({ ...t, ts: 2000n, durationMs: 1 });
    assert.equal(d.at, 2_001_000n);
    d.prolong({ ...t, ts: 2_001_000n, durationMs: 1 });
    assert.equal(d.at, 3_001_000n);
  });
});

describe("TriggerGate", () => {
  const MS = 1_000_000n;
  const at = (ms: number, begins = true, durationMs = 1000) => ({
    ts: BigInt(ms) * MS,
    num: ms,
    rule: "r",
    begins,
    durationMs,
  });

  it("hands on what begins a file or prolongs it by much", () => {
    const g = new TriggerGate();
    assert.equal(g.passes(at(1000, false)), false, "nothing to prolong");
    assert.equal(g.passes(at(1000)), true);
    assert.equal(g.passes(at(1020)), false, "changes little");
    assert.equal(g.passes(at(1030, true, 5000)), true, "asks for much more");
    assert.equal(g.passes(at(1040, false)), false);
    assert.equal(g.passes(at(1090)), true, "the file may have ended");
  });

  it("gives an alert that came in the moment between a file's end and the news of it", () => {
    const g = new TriggerGate();
    g.passes(at(1000));
    assert.equal(g.passes(at(1020)), false);
    assert.equal(g.ended()?.num, 1020);
    assert.equal(g.passes(at(1021)), true, "there is no file any more");
    assert.equal(g.passes(at(1010)), false);
    assert.equal(g.newest?.num, 1021, "threads may tell of their alerts out of order");
  });
});

describe("CaptureFile", () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync("/tmp/saker-file-");
  });
  after(() => rmSync(dir, { recursive: true }));

  it("has its name once it is whole, and only its owner may read it", async () => {
    const path = join(dir, "a.scap");
    const f = new CaptureFile(path, 1 << 20);
    await f.write(Buffer.from("one "));
    await f.write(Buffer.from("two"));
    assert.deepEqual(readdirSync(dir), ["a.scap.part"]);
    f.finish();
    assert.deepEqual(readdirSync(dir), ["a.scap"]);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(gunzipSync(readFileSync(path)).toString(), "one two");
    assert.equal(f.bytes, statSync(path).size);
    rmSync(path);
  });

  it("never gets longer than it may", async () => {
    const path = join(dir, "b.scap");
    const f = new CaptureFile(path, 100);
    await f.write(Buffer.from("short"));
    await f.write(Buffer.from(Array.from({ length: 500 }, () => Math.floor(Math.random() * 256))));
    await f.write(Buffer.from("more"));
    assert.equal(f.full, true);
    f.finish();
    assert.equal(gunzipSync(readFileSync(path)).toString(), "short");
    rmSync(path);
  });

  it("follows no link, and writes over nothing", () => {
    const victim = join(dir, "victim");
    writeFileSync(victim, "mine");
    symlinkSync(victim, join(dir, "c.scap.part"));
    assert.throws(() => new CaptureFile(join(dir, "c.scap"), 100), /EEXIST/);
    assert.equal(readFileSync(victim, "utf8"), "mine");
  });

  it("leaves nothing behind when it cannot be finished", async () => {
    const folder = mkdtempSync(join(dir, "gone-"));
    const f = new CaptureFile(join(folder, "d.scap"), 1000);
    await f.write(Buffer.from("x"));
    rmSync(folder, { recursive: true });
    assert.throws(() => f.finish(), /ENOENT/);
    f.discard();
  });

  it("counts files of its prefix only", () => {
    const name = (prefix: string): string => `${prefix}_${"1".padStart(20, "0")}_${"2".padStart(20, "0")}.scap`;
    for (const n of [name("p"), name("pp"), `${name("p")}.part`, "p_1_2.scap"]) writeFileSync(join(dir, n), "");
    assert.equal(filesThere(join(dir, "p")), 1);
    assert.throws(() => filesThere("/no/such/folder/p"), /ENOENT/);
  });
});
