import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LIVE_SYSCALLS } from "../../../src/event/data/live.js";
import { eventCodes, syscallNamed } from "../../../src/event/table.js";
import { wantedNames, wantedSyscalls } from "../../../src/sensor/wanted.js";

const number = (name: string): number => syscallNamed(name)?.x64 ?? -1;
const picked = (types: Iterable<number>): Set<number> => {
  const wanted = wantedSyscalls(new Set(types));
  return new Set([...wanted.keys()].filter((i) => wanted[i] === 1));
};

describe("wanted system calls", () => {
  const state = Object.entries(LIVE_SYSCALLS).filter(([, row]) => row.state || row.always);

  it("are those that state needs, even without rules", () => {
    const got = picked([]);
    assert.deepEqual(got, new Set(state.map(([name]) => number(name))));
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
      const names = wantedNames(new Set(types)).filter((n) => number(n) >= 0);
      assert.deepEqual(new Set(names.map(number)), picked(types));
    }
  });

  it("do not fall outside the map", () => {
    assert.equal(wantedSyscalls(new Set()).length, 512);
    for (const name of Object.keys(LIVE_SYSCALLS)) assert.ok(number(name) < 512, name);
    // umount without a number is of 32-bit programs
    assert.deepEqual(
      Object.keys(LIVE_SYSCALLS).filter((name) => number(name) < 0),
      ["umount"],
    );
  });
});
