import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeEvent } from "../../../src/capture/encode.js";
import { eventCodes } from "../../../src/event/table.js";
import { Bytes, block, ScapBuilder, threadEntry, threadTail } from "../support/scap.js";
import { readAll } from "../support/scapread.js";

const OPEN = encodeEvent({
  type: "open",
  ts: 1_700_000_000_000_000_001n,
  tid: 42,
  params: { fd: 3, name: "/etc/passwd", flags: 1, mode: 0, dev: 5, ino: 77 },
});
const CLOSE = encodeEvent({ type: "close", ts: 1_700_000_000_000_000_002n, tid: 42, params: { res: 0, fd: 3 } });
const text = (b: Uint8Array | undefined): string => Buffer.from(b ?? []).toString("latin1");

describe("capture reader: events", () => {
  it("gives the bytes of each event, its cpu and flags", async () => {
    const c = await readAll(new ScapBuilder().event(OPEN, { cpu: 3 }).event(CLOSE, { cpu: 1, flags: 1 }).bytes);
    assert.equal(c.fault, undefined);
    assert.equal(c.done, true);
    assert.deepEqual(
      c.events.map((e) => [e.cpu, e.flags]),
      [
        [3, 0],
        [1, 1],
      ],
    );
    assert.deepEqual(c.events[0]?.bytes, OPEN);
    assert.deepEqual(c.events[1]?.bytes, CLOSE);
  });

  it("reads the same whatever the pieces it comes in", async () => {
    const b = new ScapBuilder().machine("box").threads(9, [{ tid: 1 }, { tid: 2 }]);
    for (let i = 0; i < 50; i++) b.event(OPEN).event(CLOSE, { flags: 0 });
    const whole = await readAll(b.bytes);
    assert.equal(whole.events.length, 100);
    for (const step of [1, 3, 7, 64, 1000]) {
      const c = await readAll(b.bytes, step);
      assert.deepEqual(c.events, whole.events);
      assert.deepEqual(c.threads, whole.threads);
      assert.equal(c.done, true);
    }
  });

  it("counts the parameters of events with old headers", async () => {
    const c = await readAll(new ScapBuilder().event(OPEN, { old: true }).event(CLOSE, { old: true, flags: 1 }).bytes);
    assert.equal(c.fault, undefined);
    assert.deepEqual(c.events[0]?.bytes, OPEN);
    assert.deepEqual(c.events[1]?.bytes, CLOSE);
    assert.equal(c.events[1]?.flags, 1);
  });

  it("reads events with 32-bit lengths", async () => {
    const data = new Uint8Array(100_000).fill(65);
    const plugin = encodeEvent({ type: "pluginevent", tid: -1n, params: { plugin_id: 7, event_data: data } });
    const c = await readAll(new ScapBuilder().event(CLOSE).event(plugin, { large: true }).event(CLOSE).bytes, 5000);
    assert.equal(c.fault, undefined);
    assert.deepEqual(c.events[1]?.lengths, [4, 100_000]);
    assert.deepEqual(c.events[1]?.bytes, plugin);
    assert.equal(c.events.length, 3);
  });

  it("skips events of types made later", async () => {
    const later = Uint8Array.from(CLOSE);
    new DataView(later.buffer).setUint16(20, 60_000, true);
    const c = await readAll(new ScapBuilder().event(later).event(CLOSE).bytes);
    assert.equal(c.events.length, 1);
    assert.equal(c.stats.unknownEvents, 1);
  });

  it("aligns events that stand behind a block of odd length", async () => {
    const odd = Buffer.alloc(15);
    odd.writeUInt32LE(0x7777, 0);
    odd.writeUInt32LE(15, 4);
    const c = await readAll(new ScapBuilder().raw(odd).event(OPEN).event(CLOSE).bytes);
    assert.equal(c.fault, undefined);
    assert.deepEqual(
      c.events.map((e) => e.bytes),
      [OPEN, CLOSE],
    );
  });

  it("knows where one section ends and the next begins", async () => {
    const one = new ScapBuilder().machine("a").event(CLOSE);
    const two = new ScapBuilder().machine("b").event(CLOSE);
    const c = await readAll(Buffer.concat([one.bytes, two.bytes]));
    assert.deepEqual(c.sections, [0, 1]);
    assert.deepEqual(
      c.machines.map((m) => m.hostname),
      ["a", "b"],
    );
    assert.equal(c.events.length, 2);
  });

  it("reads packed files, also of several members", async () => {
    const one = new ScapBuilder().event(OPEN);
    const two = new ScapBuilder().event(CLOSE);
    const c = await readAll(Buffer.concat([one.gzip, two.gzip]), 10);
    assert.equal(c.fault, undefined);
    assert.equal(c.events.length, 2);
  });
});

describe("capture reader: lists", () => {
  it("reads process lists of all versions", async () => {
    for (let v = 1; v <= 9; v++) {
      const c = await readAll(
        new ScapBuilder()
          .threads(v, [
            { tid: 5, pid: 4, comm: "one" },
            { tid: 6, comm: "two" },
          ])
          .event(CLOSE).bytes,
        11,
      );
      assert.equal(c.fault, undefined, `version ${v}`);
      const [a, b] = c.threads;
      assert.deepEqual([a?.tid, a?.pid, a?.ptid, text(a?.comm)], [5, 4, 1, "one"]);
      assert.equal(text(b?.comm), "two");
      assert.equal(a?.sid, v >= 6 ? 7 : -1);
      assert.equal(a?.vpgid, v >= 8 ? 8 : -1);
      assert.equal(text(a?.exepath), v >= 7 ? "/bin/exe" : "");
      assert.equal(text(a?.env), v >= 3 ? "K=V\0" : "");
      assert.equal(a?.vmSizeKb, v >= 2 ? 11 : 0);
      assert.equal(a?.vtid, v >= 4 ? 21 : -1);
      assert.equal(a?.loginuid, v >= 9 ? 1000 : 0xffffffff);
      assert.equal(a?.pgid, v >= 9 ? 99 : -1);
    }
  });

  it("takes of an entry what it has, and skips what it does not know", async () => {
    const e = threadEntry({ tid: 5 }, 9);
    const tail = threadTail({ tid: 5 });
    // up to the capabilities, written before two fields were put in the middle
    const early = Buffer.concat([e, new Bytes().u32(500).u8(1).u64(1).u64(2).u64(3).buffer]);
    const short = Buffer.concat([e, tail.subarray(0, 16)]);
    const long = Buffer.concat([e, tail, Buffer.from("something new")]);
    const c = await readAll(
      new ScapBuilder().list("process list", 9, Buffer.alloc(0), [early, short, long, e], true).event(CLOSE).bytes,
    );
    assert.equal(c.fault, undefined);
    const [a, b, d, f] = c.threads;
    assert.deepEqual([a?.loginuid, a?.tty, a?.exeWritable, a?.capEffective], [500, 0, true, 3n]);
    assert.deepEqual([d?.loginuid, d?.tty, d?.pidnsStartNs, d?.pgid, d?.exeLowerLayer], [1000, 32, 31n, 99, true]);
    assert.deepEqual([f?.loginuid, f?.capEffective, f?.pgid], [0xffffffff, 0n, -1]);
    assert.equal(b?.exeIno, 0n);
  });

  it("adds the last NUL of arguments", async () => {
    const c = await readAll(new ScapBuilder().threads(9, [{ tid: 5, args: "a\0b" }]).event(CLOSE).bytes);
    assert.equal(text(c.threads[0]?.args), "a\0b\0");
  });

  it("reads fd lists", async () => {
    const head = (type: number): Bytes => new Bytes().u64(3).u64(55).u8(type);
    const ip = Buffer.from([10, 0, 0, 1]);
    const entries = [
      head(1).text("/old").buffer,
      head(16).u32(0x1001).text("/new").u32(9).buffer,
      head(3)
        .raw(ip)
        .raw(Buffer.from([1, 2, 3, 4]))
        .u16(1000)
        .u16(80)
        .u8(2).buffer,
      head(5).raw(ip).u16(22).u8(2).buffer,
      head(4).raw(Buffer.alloc(16, 1)).raw(Buffer.alloc(16, 2)).u16(1).u16(2).u8(3).buffer,
      head(8).u64(0x1234).u64(0x5678).text("/run/s").buffer,
      head(21).text("x").buffer,
    ];
    const unknown = head(200).raw(Buffer.from("whatever")).buffer;
    const c = await readAll(new ScapBuilder().fds(2, 42, [...entries, unknown]).event(CLOSE).bytes, 13);
    assert.equal(c.fault, undefined);
    const got = c.fds.map((f) => f.entry);
    assert.ok(c.fds.every((f) => f.tid === 42));
    assert.deepEqual([text(got[0]?.name), got[0]?.ino], ["/old", 55n]);
    assert.deepEqual([got[1]?.openFlags, text(got[1]?.name), got[1]?.dev], [0x1001, "/new", 9]);
    assert.deepEqual([got[2]?.sport, got[2]?.dport, got[2]?.l4, got[2]?.sip.length], [1000, 80, 2, 4]);
    assert.deepEqual([got[3]?.sport, got[3]?.dip.length], [22, 0]);
    assert.equal(got[4]?.dip.length, 16);
    assert.deepEqual([got[5]?.source, got[5]?.destination, text(got[5]?.name)], [0x1234n, 0x5678n, "/run/s"]);
    assert.deepEqual([got[7]?.type, text(got[7]?.name)], [10, "unknown-type:[200]"]);
    // the first version has no lengths of entries, and no device
    const old = [entries[0], head(16).u32(1).text("/n").buffer, ...entries.slice(2)] as Buffer[];
    const v1 = await readAll(new ScapBuilder().fds(1, 42, old).event(CLOSE).bytes, 13);
    assert.equal(v1.fault, undefined);
    assert.equal(v1.fds.length, 7);
  });

  it("reads users, groups and interfaces of both versions", async () => {
    const user = new Bytes().u8(0).u32(1000).u32(100).text("joe").text("/home/joe").text("/bin/sh").buffer;
    const group = new Bytes().u8(1).u32(100).text("users").buffer;
    const v4 = new Bytes().u16(1).u16(2).raw(Buffer.alloc(12, 7)).u64(5).raw(Buffer.from("lo")).buffer;
    const v6 = new Bytes().u16(4).u16(4).raw(Buffer.alloc(48, 7)).raw(Buffer.from("eth0")).buffer;
    for (const v of [1, 2]) {
      const c = await readAll(
        new ScapBuilder()
          .list("user list", v, Buffer.alloc(0), [user, group], v === 2)
          .list("interface list", v, Buffer.alloc(0), [v4, v6], v === 2, 0)
          .event(CLOSE).bytes,
        9,
      );
      assert.equal(c.fault, undefined, `version ${v}`);
      assert.deepEqual(c.users, [{ uid: 1000, gid: 100, name: "joe", home: "/home/joe", shell: "/bin/sh" }]);
      assert.deepEqual(c.groups, [{ gid: 100, name: "users" }]);
      assert.deepEqual(
        c.interfaces.map((i) => [i.name, i.address.length, i.linkSpeed]),
        [
          ["lo", 4, 5],
          ["eth0", 16, 0],
        ],
      );
    }
  });

  it("skips blocks that it does not know", async () => {
    const c = await readAll(
      new ScapBuilder().block(0x9999, Buffer.alloc(3_000_000)).event(CLOSE).block(0x9998, Buffer.alloc(5)).event(OPEN)
        .bytes,
      100_000,
    );
    assert.equal(c.fault, undefined);
    assert.equal(c.events.length, 2);
    assert.equal(c.stats.unknownBlocks, 2);
  });
});

describe("capture reader: broken files", () => {
  const good = (): ScapBuilder => new ScapBuilder().event(CLOSE);
  const after = 28 + CLOSE.length + 12 + ((4 - ((CLOSE.length + 14) % 4)) % 4) + 2;

  const cases: [string, () => Uint8Array, number, RegExp][] = [
    ["an empty file", () => new Uint8Array(0), 0, /empty file/],
    ["text", () => Buffer.from("hello world, this is no capture"), 0, /not a capture file/],
    ["another byte order", () => new ScapBuilder(false).section(1, 0x4d3c2b1a).bytes, 0, /big-endian/],
    ["another magic", () => new ScapBuilder(false).section(1, 12345).bytes, 0, /invalid magic number/],
    ["a later major version", () => new ScapBuilder(false).section(2).bytes, 0, /version 2\.2/],
    ["a cut header", () => good().raw(Buffer.alloc(5, 1)).bytes, 1, /truncated: .*8 bytes of a block header, 5/],
    ["a cut event", () => good().event(CLOSE).bytes.subarray(0, -3), 1, /truncated/],
    ["a cut process list", () => new ScapBuilder().threads(9, [{ tid: 1 }]).bytes.subarray(0, -10), 0, /truncated/],
    ["a block of no length", () => good().raw(new Bytes().u32(0x216).u32(0).buffer).bytes, 1, /too short/],
    ["a block of great length", () => good().raw(new Bytes().u32(0x216).u32(0xffffffff).buffer).bytes, 1, /greater/],
    [
      "a large block of great length",
      () => good().raw(new Bytes().u32(0x221).u32(0xfffffffc).buffer).bytes,
      1,
      /great/,
    ],
    [
      "an event longer than its block",
      () => {
        const e = Uint8Array.from(CLOSE);
        new DataView(e.buffer).setUint32(16, 5000, true);
        return good().event(e).bytes;
      },
      1,
      /invalid event: len 5000/,
    ],
    [
      "a parameter longer than its event",
      () => {
        const e = Uint8Array.from(CLOSE);
        new DataView(e.buffer).setUint16(26, 5000, true);
        return good().event(e).bytes;
      },
      1,
      /invalid event: parameter 0/,
    ],
    [
      "a list entry longer than its list",
      () => new ScapBuilder().list("process list", 9, Buffer.alloc(0), [Buffer.alloc(9)], true, 5000).bytes,
      0,
      /corrupted entry: length/,
    ],
    [
      "a text longer than its entry",
      () =>
        new ScapBuilder().list("user list", 2, Buffer.alloc(0), [new Bytes().u8(1).u32(1).u16(200).buffer], true).bytes,
      0,
      /corrupted entry: group name/,
    ],
    [
      "a wrong trailer",
      () => {
        const b = block(0x215, Buffer.alloc(0));
        b.writeUInt32LE(99, b.length - 4);
        return new ScapBuilder().raw(b).event(CLOSE).bytes;
      },
      0,
      /wrong block total length/,
    ],
  ];
  for (const [what, make, events, message] of cases) {
    it(`tells of ${what}, after the good events`, async () => {
      for (const step of [1 << 20, 1]) {
        const c = await readAll(make(), step);
        assert.equal(c.events.length, events);
        assert.match(c.fault?.message ?? "", message);
        assert.match(c.fault?.message ?? "", /^test\.scap: byte \d+ \(/);
      }
    });
  }

  it("says where", async () => {
    const c = await readAll(
      good()
        .event(CLOSE)
        .bytes.subarray(0, after + 20),
    );
    assert.equal(c.fault?.block, "event");
    const broken = await readAll(good().raw(new Bytes().u32(0x216).u32(0).buffer).bytes);
    assert.equal(broken.fault?.offset, good().bytes.length);
  });

  it("gives the events before a fault of the packing", async () => {
    const b = new ScapBuilder();
    for (let i = 0; i < 20_000; i++) b.event(i % 2 === 0 ? OPEN : CLOSE);
    const cut = await readAll(b.gzip.subarray(0, -200));
    assert.ok(cut.events.length > 0);
    assert.match(cut.fault?.message ?? "", /truncated/);
    const bad = Uint8Array.from(b.gzip);
    bad.fill(0xee, bad.length - 60, bad.length - 20);
    const c = await readAll(bad, 500);
    assert.ok(c.events.length > 0, `${c.events.length} events`);
    assert.ok(c.fault !== undefined);
  });
});

describe("event codes", () => {
  it("the events with large payloads are those three", () => {
    assert.deepEqual(
      ["pluginevent", "asyncevent"].map((n) => eventCodes(n).length),
      [1, 1],
    );
  });
});
