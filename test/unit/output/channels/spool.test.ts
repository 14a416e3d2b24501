import assert from "node:assert/strict";
import { appendFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { crc32, decodeRecord, encodeRecord } from "../../../../src/output/channels/spool/record.js";
import { Spool } from "../../../../src/output/channels/spool/spool.js";
import { scratch } from "./support.js";

const dir = scratch();
let n = 0;
const fresh = (): string => join(dir, `spool${n++}`);
const bytes = (...texts: string[]): Buffer[] => texts.map((t) => Buffer.from(t));
const segments = (path: string): string[] =>
  readdirSync(path)
    .filter((f) => f.endsWith(".seg"))
    .sort();

async function all(s: Spool, most = Number.POSITIVE_INFINITY): Promise<string[]> {
  const out: string[] = [];
  while (out.length < most) {
    const r = await s.peek();
    if (r === undefined) break;
    out.push(r.payload.toString());
    s.shift();
  }
  return out;
}

/** As if the process had died: nothing is closed. The lock is that of this process, so it is taken away. */
function die(path: string): void {
  writeFileSync(join(path, "lock"), "999999999 1\n");
}

describe("spool records", () => {
  it("have the checksum that gzip uses", () => {
    assert.equal(crc32(Buffer.from("123456789")), 0xcbf43926);
  });

  it("come back, and damage of any bit shows", () => {
    const r = encodeRecord(7n, Buffer.from("hello"));
    const back = decodeRecord(r, 0);
    assert.ok(typeof back === "object");
    assert.deepEqual([back.seq, back.payload.toString(), back.size], [7n, "hello", r.length]);
    assert.equal(decodeRecord(r.subarray(0, 10), 0), 16);
    assert.equal(decodeRecord(r.subarray(0, 18), 0), r.length);
    for (let bit = 32; bit < r.length * 8; bit++) {
      const bad = Buffer.from(r);
      bad[bit >> 3] = (bad[bit >> 3] as number) ^ (1 << (bit & 7));
      assert.equal(decodeRecord(bad, 0), undefined, `bit ${bit}`);
    }
  });
});

describe("Spool", () => {
  it("is first in, first out, and empty after that", async () => {
    const s = new Spool({ path: fresh() });
    assert.equal(await s.peek(), undefined);
    assert.equal(await s.append(bytes("a", "b")), 2);
    assert.equal(await s.append(bytes("c")), 1);
    assert.equal(s.size, 3);
    assert.deepEqual(await all(s), ["a", "b", "c"]);
    assert.equal(s.size, 0);
    await s.append(bytes("d"));
    assert.deepEqual(await all(s), ["d"]);
    await s.close();
  });

  it("goes on where it was after a death", async () => {
    const path = fresh();
    const s = new Spool({ path });
    await s.append(bytes("a", "b", "c", "d"));
    assert.deepEqual(await all(s, 2), ["a", "b"]);
    die(path);
    const t = new Spool({ path });
    assert.equal(t.size, 2);
    await t.append(bytes("e"));
    assert.deepEqual(await all(t), ["c", "d", "e"]);
    await t.close();
    const u = new Spool({ path });
    assert.equal(u.size, 0);
    await u.append(bytes("f"));
    assert.deepEqual(await all(u), ["f"]);
    await u.close();
  });

  it("cuts a record that a death cut short, at every length", async () => {
    const last = encodeRecord(3n, Buffer.from("third")).length;
    for (let cut = 1; cut <= last; cut++) {
      const path = fresh();
      const s = new Spool({ path });
      await s.append(bytes("first", "second", "third"));
      die(path);
      const file = join(path, segments(path)[0] as string);
      truncateSync(file, statSync(file).size - cut);
      const t = new Spool({ path });
      assert.equal(t.size, 2, `cut ${cut}`);
      assert.equal(t.damaged, last - cut);
      await t.append(bytes("fourth"));
      assert.deepEqual(await all(t), ["first", "second", "fourth"]);
      await t.close();
    }
  });

  it("survives rubbish at the end, in the position and in the lock", async () => {
    const path = fresh();
    const s = new Spool({ path });
    await s.append(bytes("a", "b"));
    assert.deepEqual(await all(s, 1), ["a"]);
    die(path);
    appendFileSync(join(path, segments(path)[0] as string), Buffer.alloc(1000, 0xa5));
    writeFileSync(join(path, "lock"), "");
    const t = new Spool({ path });
    assert.equal(t.damaged, 1000);
    assert.deepEqual(await all(t), ["b"]);
    await t.append(bytes("c"));
    die(path);
    writeFileSync(join(path, "position"), "rubbish");
    const u = new Spool({ path });
    // without a position all that is there comes again: at least once
    assert.deepEqual((await all(u)).at(-1), "c");
    await u.close();
  });

  it("is bounded, and takes more when some has left", async () => {
    const path = fresh();
    const s = new Spool({ path, max_size: 20_000 });
    const big = (k: number): string => String(k).padEnd(500, "x");
    let taken = 0;
    while ((await s.append(bytes(big(taken)))) === 1) taken++;
    assert.ok(taken >= 35 && s.bytes <= 20_000, `${taken} taken`);
    assert.ok(segments(path).length > 2);
    let next = taken;
    const out: string[] = [];
    for (let round = 0; round < 200; round++) {
      out.push(...(await all(s, 3)));
      const got = await s.append(bytes(big(next), big(next + 1), big(next + 2)));
      next += got;
      assert.ok(s.bytes <= 20_000);
    }
    out.push(...(await all(s)));
    assert.deepEqual(
      out.map((t) => Number.parseInt(t, 10)),
      Array.from({ length: next }, (_, k) => k),
    );
    assert.ok(next > 400);
    const disk = segments(path).reduce((sum, f) => sum + readFileSync(join(path, f)).length, 0);
    assert.equal(disk, s.bytes);
    await s.close();
  });

  it("says that an alert is longer than all of it", async () => {
    const s = new Spool({ path: fresh(), max_size: 5000 });
    await assert.rejects(s.append([Buffer.alloc(6000)]), { name: "SendFault", retry: false, lost: 1 });
    assert.equal(await s.append([Buffer.alloc(4000)]), 1);
    await s.close();
  });

  it("goes on behind damage in the middle", async () => {
    const path = fresh();
    const s = new Spool({ path, max_size: 100_000 });
    for (let k = 0; k < 60; k++) await s.append(bytes(String(k).padEnd(1000, "x")));
    die(path);
    const file = join(path, segments(path)[1] as string);
    const content = readFileSync(file);
    content[2000] = (content[2000] as number) ^ 1;
    writeFileSync(file, content);
    const t = new Spool({ path, max_size: 100_000 });
    const got = (await all(t)).map((x) => Number.parseInt(x, 10));
    assert.ok(t.damaged > 0);
    assert.equal(got[0], 0);
    assert.equal(got.at(-1), 59);
    assert.deepEqual(
      got,
      [...got].sort((a, b) => a - b),
    );
    assert.ok(got.length > 40 && got.length < 60, String(got.length));
    await t.close();
  });

  it("belongs to one process", async () => {
    const path = fresh();
    const s = new Spool({ path });
    assert.throws(() => new Spool({ path }), { name: "OutputError", message: /in use by process \d+/ });
    await s.close();
    await new Spool({ path }).close();
    assert.throws(() => new Spool({ path: "/dev/null/x" }), { name: "OutputError", message: /cannot be used/ });
  });
});
