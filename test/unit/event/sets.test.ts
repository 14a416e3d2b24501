import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as events from "../../../src/event/index.js";

const sorted = (s: Iterable<string | number>) => [...s].sort();
const names = (codes: Iterable<number>) => sorted(new Set([...codes].map((c) => events.EVENTS[c]?.name ?? "")));

describe("event sets", () => {
  it("find events by name, in all versions", () => {
    const s = events.eventsNamed(["openat"]);
    assert.deepEqual(names(s), ["openat"]);
    assert.ok(s.size > 2);
  });

  it("take the generic pair for calls without an event of their own", () => {
    assert.deepEqual(sorted(events.eventsNamed(["alarm"])), [0, 1]);
    assert.deepEqual(sorted(events.eventsNamed(["no such thing"])), []);
  });

  it("name what the generic event stands for", () => {
    const all = events.namesOfEvents([1]);
    assert.ok(all.has("alarm") && !all.has("open") && !all.has("syscall"));
    assert.equal(events.namesOfEvents([1], false).size, 0);
  });

  it("go between calls and events", () => {
    assert.deepEqual(sorted(events.syscallsOfEvents(events.eventsNamed(["setuid"]))), ["setuid", "setuid32"]);
    assert.deepEqual(names(events.eventsOfSyscalls(["setuid32", "page_fault_user"])), ["page_fault", "setuid"]);
    assert.deepEqual(sorted(events.syscallsOfEventNames(["alarm", "procexit"])), ["alarm", "sched_process_exit"]);
    assert.deepEqual(sorted(events.eventNamesOfSyscalls(["alarm", "sched_process_exit"])), ["alarm", "procexit"]);
    assert.deepEqual(sorted(events.syscallsNamed(["alarm", "procexit"])), ["alarm"]);
  });

  it("are whole", () => {
    assert.equal(events.syscallsOfEvents(events.allEvents()).size, events.allSyscalls().size);
    for (const call of events.SYSCALLS) assert.ok(events.eventsOfSyscall(call).length > 0, call.name);
  });

  it("add what a sensor cannot do without", () => {
    assert.ok(events.withBasicSyscalls(["alarm"]).has("alarm"));
    assert.ok(events.withBasicSyscalls().has("execve"));
    const quiet = events.withNeededSyscalls(["alarm"]);
    assert.ok(quiet.has("sched_process_exit") && !quiet.has("close") && !quiet.has("socket"));
    const net = events.withNeededSyscalls(["connect"]);
    assert.ok(net.has("socket") && net.has("close") && !net.has("bind"));
    assert.ok(events.withNeededSyscalls(["accept"]).has("bind"));
    assert.ok(events.withNeededSyscalls(["read"]).has("close"));
  });

  it("know what changes state", () => {
    const s = events.stateEvents();
    assert.ok([...events.eventsNamed(["clone"])].every((c) => s.has(c)));
    assert.ok(!s.has(1));
  });
});
