import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Machine, thread } from "../support/capture.js";

const EXIT = { status: 0, ret: 0, sig: 0, core: 0, reaper_tid: 0 };
const THREAD = "CLONE_THREAD|CLONE_FILES|CLONE_VM";

function exec(i: Machine, tid: number, comm: string, more: Record<string, string | number | string[]> = {}): void {
  i.on(tid, "execve", {
    res: 0, exe: `/bin/${comm}`, args: ["-v"], tid, pid: i.thread(tid)?.pid ?? tid, ptid: i.thread(tid)?.ptid ?? 1, comm,
    cgroups: ["cpu=/"], env: ["A=1"], trusted_exepath: `/usr/bin/${comm}`, uid: 1000, gid: 1000, ...more,
  }); // biome-ignore format: one record
}

describe("threads of a capture", () => {
  for (const tell of ["parent", "child", "both"] as const)
    it(`begin with a fork that is told by ${tell}`, () => {
      const i = new Machine();
      i.fork(200, 300, { tell });
      const t = i.thread(300);
      assert.deepEqual([t?.pid, t?.ptid, t?.comm, t?.cwd, t?.args], [300, 200, "sh", "/root/", ["-c", "x"]]);
      assert.deepEqual(i.thread(200)?.children, [300]);
      assert.equal(t?.is_main_thread, true);
      i.on(300, "getuid", { uid: 0 });
      assert.deepEqual(i.show("proc.pname", "proc.aname[2]"), ["sh", "init"]);
    });

  it("share a group", () => {
    const i = new Machine();
    i.fork(200, 201, { flags: THREAD, pid: 200 });
    const t = i.thread(201);
    assert.deepEqual([t?.pid, t?.ptid, t?.is_main_thread], [200, 1, false]);
    assert.deepEqual(i.group(200), { pid: 200, alive: 2, reaper: false, tids: [200, 201], listed: 2 });
    i.on(201, "procexit", EXIT);
    i.done();
    assert.equal(i.thread(201), null);
    assert.deepEqual(i.group(200)?.tids, [200]);
  });

  it("take over the process when one of them runs a program", () => {
    const i = new Machine();
    i.fork(200, 201, { flags: THREAD, pid: 200 });
    exec(i, 200, "ls");
    i.done();
    assert.equal(i.thread(201), null);
    const t = i.thread(200);
    assert.deepEqual([t?.comm, t?.exepath, t?.args, t?.env, t?.uid], ["ls", "/usr/bin/ls", ["-v"], ["A=1"], 1000]);
    assert.deepEqual(i.show("proc.cmdline", "user.name", "group.name"), ["ls -v", "ann", "staff"]);
    exec(i, 200, "cat", { res: "-ENOENT" });
    assert.equal(i.thread(200)?.comm, "ls", "a failed one changes nothing");
  });

  it("end; rules still see them, then their children get another parent", () => {
    const i = new Machine();
    i.fork(200, 300);
    i.fork(300, 400);
    i.on(300, "procexit", EXIT);
    assert.equal(i.field("proc.pid"), "300");
    i.done();
    assert.equal(i.thread(300), null);
    assert.equal(i.group(300), null);
    assert.equal(i.thread(400)?.ptid, 1);
  });

  it("leave their children to the reaper that the kernel names, or to the next one above", () => {
    const i = new Machine();
    i.fork(200, 300);
    i.fork(300, 400);
    i.fork(400, 500);
    i.on(400, "procexit", { ...EXIT, reaper_tid: 300 });
    i.done();
    assert.equal(i.thread(500)?.ptid, 300);
    assert.equal(i.group(300)?.reaper, true);

    const j = new Machine();
    j.on(200, "prctl", { res: 0, option: "PR_SET_CHILD_SUBREAPER", arg2_str: null, arg2_int: 1 });
    assert.equal(j.group(200)?.reaper, true);
    j.fork(200, 300);
    j.fork(300, 400);
    j.on(300, "procexit", EXIT);
    j.done();
    assert.equal(j.thread(400)?.ptid, 200);
  });

  it("keep a dead leader while its threads live", () => {
    const i = new Machine();
    i.fork(200, 201, { flags: THREAD, pid: 200 });
    i.on(200, "procexit", EXIT);
    i.done();
    assert.equal(i.thread(200)?.is_dead, true);
    assert.deepEqual([i.group(200)?.alive, i.thread(200)?.num_not_leader_threads], [1, 1]);
    i.on(201, "procexit", EXIT);
    i.done();
    assert.equal(i.thread(200), null);
  });

  it("take the place of others with the same id", () => {
    const i = new Machine();
    i.fork(200, 300);
    const before = i.thread(300)?.clone_ts;
    i.now += 10_000_000_000n;
    i.fork(200, 300, { tell: "child" });
    assert.notEqual(i.thread(300)?.clone_ts, before);
    assert.deepEqual(i.thread(200)?.children, [300]);
  });

  it("change directory, root and ids", () => {
    const i = new Machine();
    i.on(200, "chdir", { res: 0, path: "../tmp" });
    assert.equal(i.thread(200)?.cwd, "/tmp/");
    i.on(200, "chdir", { res: "-ENOENT", path: "/gone" });
    assert.equal(i.thread(200)?.cwd, "/tmp/");
    i.on(200, "chroot", { res: 0, path: "/jail" });
    assert.equal(i.thread(200)?.root, "/jail");
    i.on(200, "setuid", { res: 0, uid: 1000 });
    i.on(200, "setgid", { res: 0, gid: 1000 });
    assert.deepEqual(i.show("user.name", "group.name"), ["ann", "staff"]);
    i.on(200, "setresuid", { res: 0, ruid: 0, euid: 33, suid: 0 });
    assert.equal(i.thread(200)?.uid, 33);
    i.on(200, "setsid", { res: 200 });
    assert.equal(i.thread(200)?.sid, 200);
  });

  it("are forgotten when nothing was seen of them for long", () => {
    const i = new Machine();
    i.fork(200, 300);
    i.now += 5_000_000_000n;
    i.on(1, "getuid", { uid: 0 });
    i.on(200, "getuid", { uid: 0 });
    i.removeInactive(i.now, 3_000_000_000n);
    assert.deepEqual([i.thread(300), i.thread(200)?.tid], [null, 200]);
  });

  it("tell a process in a pid namespace by its own event", () => {
    const i = new Machine({}, [thread(600, 1, "pause", { vtid: 1, vpid: 1 })]);
    assert.equal(i.thread(600)?.is_in_pid_namespace, true);
    i.on(600, "clone", { res: 2, exe: "/x", tid: 600, pid: 600, ptid: 1, comm: "x", vtid: 1, vpid: 1 });
    assert.equal(i.thread(2), null, "that number is of the namespace");
    i.on(601, "clone", { res: 0, exe: "/x", tid: 601, pid: 601, ptid: 600, comm: "x", vtid: 2, vpid: 2 });
    assert.deepEqual([i.thread(601)?.ptid, i.thread(601)?.vtid], [600, 2]);
  });
});
