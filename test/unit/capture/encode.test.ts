import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EncodeError, type EventSpec, encodeEvent, eventCode } from "../../../src/capture/encode.js";
import { EVENTS } from "../../../src/event/table.js";
import { EventView } from "../../../src/event/view.js";

/** Parameters of an event as a reader finds them. */
function decode(spec: EventSpec): { ev: EventView; param: (i: number) => string } {
  const bytes = encodeEvent(spec);
  const ev = new EventView();
  const buffer = new ArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  ev.attach(buffer);
  ev.atBare(0);
  const param = (i: number): string => {
    const at = ev.off[i] as number;
    return Buffer.from(bytes.subarray(at, at + (ev.len[i] as number))).toString("latin1");
  };
  return { ev, param };
}

const trouble = (spec: EventSpec): string => {
  try {
    encodeEvent(spec);
  } catch (e) {
    assert.ok(e instanceof EncodeError);
    return e.message;
  }
  return "";
};

describe("encodeEvent", () => {
  it("knows an event by code, symbol and name", () => {
    const exit = eventCode("PPME_SYSCALL_OPENAT_2_X");
    assert.equal(eventCode("openat"), exit, "the newest exit event");
    assert.equal(eventCode(exit), exit);
    assert.equal(EVENTS[eventCode("SYSCALL_OPENAT_2_E")]?.isExit, false);
    assert.throws(() => eventCode("opnat"), /event opnat: there is no such event; write a name like 'openat'/);
    assert.throws(() => eventCode(100_000), /no event with this code/);
  });

  it("writes header, lengths and values", () => {
    const { ev, param } = decode({
      type: "openat",
      ts: 77n,
      tid: 12,
      params: { fd: 5, dirfd: "AT_FDCWD", name: "/etc/hosts", flags: "O_RDONLY|O_CLOEXEC", mode: 0o644, ino: 99n },
    });
    assert.equal(ev.ts, 77n);
    assert.equal(ev.tid, 12);
    assert.deepEqual([ev.int(0), ev.int(1), param(2)], [5, -100, "/etc/hosts\0"]);
    assert.equal(ev.uint(3), 4097);
    assert.equal(ev.uint(4), 0o644);
    assert.equal(ev.len[5], 0, "what is left out is empty");
    assert.equal(ev.uint(6), 99);
  });

  it("takes values in order, and only the first of them if told so", () => {
    const { ev } = decode({ type: "close", tid: 1, params: [0, 7], nparams: 1 });
    assert.equal(ev.nparams, 1);
    assert.equal(ev.int(0), 0);
  });

  it("reads errors, signals, system calls, times and truth by name", () => {
    assert.equal(decode({ type: "close", tid: 1, params: { res: "-EBADF", fd: 7 } }).ev.int(0), -9);
    assert.equal(decode({ type: "close", tid: 1, params: { res: "SUCCESS" } }).ev.int(0), 0);
    assert.equal(decode({ type: "kill", tid: 1, params: { res: 0, pid: 4, sig: "SIGKILL" } }).param(2), "\x09");
    assert.equal(decode({ type: "setsid", tid: 1, params: { res: "0x10" } }).ev.int(0), 16);
  });

  it("writes lists, raw bytes and nothing", () => {
    const exec = { type: "execve", tid: 1, params: { exe: { hex: "ff41" }, args: ["-c", ""], env: null } } as const;
    const { param } = decode(exec);
    assert.equal(param(1), "\xffA\0", "texts end with NUL");
    assert.equal(param(2), "-c\0\0");
    assert.equal(param(15), "");
  });

  it("writes addresses and tuples", () => {
    const sockets = (params: EventSpec["params"] & object): string =>
      decode({ type: "connect", tid: 1, params }).param(1);
    const v4 = "\x02\x0a\0\0\x01\xa0\x0f\x0a\0\0\x02\x50\0";
    assert.equal(sockets({ tuple: "10.0.0.1:4000->10.0.0.2:80" }), v4);
    assert.equal(sockets({ tuple: { sip: "10.0.0.1", sport: 4000, dip: "10.0.0.2", dport: 80 } }), v4);
    const v6 = sockets({ tuple: "[::1]:1->10.0.0.2:2" });
    assert.equal(v6.length, 37);
    assert.equal(v6.slice(19, 35), `${"\0".repeat(10)}\xff\xff\x0a\0\0\x02`, "ends are of one family");
    assert.equal(
      sockets({ tuple: { path: "/s", source: 1, dest: 2n } }),
      "\x01\x01\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0/s\0",
    );
    const addr = (value: string | { ip: string; port: number; family?: string }): string =>
      decode({ type: "bind", tid: 1, params: { addr: value } }).param(1);
    assert.equal(addr("10.0.0.1:256"), "\x02\x0a\0\0\x01\0\x01");
    assert.equal(addr("/run/s"), "\x01/run/s\0");
    assert.equal(addr({ ip: "10.0.0.1", port: 1, family: "inet6" }).length, 19);
  });

  it("writes polled fds and parameters whose type the event chooses", () => {
    const { param } = decode({ type: "poll", tid: 1, params: { res: 1, fds: [{ fd: 3, flags: 1 }] } });
    assert.equal(param(1), "\x01\0\x03\0\0\0\0\0\0\0\x01\0");
    const dyn = decode({ type: "ptrace", tid: 1, params: { res: 0, addr: { kind: 0, value: 7 } } });
    assert.equal(dyn.param(1), "\0\x07\0\0\0\0\0\0\0");
  });

  it("says which event and parameter is wrong, and what is expected", () => {
    const says = (type: string, params: EventSpec["params"] & object, text: RegExp): void =>
      assert.match(trouble({ type, tid: 1, params }), text);
    says("close", { fd: "x" }, /^event close, parameter 'fd': wants a file descriptor: .* "x" is given$/);
    says("close", { fdd: 1 }, /^event close, parameter 'fdd': has no such parameter; it has: res, fd$/);
    says("close", [0, 1, 2], /has 2 parameters, but 3 values are given/);
    says("close", { res: 1.5 }, /wants an integer; 1.5 is given/);
    says("openat", { flags: "O_RDONLY|O_NOPE" }, /parameter 'flags': knows no flag 'O_NOPE'; its flags are .*O_CREAT/);
    says("openat", { name: 7 }, /wants a text, or \{hex\}; 7 is given/);
    says("execve", { exe: { hex: "f" } }, /pairs of hexadecimal digits/);
    says("kill", { sig: "SIGNOPE" }, /wants a signal/);
    says("connect", { tuple: "10.0.0.1:80" }, /wants two ends/);
    says("bind", { addr: "10.0.0.1:99999" }, /wants an address/);
    says("poll", { fds: "3" }, /wants a list like/);
    says("ptrace", { addr: 3 }, /wants \{kind, value\}/);
    says("openat", { name: "x".repeat(70_000) }, /too long/);
    assert.ok(new EncodeError("close", undefined, "x") instanceof Error);
  });
});
