// Do the kernel's iterators and /proc tell the same of processes, threads and descriptors?
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { addon } from "../../src/sensor/addon.js";
import { type FdEntry, FdKind, fdTypeName } from "../../src/state/fd.js";
import { LookAt, lookFds, lookProcesses, lookRows, lookThreads, type OpenLook } from "../../src/state/look.js";
import { procFdEntries } from "../../src/state/procfds.js";
import { type ProcRow, readProc } from "../../src/state/procfs.js";
import { skipLive } from "./support/gate.js";
import { patient } from "./support/patience.js";
import { DEED, makeScratch } from "./support/places.js";

const TICK = 10_000_000;
const text = (b: Uint8Array): string => Buffer.from(b).toString("latin1");

/** What /proc cannot tell, or no finer, and what changes by itself. */
function comparable(r: ProcRow): Record<string, unknown> {
  const { exe, exepath, argv, env, cwd, comm, cgroups, startNs, kthread, ...numbers } = r;
  const { fdlimit, vmSize, vmRss, vmSwap, faultsMajor, faultsMinor, root, pidnsStart, ...rest } = numbers;
  return {
    ...rest,
    startTick: Math.floor(startNs / TICK),
    kthread,
    comm: text(comm),
    exe: text(exe),
    exepath: text(exepath),
    argv: text(argv),
    // 4 KiB of it
    env: createHash("sha1").update(env).digest("hex"),
    cwd: text(cwd),
    cgroups: Object.fromEntries(
      text(cgroups)
        .split("\0")
        .map((c) => c.replace(/^blkio=/, "io="))
        .filter((c) => /^(cpu|cpuset|cpuacct|io|memory)=/.test(c))
        .map((c) => c.split("=")),
    ),
  };
}

/** Both know of files and sockets what they are; a UNIX socket's addresses and an anonymous file's inode are the kernel's own. */
function identity(e: FdEntry): Record<string, unknown> {
  const common = { type: fdTypeName(e.kind), name: text(e.name), ino: e.ino, deleted: (e.flags & 1) !== 0 };
  switch (e.kind) {
    case FdKind.IPV4:
    case FdKind.IPV6:
      return {
        type: common.type,
        ino: e.ino,
        l4: e.l4,
        local: text(e.local),
        remote: text(e.remote),
        lport: e.lport,
        rport: e.rport,
        listening: e.role === 3,
      };
    case FdKind.UNIX:
      return { type: common.type, ino: e.ino, path: text(e.raw) };
    case FdKind.PIPE:
      return common.name.startsWith("/") ? common : { type: common.type, ino: e.ino };
    case FdKind.FILE:
    case FdKind.DIRECTORY:
      return { ...common, dev: e.dev };
    case FdKind.MEMFD:
      return common;
    default:
      return { type: common.type, kind: e.kind };
  }
}

const NOT_OPEN = new Set<number>([FdKind.BPF, FdKind.IO_URING, FdKind.OTHER, FdKind.UNSUPPORTED]);

const CASES: readonly (readonly [what: string, words: readonly string[]])[] = [
  ["a program", []],
  ["a child in a session of its own", ["child", "session"]],
  ["threads", ["threads", "5"]],
  ["another name", ["comm", "a-name (odd) x"]],
  ["descriptors of many kinds", ["openall"]],
  ["another user", ["uid", "65534"]],
  ["fewer capabilities", ["capless"]],
  ["a terminal", ["pty", "run", DEED]],
  ["a namespace of pids", ["apart", "pid"]],
  ["a namespace of users", ["rootless"]],
  ["a program in memory", ["memfd", "path"]],
];

describe("what is there already", { skip: skipLive(), timeout: patient(120_000) }, () => {
  const native = addon();
  const open: OpenLook = (what, pid) => new native.Look(what, pid);
  const scratch = makeScratch();
  const children: ChildProcess[] = [];
  const tree = new Map<string, number>();

  before(async () => {
    chmodSync(scratch.dir, 0o777);
    const copy = scratch.path("deed");
    copyFileSync(DEED, copy);
    chmodSync(copy, 0o755);
    for (const [i, [what, words]] of CASES.entries()) {
      const marker = scratch.path(`witness-${i}`);
      const child = spawn(copy, [...words, "witness", marker], {
        env: { SAKER_LOOK: what, LONG: "x".repeat(5000) },
        cwd: scratch.dir,
        stdio: ["ignore", "ignore", "ignore"],
      });
      children.push(child);
      for (let n = 0; n < patient(400) && child.exitCode === null; n++) {
        if (existsSync(marker) && readFileSync(marker, "utf8").endsWith("\n")) break;
        await sleep(10);
      }
      const pid = pidOf(marker);
      if (pid !== undefined) tree.set(what, pid);
    }
  });
  after(() => {
    scratch.remove();
    for (const c of children) c.kill("SIGKILL");
  });

  /** The process that waits for its file to go, known by its last argument. */
  function pidOf(marker: string): number | undefined {
    for (const name of readdirSync("/proc").filter((n) => /^\d+$/.test(n))) {
      try {
        const args = readFileSync(`/proc/${name}/cmdline`, "latin1").split("\0");
        const kids = readFileSync(`/proc/${name}/task/${name}/children`, "latin1").trim();
        if (args.at(-2) === marker && kids === "") return Number(name);
      } catch {
        // gone
      }
    }
    return undefined;
  }

  it("has a tree to look at", () => {
    assert.ok(tree.size >= CASES.length - 2, [...tree.keys()].join(", "));
  });

  it("is told alike by the iterator and by /proc: processes", () => {
    const rows = new Map<number, ProcRow>();
    for (const r of lookProcesses(open)) {
      assert.ok(!rows.has(r.pid), `${r.pid} comes twice`);
      rows.set(r.pid, r);
    }
    for (const [what, pid] of tree) {
      const theirs = readProc(pid);
      const ours = rows.get(pid);
      assert.ok(theirs !== undefined && ours !== undefined, what);
      assert.deepEqual(comparable(ours), comparable(theirs), what);
      assert.equal(ours.threads, readdirSync(`/proc/${pid}/task`).length, what);
      const limit = /^Max open files\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, "latin1"))?.[1];
      assert.equal(ours.fdlimit, Number(limit), what);
    }
  });

  it("is told alike: every process of the host that stays", () => {
    const before = new Map([...lookProcesses(open)].map((r) => [r.pid, r]));
    const theirs = new Map<number, ProcRow>();
    for (const name of readdirSync("/proc").filter((n) => /^\d+$/.test(n))) {
      const row = readProc(Number(name));
      if (row !== undefined) theirs.set(row.pid, row);
    }
    const after = new Map([...lookProcesses(open)].map((r) => [r.pid, r]));
    for (const [pid, b] of before) {
      const a = after.get(pid);
      if (a === undefined || a.startNs !== b.startNs) continue;
      const t = theirs.get(pid);
      // its leader may have ended while we looked
      if (t === undefined) continue;
      assert.equal(Math.floor(b.startNs / TICK), Math.floor(t.startNs / TICK), `${pid}`);
    }
    for (const [pid, t] of theirs) {
      // some machines let nobody look at process 1
      if (t.exepath.length === 0 && !t.kthread) continue;
      if (readProc(pid)?.startNs === t.startNs) assert.ok(before.has(pid) || after.has(pid), `${pid} is missing`);
    }
  });

  it("is told alike: threads", () => {
    const pid = tree.get("threads") as number;
    const ours = [...lookThreads(open, pid)].map((t) => `${t.tid} ${t.vtid} ${text(t.comm)}`);
    const theirs = readdirSync(`/proc/${pid}/task`)
      .filter((t) => Number(t) !== pid)
      .map((t) => `${t} ${t} ${readFileSync(`/proc/${pid}/task/${t}/comm`, "latin1").trim()}`);
    assert.ok(theirs.length >= 4);
    assert.deepEqual(ours.sort(), theirs.sort());
    const all = [...lookThreads(open)].filter((t) => t.pid === pid);
    assert.equal(all.length, theirs.length, "the same among all");
  });

  it("is told alike: descriptors of all kinds", () => {
    const kinds = new Set<number>();
    for (const [what, pid] of tree) {
      // the tables of /proc/net leave out sockets that are tied to nothing
      const untold = new Set<number>();
      const theirs = [...procFdEntries(pid)]
        .sort(([a], [b]) => a - b)
        .map(([fd, e]) => {
          if (e.kind === FdKind.OTHER) untold.add(fd);
          return [fd, untold.has(fd) ? { ino: e.ino } : identity(e)] as const;
        });
      const ours = [...lookFds(open, pid)].map(({ fd, entry }) => {
        kinds.add(entry.kind);
        if (untold.has(fd)) assert.deepEqual([entry.lport, entry.rport, entry.raw.length], [0, 0, 0]);
        return [fd, untold.has(fd) ? { ino: entry.ino } : identity(entry)] as const;
      });
      assert.deepEqual(ours, theirs, what);
    }
    for (const k of [...Object.values(FdKind)].filter((k) => !NOT_OPEN.has(k)))
      assert.ok(kinds.has(k), `no ${fdTypeName(k)} was open`);
  });

  it("is told alike: descriptors among those of all processes", () => {
    const pid = tree.get("descriptors of many kinds") as number;
    const among = [...lookFds(open)].filter((r) => r.pid === pid).map((r) => r.fd);
    assert.deepEqual(
      among,
      [...procFdEntries(pid)].map(([fd]) => fd).sort((a, b) => a - b),
    );
    const net = Number(/\d+/.exec(readlinkSync(`/proc/${pid}/ns/net`))?.[0]);
    const sockets = [...lookFds(open, pid, LookAt.SOCKETS)];
    assert.ok(sockets.length >= 8);
    for (const s of sockets) {
      assert.equal(s.net, net);
      assert.notEqual(s.entry.kind, FdKind.FILE);
    }
  });

  it("is told by /proc of a process whose first thread has ended", async () => {
    const marker = scratch.path("headless");
    const child = spawn(DEED, ["headless", "witness", marker], { cwd: scratch.dir, stdio: "ignore" });
    children.push(child);
    const pid = child.pid as number;
    const stat = (): string => readFileSync(`/proc/${pid}/stat`, "latin1");
    // the second thread makes the marker when the first is about to end, which may take it a while yet
    const ended = (): boolean => existsSync(marker) && /\) Z /.test(stat());
    for (let n = 0; n < patient(400) && !ended(); n++) await sleep(10);
    assert.match(stat(), /\) Z /, "the first thread has ended");
    const row = readProc(pid);
    assert.ok(row);
    assert.equal(text(row.exepath), DEED);
    assert.equal(text(row.cwd), scratch.dir);
    assert.equal(text(row.argv), `headless\0witness\0${marker}\0`);
    assert.equal(row.vpid, pid);
    assert.ok(row.namespaces.every((n) => n > 0));
  });

  it("comes in pieces, whatever there is", () => {
    let most = 0;
    let pieces = 0;
    const watched: OpenLook = (what, pid) => {
      const rows = open(what, pid);
      return {
        read(into) {
          const n = rows.read(into);
          most = Math.max(most, n);
          pieces++;
          return n;
        },
        close: () => rows.close(),
      };
    };
    let rows = 0;
    for (const _ of lookRows(watched, LookAt.PROCESSES)) rows++;
    assert.ok(rows > 10 && pieces > 2);
    assert.ok(most <= 64 << 10, `${most} bytes at once`);
  });

  it("may be left in the middle, and looked at by several", () => {
    const first = lookProcesses(open);
    const second = lookProcesses(open);
    const a = first.next().value as ProcRow;
    const b = second.next().value as ProcRow;
    assert.equal(a.pid, b.pid);
    first.return(undefined);
    assert.ok([...second].length > 5);
  });

  it("gives nothing of a process that is not there", () => {
    assert.deepEqual([...lookFds(open, 0x3ffffe)], []);
    assert.deepEqual([...procFdEntries(0x3ffffe)], []);
  });
});
