import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { encodeEvent } from "../../../src/capture/encode.js";
import type { FdListEntry, ThreadEntry } from "../../../src/capture/metadata.js";
import { FdListType } from "../../../src/capture/metadata.js";
import { CaptureSession } from "../../../src/capture/session.js";
import { ipBytes } from "../../../src/capture/write/host.js";
import { Merge } from "../../../src/capture/write/merge.js";
import { openFlags } from "../../../src/capture/write/openflags.js";
import { MemorySink } from "../../../src/capture/write/sink.js";
import { HeadKeeper } from "../../../src/capture/write/transfer.js";
import { CaptureWriter } from "../../../src/capture/write/writer.js";
import { ANNEX_FD, AnnexTag } from "../../../src/event/record.js";

const bytes = (s: string): Uint8Array => new Uint8Array(Buffer.from(s));
const EMPTY = new Uint8Array(0);

const THREAD: ThreadEntry = {
  tid: 42,
  pid: 42,
  ptid: 1,
  sid: 7,
  vpgid: 8,
  pgid: 9,
  vtid: 2,
  vpid: 2,
  comm: bytes("cat"),
  exe: bytes("/bin/cat"),
  exepath: bytes("/usr/bin/cat"),
  args: bytes("a\0b\0"),
  cwd: bytes("/srv/"),
  root: bytes("/"),
  env: bytes("A=1\0"),
  cgroups: bytes("cpu=/x\0"),
  fdlimit: 1024,
  flags: 0,
  uid: 1000,
  gid: 100,
  loginuid: 0xffffffff,
  vmSizeKb: 1,
  vmRssKb: 2,
  vmSwapKb: 3,
  faultsMajor: 4,
  faultsMinor: 5,
  pidnsStartNs: 6n,
  tty: 34816,
  capInheritable: 1n,
  capPermitted: 2n,
  capEffective: 3n,
  exeWritable: true,
  exeUpperLayer: false,
  exeLowerLayer: true,
  exeFromMemfd: true,
  exeIno: 77n,
  exeCtimeNs: 88n,
  exeMtimeNs: 99n,
};

const FD: FdListEntry = {
  fd: 3,
  ino: 5n,
  type: FdListType.FILE_V2,
  name: bytes("/etc/hosts"),
  openFlags: 1,
  dev: 0xfe00,
  l4: 0,
  sip: EMPTY,
  dip: EMPTY,
  sport: 0,
  dport: 0,
  source: 0n,
  destination: 0n,
};

const FDS: readonly FdListEntry[] = [
  FD,
  { ...FD, fd: 4, type: FdListType.DIRECTORY, name: bytes("/srv"), openFlags: 0, dev: 0 },
  {
    ...FD,
    fd: 5,
    type: FdListType.IPV4,
    name: EMPTY,
    openFlags: 0,
    dev: 0,
    l4: 2,
    sip: new Uint8Array([10, 0, 0, 1]),
    dip: new Uint8Array([10, 0, 0, 2]),
    sport: 4000,
    dport: 80,
  },
  {
    ...FD,
    fd: 6,
    type: FdListType.IPV6_SERVER,
    name: EMPTY,
    openFlags: 0,
    dev: 0,
    l4: 2,
    sip: new Uint8Array(16).fill(1),
    sport: 443,
  },
  { ...FD, fd: 7, type: FdListType.UNIX, name: bytes("/run/s"), openFlags: 0, dev: 0, source: 1n, destination: 2n },
  { ...FD, fd: 8, type: FdListType.FIFO, name: EMPTY, openFlags: 0, dev: 0 },
];

const HEAD = {
  machine: { cpus: 4, memoryBytes: 2 ** 33, maxPid: 32768, hostname: "box", bootNs: 123n, flags: 0n },
  interfaces: [
    {
      name: "lo",
      address: new Uint8Array([127, 0, 0, 1]),
      netmask: new Uint8Array([255, 0, 0, 0]),
      broadcast: new Uint8Array([127, 255, 255, 255]),
      linkSpeed: 0,
    },
    {
      name: "eth0",
      address: new Uint8Array(16).fill(2),
      netmask: new Uint8Array(16).fill(255),
      broadcast: new Uint8Array(16),
      linkSpeed: 5,
    },
  ],
  users: [{ uid: 1000, gid: 100, name: "joe", home: "/home/joe", shell: "/bin/sh" }],
  groups: [{ gid: 100, name: "users" }],
  threads: [{ ...THREAD, tid: 1, pid: 1, ptid: 0 }, THREAD],
  fds: [[42, FDS]] as const,
};

async function written(fill: (w: CaptureWriter) => void): Promise<Uint8Array> {
  const sink = new MemorySink();
  const w = new CaptureWriter(sink);
  w.head(HEAD);
  fill(w);
  await w.close();
  return sink.content;
}

describe("capture writer", () => {
  it("writes lists that are read back as they were", async () => {
    const event = encodeEvent({ type: "close", ts: 1000n, tid: 42, params: { res: 0, fd: 3 } });
    const file = await written((w) => w.event(event, 0, event.length));
    const head = new HeadKeeper();
    await (await CaptureSession.open(file, { metadata: head })).run(() => {});
    const got = head.take();
    assert.deepEqual(got.machine, HEAD.machine);
    assert.deepEqual(got.interfaces, HEAD.interfaces);
    assert.deepEqual(got.users, HEAD.users);
    assert.deepEqual(got.groups, HEAD.groups);
    assert.deepEqual([...(got.threads ?? [])], HEAD.threads);
    assert.deepEqual([...(got.fds ?? [])], [[42, FDS]]);
  });

  it("writes any event so that it is read back byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ data: fc.uint8Array({ maxLength: 300 }), flags: fc.constantFrom(0, 1), large: fc.boolean() }),
          {
            minLength: 1,
            maxLength: 20,
          },
        ),
        async (list) => {
          const events = list.map(({ data, large }) =>
            large
              ? encodeEvent({ type: "pluginevent", tid: -1n, params: { plugin_id: 0, event_data: data } })
              : encodeEvent({ type: "write", ts: 5n, tid: 42, params: { res: 1, data, fd: 3, size: 1 } }),
          );
          const file = await written((w) => {
            for (const [i, e] of events.entries()) w.event(e, 0, e.length, i, list[i]?.flags);
          });
          const seen: [Uint8Array, boolean][] = [];
          const session = await CaptureSession.open(file, { onHidden: (x) => void seen.push([x.ev.bytes(), false]) });
          await session.run((x) => {
            assert.equal(x.cpu, seen.length);
            seen.push([x.ev.bytes(), true]);
          });
          assert.deepEqual(
            seen,
            events.map((e, i) => [e, list[i]?.flags === 0]),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it("puts what the kernel alone knew behind the event, where only we look", async () => {
    const name = bytes("/real/file");
    const tail = new Uint8Array(4 + ANNEX_FD.SIZE + name.length);
    tail[0] = AnnexTag.FD;
    tail[1] = 102;
    tail[2] = tail.length - 4;
    tail.set(name, 4 + ANNEX_FD.SIZE);
    const open = encodeEvent({
      type: "openat",
      ts: 5n,
      tid: 42,
      params: { fd: 9, dirfd: -100, name: "/way/file", flags: 1, mode: 0, dev: 1, ino: 2 },
    });
    const close = encodeEvent({ type: "close", ts: 6n, tid: 42, params: { res: 0, fd: 9 } });
    const file = await written((w) => {
      w.event(open, 0, open.length, 0, 0, tail);
      w.event(close, 0, close.length);
    });
    const session = await CaptureSession.open(file);
    const seen: (string | null)[] = [];
    await session.run(() => seen.push(session.inspector.field("fd.name"), session.inspector.field("fd.realpath")));
    assert.deepEqual(seen, ["/way/file", "/real/file", "/way/file", null]);
  });
});

/** Ring records with nothing in them but a time. */
function run(times: readonly number[], primary = true): Uint8Array {
  const out = new Uint8Array(times.length * 72);
  const dv = new DataView(out.buffer);
  for (const [i, t] of times.entries()) {
    dv.setUint32(i * 72, 64, true);
    dv.setUint32(i * 72 + 8 + 4, primary ? 1 : 0, true);
    dv.setBigUint64(i * 72 + 8 + 32, 0x1_8000_0000n + BigInt(t), true);
  }
  return out;
}

describe("merge of rings", () => {
  const times = (m: Merge, all: boolean): number[] => {
    const out: number[] = [];
    for (let at = m.next(all); at >= 0; at = m.next(all))
      out.push(Number(new DataView(m.buffer).getBigUint64(at + 32, true) - 0x1_8000_0000n));
    return out;
  };

  it("gives records in the order of time, none before all rings were read again", () => {
    const m = new Merge(2, 1024);
    m.begin();
    const a = run([1, 4, 3, 9]);
    m.add(0, a, 0, a.length);
    m.settle();
    assert.deepEqual(times(m, false), []);
    m.begin();
    const b = run([2, 8, 12]);
    m.add(1, b, 0, b.length);
    m.settle();
    assert.deepEqual(times(m, false), [1, 2, 3, 4, 8, 9]);
    m.begin();
    m.settle();
    assert.deepEqual(times(m, false), [12]);
    assert.equal(m.late, 0);
  });

  it("lets nothing leave while a ring was not read to its end", () => {
    const m = new Merge(2, 1024);
    m.begin();
    const a = run([11, 12]);
    m.add(0, a, 0, a.length);
    m.settle();
    for (const old of [1, 2, 3]) {
      m.begin();
      const b = run([old]);
      m.add(1, b, 0, b.length);
      assert.deepEqual(times(m, false), []);
    }
    m.begin();
    const b = run([4, 13]);
    m.add(1, b, 0, b.length);
    m.settle();
    assert.deepEqual(times(m, false), [1, 2, 3, 4, 11, 12]);
    assert.equal(m.late, 0);
  });

  it("keeps one copy of each, and counts what comes too late", () => {
    const m = new Merge(2, 1024);
    m.begin();
    const a = run([5, 6]);
    m.add(0, a, 0, a.length);
    const copies = run([5, 6], false);
    m.add(1, copies, 0, copies.length);
    assert.deepEqual(times(m, true), [5, 6]);
    m.begin();
    const late = run([2]);
    m.add(1, late, 0, late.length);
    assert.deepEqual(times(m, true), [2]);
    assert.equal(m.late, 1);
  });
});

describe("small parts of the writer", () => {
  it("turns the flags of open(2) into portable ones", () => {
    assert.equal(openFlags(0), 1);
    assert.equal(openFlags(0o2 | 0o100 | 0o1000), 3 | 4 | 256);
    assert.equal(openFlags(0o2100001), 2 | 2048 | 4096);
  });

  it("reads addresses", () => {
    assert.deepEqual([...ipBytes("10.1.2.3")], [10, 1, 2, 3]);
    assert.deepEqual([...ipBytes("fe80::1")], [0xfe, 0x80, ...new Array(13).fill(0), 1]);
    assert.deepEqual([...ipBytes("::")], new Array(16).fill(0));
  });
});
