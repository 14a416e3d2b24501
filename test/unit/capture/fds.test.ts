import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { EventSpec } from "../../../src/capture/encode.js";
import { Machine } from "../support/capture.js";

type Params = EventSpec["params"] & object;

/** A machine whose shell does things. */
class Shell extends Machine {
  do(type: string, params: Params): this {
    this.on(200, type, params);
    return this;
  }

  open_(fd: number, name: string, flags = "O_RDONLY", more: Params = {}): this {
    return this.do("openat", { fd, dirfd: "AT_FDCWD", name, flags, ...more });
  }

  name(fd: number, tid = 200): string | undefined {
    return this.thread(tid)?.fds.get(fd)?.name;
  }

  numbers(tid = 200): number[] {
    return [...(this.thread(tid)?.fds.keys() ?? [])].sort((a, b) => a - b);
  }
}

describe("fds of a capture", () => {
  it("are opened from where the process is, or from a directory", () => {
    const s = new Shell();
    s.open_(3, "a").open_(4, "/etc/../x", "O_WRONLY|O_CREAT", { ino: 42, dev: 5 });
    s.do("openat", { fd: 5, dirfd: "AT_FDCWD", name: "/srv", flags: "O_DIRECTORY" });
    s.do("openat", { fd: 6, dirfd: 5, name: "data/../b", flags: "O_RDONLY" });
    assert.deepEqual(
      [3, 4, 5, 6].map((n) => s.name(n)),
      ["/root/a", "/x", "/srv", "/srv/b"],
    );
    assert.equal(s.thread(200)?.fds.get(4)?.ino, 42n);
    assert.equal(s.thread(200)?.fds.get(5)?.is_directory, true);
    s.open_(-2, "/none");
    assert.deepEqual(s.numbers(), [3, 4, 5, 6]);
    s.do("openat", { fd: 7, dirfd: 99, name: "c", flags: "O_RDONLY" });
    assert.equal(s.name(7), "<UNKNOWN>c");
  });

  it("are closed after the event", () => {
    const s = new Shell().open_(3, "/a").do("close", { res: 0, fd: 3 });
    assert.equal(s.field("fd.name"), "/a");
    s.done();
    assert.deepEqual(s.numbers(), []);
    s.open_(3, "/a").do("close", { res: "-EBADF", fd: 3 }).done();
    assert.deepEqual(s.numbers(), [3], "unless it fails");
    s.open_(4, "/b").open_(5, "/c").do("close_range", { res: 0, first: 3, last: 4, flags: 0 }).done();
    assert.deepEqual(s.numbers(), [5]);
  });

  it("are duplicated", () => {
    const s = new Shell().open_(3, "/a");
    s.do("dup", { res: 4, oldfd: 3 }).do("dup2", { res: 5, oldfd: 4, newfd: 5 });
    s.do("dup3", { res: 6, oldfd: 3, newfd: 6, flags: "O_CLOEXEC" });
    s.do("fcntl", { res: 7, fd: 3, cmd: "F_DUPFD" });
    assert.deepEqual(
      [4, 5, 6, 7].map((n) => s.name(n)),
      ["/a", "/a", "/a", "/a"],
    );
    s.do("close", { res: 0, fd: 3 }).done();
    assert.deepEqual(s.numbers(), [4, 5, 6, 7]);
  });

  it("that are to close at an exec do so", () => {
    const s = new Shell().open_(3, "/a").open_(4, "/b", "O_RDONLY|O_CLOEXEC");
    s.do("execve", { res: 0, exe: "/bin/ls", tid: 200, pid: 200, ptid: 1, comm: "ls" });
    assert.deepEqual(s.numbers(), [3]);
  });

  it("are copied at a fork, and shared by threads", () => {
    const s = new Shell().open_(3, "/a");
    s.fork(200, 300);
    s.on(300, "close", { res: 0, fd: 3 });
    s.done();
    assert.deepEqual([s.numbers(), s.numbers(300)], [[3], []]);
    s.open_(4, "/b");
    assert.deepEqual(s.numbers(300), [], "what one side opens later is its own");
    s.fork(200, 201, { flags: "CLONE_THREAD|CLONE_FILES", pid: 200 });
    s.on(201, "openat", { fd: 5, dirfd: "AT_FDCWD", name: "/c", flags: "O_RDONLY" });
    assert.equal(s.name(5), "/c");
  });

  it("have the kinds that calls make", () => {
    const s = new Shell();
    s.do("pipe", { res: 0, fd1: 3, fd2: 4, ino: 77 });
    s.do("eventfd2", { res: 5, flags: 0 }).do("epoll_create1", { res: 6, flags: 0 });
    s.do("signalfd4", { res: 7, flags: 0 }).do("timerfd_create", { res: 8, clockid: 0, flags: 0 });
    s.do("inotify_init1", { res: 9, flags: 0 }).do("memfd_create", { fd: 10, name: "m", flags: 0 });
    s.do("bpf", { fd: 11, cmd: 0 }).do("userfaultfd", { res: 12, flags: 0 }).do("pidfd_open", { fd: 13, pid: 1 });
    s.do("io_uring_setup", { res: 14 });
    const types = [3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((n) => s.thread(200)?.fds.get(n)?.typestring);
    assert.deepEqual(types, [
      "pipe", "event", "eventpoll", "signalfd", "timerfd", "inotify", "memfd", "bpf", "userfaultfd", "pidfd", "io_uring",
    ]); // biome-ignore format: one row
    assert.deepEqual([s.thread(200)?.fds.get(4)?.ino, s.name(10)], [77n, "m"]);
  });
});

describe("sockets of a capture", () => {
  const TUPLE = "10.0.0.1:4000->93.184.216.34:443";
  const socket = (s: Shell, fd: number, domain: string | number = "AF_INET", type: string | number = 1): Shell =>
    s.do("socket", { fd, domain, type, proto: 0 });

  it("are clients when they connect", () => {
    const s = socket(new Shell(), 3);
    s.do("connect", { res: 0, tuple: TUPLE, fd: 3, addr: "93.184.216.34:443" });
    assert.equal(s.name(3), TUPLE);
    const names = ["fd.cip", "fd.cport", "fd.sip", "fd.sport", "fd.lip", "fd.rip", "fd.l4proto", "fd.is_server"];
    assert.deepEqual(s.show(...names, "fd.connected"), [
      "10.0.0.1", "4000", "93.184.216.34", "443", "10.0.0.1", "93.184.216.34", "tcp", "false", "true",
    ]); // biome-ignore format: one row
    const fd = s.eventFd();
    assert.deepEqual([fd?.is_role_client, fd?.is_socket_connected, fd?.is_socket_pending], [true, true, false]);
  });

  it("tell connections in progress from failed ones", () => {
    const s = socket(new Shell({ trackConnections: true }), 3);
    s.do("connect", { res: "-EINPROGRESS", tuple: TUPLE, fd: 3 });
    assert.deepEqual([s.eventFd()?.is_socket_pending, s.eventFd()?.is_socket_connected], [true, false]);
    s.do("getsockopt", { res: 0, fd: 3, level: 1, optname: 4, val: { kind: 1, value: "-ECONNREFUSED" } });
    assert.equal(s.eventFd()?.is_socket_failed, true);
    s.do("getsockopt", { res: 0, fd: 3, level: 1, optname: 4, val: { kind: 1, value: "SUCCESS" } });
    assert.equal(s.eventFd()?.is_socket_connected, true);
    socket(s, 4).do("connect", { res: "-ECONNREFUSED", tuple: TUPLE, fd: 4 });
    assert.equal(s.eventFd()?.is_socket_failed, true);
  });

  it("are servers when they are bound and accept", () => {
    const s = socket(new Shell(), 3);
    s.do("bind", { res: 0, addr: "0.0.0.0:80", fd: 3 });
    assert.equal(s.name(3), "0.0.0.0:80");
    assert.deepEqual(s.show("fd.sport", "fd.is_server", "fd.cport"), ["80", "true", null]);
    s.do("accept4", { fd: 4, tuple: "10.0.0.9:5000->10.0.0.1:80", queuepct: 0, queuelen: 0, queuemax: 5 });
    assert.deepEqual(s.show("fd.name", "fd.cip", "fd.lport", "fd.rport", "fd.is_server"), [
      "10.0.0.9:5000->10.0.0.1:80", "10.0.0.9", "80", "5000", "true",
    ]); // biome-ignore format: one row
    assert.equal(s.eventFd()?.is_role_server, true);
  });

  it("learn their ends from what is sent and received", () => {
    const s = socket(new Shell(), 3, "AF_INET", 2);
    s.do("sendto", { res: 1, data: "x", fd: 3, size: 1, tuple: "10.0.0.1:1000->10.0.0.7:53" });
    assert.deepEqual(s.show("fd.name", "fd.l4proto", "fd.cport"), ["10.0.0.1:1000->10.0.0.7:53", "udp", "1000"]);
    const r = socket(new Shell(), 5, "AF_INET", 2);
    r.do("recvfrom", { res: 1, data: "x", tuple: "10.0.0.7:53->10.0.0.1:1000", fd: 5, size: 1 });
    assert.equal(r.field("fd.name"), "10.0.0.7:53->10.0.0.1:1000");
  });

  it("of UNIX domain have a path, and pairs have none", () => {
    const s = socket(new Shell(), 3, "AF_UNIX");
    s.do("connect", { res: 0, tuple: { path: "/run/x", source: 10, dest: 11 }, fd: 3 });
    assert.deepEqual(s.show("fd.name", "fd.type", "fd.typechar"), ["a->b /run/x", "unix", "u"]);
    s.do("socketpair", { res: 0, fd1: 5, fd2: 6, source: 1, peer: 2 });
    assert.deepEqual(s.numbers(), [3, 5, 6]);
  });

  it("in containers have their own end where their role says", () => {
    const s = new Shell();
    s.on(400, "clone", {
      res: 0, exe: "/x", tid: 400, pid: 400, ptid: 1, comm: "x", cgroups: [`cpu=/docker/${"ab".repeat(32)}`],
      vtid: 400, vpid: 400,
    }); // biome-ignore format: one record
    s.on(400, "socket", { fd: 3, domain: "AF_INET", type: 1, proto: 0 });
    s.on(400, "connect", { res: 0, tuple: "172.17.0.2:4000->10.0.0.1:443", fd: 3 });
    assert.deepEqual(s.show("container.id", "fd.lport", "fd.rport"), ["ab".repeat(6), "4000", "443"]);
  });
});
