import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, it } from "node:test";
import { Role } from "../../../src/state/fd.js";
import { type NetSocket, rolesOf } from "../../../src/state/netsockets.js";
import { procRows, readProc, readStart, uptimeNs } from "../../../src/state/procfs.js";
import { Repair } from "../../../src/state/repair.js";
import { SystemState } from "../../../src/state/system.js";
import { Users } from "../../../src/state/users.js";

const EMPTY = new Uint8Array(0);

describe("repair of a process table", () => {
  it("adds who is missing, sets right who is wrong, forgets who is gone, by /proc alone", async () => {
    const state = new SystemState({ users: new Users({}) });
    const gone = spawn("/bin/sleep", ["100"]);
    const goneRow = readProc(gone.pid as number);
    assert.ok(goneRow);
    state.addRow(goneRow);
    gone.kill("SIGKILL");
    await once(gone, "exit");
    const own = readProc(process.pid);
    assert.ok(own);
    const self = state.addRow({
      ...own,
      uid: 4242,
      cwd: new TextEncoder().encode("/elsewhere"),
      ppid: 0,
    });
    assert.equal(self.ppid, 0);
    const cloned = self.cloneTs;

    const repair = new Repair(state, procRows(), uptimeNs());
    while (!repair.step(3));
    assert.ok(state.procs.get(gone.pid as number) !== null, "not before the ring was read once more");
    repair.sweep();

    assert.equal(state.procs.get(gone.pid as number), null);
    assert.equal(state.procs.get(process.pid), self, "the same object: others may hold it");
    assert.equal(self.uid, process.geteuid?.());
    assert.equal(self.cwd.str, `${process.cwd()}/`);
    assert.equal(self.parent?.pid, process.ppid);
    assert.equal(self.cloneTs, cloned);
    assert.ok(repair.stats.added > 0 && repair.stats.removed === 1);
  });

  it("leaves processes alone that came after it began", () => {
    const state = new SystemState({ users: new Users({}), live: false });
    const own = readProc(process.pid);
    assert.ok(own);
    const later = state.addRow({ ...own, pid: 0x3ffff0, startNs: uptimeNs() + 1e9 });
    const repair = new Repair(state, [][Symbol.iterator](), uptimeNs());
    assert.equal(repair.step(1), true);
    repair.sweep();
    assert.equal(state.procs.get(later.pid), later);
  });

  it("knows a process by the name of its program, not by one that it has given itself since", () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const own = readProc(process.pid);
    assert.ok(own);
    const named = (name: string, more: object = {}): string => {
      const state = new SystemState({ users: new Users({}), live: false });
      const p = state.addRow({ ...own, comm: bytes("program") });
      const repair = new Repair(state, [{ ...own, comm: bytes(name), ...more }][Symbol.iterator](), uptimeNs());
      while (!repair.step(1));
      return p.comm.str;
    };
    assert.equal(named("sshd"), "program");
    assert.equal(named("other", { argv: bytes("other words\0") }), "other");
    assert.equal(named("other", { exepath: bytes("/bin/other") }), "other");
    assert.equal(named("other", { exeIno: own.exeIno + 1n }), "other");
  });

  it("takes another process with the same number for another", () => {
    const state = new SystemState({ users: new Users({}), live: false });
    const own = readProc(process.pid);
    assert.ok(own);
    const old = state.addRow({ ...own, startNs: own.startNs - 5e9 });
    const repair = new Repair(state, [own][Symbol.iterator](), uptimeNs());
    while (!repair.step(1));
    repair.sweep();
    assert.notEqual(state.procs.get(process.pid), old);
    assert.equal(state.procs.size, 1);
  });

  it("knows when a process started, or that it is gone", () => {
    assert.equal(readStart(process.pid), readProc(process.pid)?.startNs);
    assert.equal(readStart(0x3fffff), undefined);
  });
});

describe("roles of connected sockets", () => {
  const socket = (lport: number, rport: number, more: Partial<NetSocket> = {}): NetSocket => ({
    kind: 52,
    l4: 1,
    local: Uint8Array.of(127, 0, 0, 1),
    remote: rport === 0 ? EMPTY : Uint8Array.of(127, 0, 0, 1),
    lport,
    rport,
    listening: false,
    path: EMPTY,
    ...more,
  });
  const roles = (...sockets: NetSocket[]): (number | undefined)[] => {
    const found = new Map(rolesOf(new Map(sockets.map((s, i) => [BigInt(i), s])), [32768, 60999]));
    return sockets.map((_, i) => found.get(BigInt(i)));
  };

  it("come from who listens, from ports that the kernel picks, and from the other end", () => {
    const { CLIENT, SERVER } = Role;
    assert.deepEqual(roles(socket(50000, 0, { listening: true }), socket(50000, 2000), socket(2000, 50000)), [
      undefined,
      SERVER,
      CLIENT,
    ]);
    assert.deepEqual(roles(socket(40000, 80)), [CLIENT]);
    assert.deepEqual(roles(socket(5000, 80)), [undefined], "a client bound to a port, or a server that has closed");
    assert.deepEqual(roles(socket(53, 0, { l4: 2 }), socket(5353, 53, { l4: 2 })), [undefined, CLIENT]);
  });
});
