import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RecordFlag } from "../../../src/event/record.js";
import { TestHost, task } from "../support/host.js";
import { cwdPath, fdEntry, nul } from "../support/records.js";

const CONTAINER = `cpu=/kubepods/besteffort/pod12345/${"ab".repeat(32)}`;

describe("fork, exec, exit of live records", () => {
  it("makes a child of its parent and shares its bytes", () => {
    const h = new TestHost();
    h.fork(1, 0, { comm: "init" });
    const sh = h.fork(200, 1, { comm: "sh", args: ["-c", "ls"] });
    const child = h.fork(201, 200, { comm: "sh", args: ["-c", "ls"], parentStart: 200e9 });
    assert.equal(child.parent, sh);
    assert.equal(child.argv, sh.argv);
    assert.equal(child.cmdline(h.state.pool).str, "sh -c ls");
    assert.equal(child.uid, 1000);
    assert.equal(child.sid, 201);
  });

  it("counts threads, and makes no process of them", () => {
    const h = new TestHost();
    const p = h.fork(200, 1);
    const before = h.state.procs.size;
    h.run({
      type: "clone3",
      tid: 205,
      tgid: 200,
      start: 200e9,
      flags: RecordFlag.STATE | RecordFlag.THREAD,
      params: [0, "sh", nul(), 205, 200, 1, "", 0, 0, 0, 0, 0, 0, "sh", nul(), 8192, 0, 0, 205, 200, 0],
    });
    assert.equal(h.state.procs.size, before);
    assert.equal(p.threads, 2);
  });

  it("exec replaces program, arguments, environment and container", () => {
    const h = new TestHost();
    h.fork(1, 0, { comm: "init" });
    h.fork(200, 1, { comm: "sh" });
    const x = h.exec(200, "/usr/bin/cat", ["cat", "/etc/shadow"], {
      env: ["A=1", "B=2"],
      flags: 5,
      cgroups: nul(CONTAINER),
    });
    const p = x.proc;
    assert.ok(p);
    assert.equal(p.comm.str, "cat");
    assert.equal(p.exepath.str, "/usr/bin/cat");
    assert.equal(p.cmdline(h.state.pool).str, "cat /etc/shadow");
    assert.equal(p.exeline(h.state.pool).str, "cat /etc/shadow");
    assert.equal(p.exeFlags, 5);
    assert.equal(p.containerId.str, "abababababab");
    assert.equal(p.containerType.str, "containerd");
    assert.equal(p.exeCtime, 5n);
    assert.equal(Buffer.from(p.env.bytes).toString(), "A=1\0B=2\0");
  });

  it("a failed exec changes nothing", () => {
    const h = new TestHost();
    const p = h.fork(200, 1, { comm: "sh" });
    h.run({ type: "execve", tid: 200, start: 200e9, params: [-2, "nope", nul(), 200, 200, 1] });
    assert.equal(p.comm.str, "sh");
  });

  it("forgets a process with its last thread, after the event was judged", () => {
    const h = new TestHost();
    h.fork(1, 0, { comm: "init" });
    const p = h.fork(200, 1);
    const child = h.fork(201, 200);
    const exit = { type: "procexit", tid: 200, start: 200e9, params: [0, 0, 0, 0, 1], flags: RecordFlag.STATE };
    h.on({ ...exit, flags: RecordFlag.STATE | RecordFlag.GROUP_DEAD });
    assert.equal(h.x.proc, p, "rules still see it");
    h.state.after(h.x);
    assert.equal(h.state.procs.get(200), null);
    assert.equal(child.ppid, 1);
  });

  it("keeps what a later reading of /proc told of a child, and its children", () => {
    const h = new TestHost();
    h.fork(1, 0, { comm: "init" });
    const p = h.fork(200, 1, { comm: "early" });
    p.adopted = true;
    const child = h.fork(201, 200);
    h.fork(200, 1, { comm: "late" });
    assert.equal(h.state.procs.get(200), p);
    assert.equal(p.comm.str, "early");
    assert.equal(child.parent, p);
  });

  it("tells a reused pid by its start", () => {
    const h = new TestHost();
    const old = h.fork(200, 1, { comm: "old", start: 5e9 });
    const x = h.on({ type: "getcwd", tid: 200, start: 9e9, params: [1, "/"] });
    assert.notEqual(x.proc, old);
    assert.equal(x.proc?.comm.str, "<NA>", "nothing is known of the new one");
    assert.equal(h.state.procs.stats.reused, 1);
  });

  it("follows changes of directory and identity", () => {
    const h = new TestHost();
    const p = h.fork(200, 1);
    const on = { tid: 200, start: 200e9 };
    h.run({ ...on, type: "chdir", params: [0, "/srv"] });
    assert.equal(p.cwd.str, "/srv/");
    h.run({ ...on, type: "chdir", params: [0, "../tmp"] });
    assert.equal(p.cwd.str, "/tmp/");
    h.run({ ...on, type: "chdir", params: [0, "link"], annex: [cwdPath("/data/real")] });
    assert.equal(p.cwd.str, "/data/real/");
    h.run({ ...on, type: "chdir", params: [-2, "/gone"] });
    assert.equal(p.cwd.str, "/data/real/");
    h.run({ ...on, type: "fchdir", params: [0, 7], annex: [fdEntry(7, "d", "/var/lib")] });
    assert.equal(p.cwd.str, "/var/lib/");
    h.run({ ...on, type: "setuid", params: [0, 33] });
    assert.equal(p.uid, 33);
    h.run({ ...on, type: "setresuid", params: [0, 4294967295, 34, 4294967295] });
    assert.equal(p.uid, 34);
    h.run({ ...on, type: "setresuid", params: [0, 1, 4294967295, 1] });
    assert.equal(p.uid, 34, "-1 leaves an id alone");
    h.run({ ...on, type: "setuid", params: [-1, 0] });
    assert.equal(p.uid, 34);
    h.run({ ...on, type: "setsid", params: [200], annex: [task({ tgid: 200, euid: 5, sid: 77 })] });
    assert.deepEqual([p.sid, p.uid], [77, 5], "the kernel's word goes first");
  });
});
