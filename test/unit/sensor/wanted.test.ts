import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LIVE_CALLS } from "../../../src/event/calls.js";
import { eventCodes, syscallNamed } from "../../../src/event/table.js";
import { mentionedEvents, wantedNames, wantedSyscalls } from "../../../src/sensor/wanted.js";

const number = (name: string): number => LIVE_CALLS.find((c) => c.name === name)?.slot ?? -1;
const picked = (types: Iterable<number>, generic?: ReadonlySet<number>): Set<number> => {
  const wanted = wantedSyscalls({ eventTypes: new Set(types), generic });
  return new Set([...wanted.keys()].filter((i) => wanted[i] === 1));
};

describe("wanted system calls", () => {
  const state = LIVE_CALLS.filter(({ row }) => row.state || row.always);

  it("are those that state needs, even without rules", () => {
    const got = picked([]);
    assert.deepEqual(got, new Set(state.map((c) => c.slot)));
    for (const name of ["chdir", "setuid", "setsid", "connect"]) assert.ok(got.has(number(name)), name);
    for (const name of ["open", "openat", "execve", "kill"]) assert.ok(!got.has(number(name)), name);
  });

  it("are those too whose exit a rule can match", () => {
    const got = picked(eventCodes("openat"));
    assert.ok(got.has(number("openat")));
    assert.ok(!got.has(number("open")));
    assert.equal(got.size, state.length + 1);
  });

  it("are named alike", () => {
    for (const types of [[], [...eventCodes("openat"), ...eventCodes("unlinkat")], [...Array(512).keys()]]) {
      const names = wantedNames({ eventTypes: new Set(types) });
      assert.deepEqual(new Set(names.map(number)), picked(types));
    }
  });

  it("are those of the generic event that rules name", () => {
    const sysinfo = syscallNamed("sysinfo")?.ppmSc ?? -1;
    assert.equal(picked(eventCodes("syscall"), new Set([sysinfo])).size, state.length + 1);
    assert.ok(picked(eventCodes("syscall"), new Set([sysinfo])).has(number("sysinfo")));
    assert.ok(picked(eventCodes("syscall")).size > state.length + 200);
  });

  it("say which arguments are paths that leave no other trace", () => {
    const all = { eventTypes: new Set([...Array(512).keys()]), kernelPaths: true };
    const wanted = wantedSyscalls(all);
    const bits = (name: string): number => (wanted[number(name)] as number) >> 1;
    assert.equal(bits("unlink"), 0b1);
    assert.equal(bits("unlinkat"), 0b10);
    assert.equal(bits("renameat2"), 0b1010);
    assert.equal(bits("symlink"), 0b11);
    assert.equal(bits("mount"), 0b11);
    assert.equal(bits("umount2"), 0b1);
    assert.equal(bits("chdir"), 0b1);
    // a file or a program tells where these led
    for (const name of ["open", "openat", "execve", "read"]) assert.equal(bits(name), 0, name);
    // every call with such a parameter is either one of them or has a program of its own
    for (const c of LIVE_CALLS) {
      const paths = c.event.params.filter((p) => /^FS(REL)?PATH$/.test(p.type)).length;
      if (paths > 0 && c.row.program === undefined) assert.ok(bits(c.name) > 0, c.name);
    }
    assert.equal((wantedSyscalls({ eventTypes: all.eventTypes })[number("unlink")] as number) >> 1, 0);
    // wanted for the state alone
    assert.equal(wantedSyscalls({ eventTypes: new Set(), kernelPaths: true })[number("chdir")], 1);
  });

  it("have a slot each", () => {
    assert.equal(wantedSyscalls({ eventTypes: new Set() }).length, 512);
    assert.equal(new Set(LIVE_CALLS.map((c) => c.slot)).size, LIVE_CALLS.length);
    for (const c of LIVE_CALLS) assert.ok(c.slot >= 0 && c.slot < 512, c.name);
    // what x86-64 lacks is of 32-bit programs
    assert.deepEqual(
      LIVE_CALLS.filter((c) => c.sys.x64 < 0).map((c) => c.name),
      ["umount", "_llseek", "send", "recv"],
    );
  });
});

describe("mentioned events", () => {
  const named = (text: string): string[] =>
    LIVE_CALLS.filter(({ event }) => mentionedEvents([text]).has(event.code)).map((c) => c.name);

  it("are values and items of lists", () => {
    assert.deepEqual(named("condition: evt.type=recvmsg and not proc.name = vi"), ["recvmsg"]);
    assert.deepEqual(named("evt.type in (recvmsg,sendmsg)").sort(), ["recvmsg", "sendmsg"]);
    assert.deepEqual(named("items:\n  - recvmsg\n  - sendmsg\n").sort(), ["recvmsg", "sendmsg"]);
    assert.deepEqual(named("items: [ recvmsg ,  sendmsg]").sort(), ["recvmsg", "sendmsg"]);
    assert.deepEqual(named("evt.type = recvmsg\n  and evt.type=sendmsg or x # y").sort(), ["recvmsg", "sendmsg"]);
  });

  it("are not the words of a sentence", () => {
    assert.deepEqual(named("desc: somebody wants to read a pipe and to connect it"), []);
    assert.deepEqual(named("desc: may be null (recvmsg says so), see below - connect it"), []);
    assert.deepEqual(named("#  condition: (evt.type=recvmsg)\n  # - connect\n- macro: m"), []);
  });
});
