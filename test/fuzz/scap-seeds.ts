import { type EventSpec, encodeEvent } from "../../src/capture/encode.js";
import { Bytes, ScapBuilder } from "../unit/support/scap.js";

const EVENTS: readonly EventSpec[] = [
  { type: "PPME_SYSCALL_OPEN_E", tid: 42, params: { name: "a", flags: 1, mode: 0 } },
  { type: "open", tid: 42, params: { fd: 3, name: "a", flags: 1, mode: 0, dev: 5, ino: 77 } },
  { type: "openat", tid: 42, params: { fd: 4, dirfd: -100, name: "../b", flags: 1, mode: 0, dev: 5, ino: 78 } },
  { type: "PPME_SYSCALL_READ_E", tid: 42, params: { fd: 3, size: 10 } },
  { type: "PPME_SYSCALL_READ_X", tid: 42, params: { res: 2, data: { hex: "4142" } }, nparams: 2 },
  { type: "socket", tid: 42, params: { fd: 5, domain: 2, type: 1, proto: 6 } },
  {
    type: "connect",
    tid: 42,
    params: { res: 0, tuple: "10.0.0.1:1234->10.0.0.2:80", fd: 5, addr: "10.0.0.2:80" },
  },
  { type: "dup2", tid: 42, params: { res: 9, oldfd: 5, newfd: 9 } },
  { type: "pipe2", tid: 42, params: { res: 0, fd1: 6, fd2: 7, ino: 12, flags: 0 } },
  { type: "chdir", tid: 42, params: { res: 0, path: "/srv" } },
  { type: "write", tid: 43, params: { res: 2, data: { hex: "4142" }, fd: 3, size: 2 } },
  { type: "close", tid: 42, params: { res: 0, fd: 3 } },
  { type: "useradded", tid: -1n, params: { uid: 7, gid: 7, name: "joe", home: "/", shell: "" } },
  { type: "procexit", tid: 43, params: { status: 0, ret: 0, sig: 0, core: 0, reaper_tid: 1 } },
];

const memory = { vm_size: 4096, vm_rss: 1024, vm_swap: 8 };

/** What most of a capture is made of: events that rules seldom look at. */
const BUSY: readonly EventSpec[] = [
  { type: "openat", tid: 42, params: { fd: 3, dirfd: -100, name: "/etc/hosts", flags: 1, mode: 0, dev: 5, ino: 77 } },
  { type: "socket", tid: 42, params: { fd: 5, domain: 2, type: 1, proto: 6 } },
  { type: "mmap", tid: 42, params: { res: 0, ...memory, addr: 0, length: 1, prot: 1, flags: 1, fd: 3, offset: 0 } },
  { type: "munmap", tid: 43, params: { res: 0, ...memory, addr: 0, length: 1 } },
  { type: "brk", tid: 1, params: { res: 0, ...memory, addr: 0 } },
  { type: "futex", tid: 99, params: { res: 0, addr: 1, op: 1, val: 1 } },
  { type: "read", tid: 42, params: { res: 2, data: { hex: "4142" }, fd: 3, size: 2 } },
  { type: "write", tid: 42, params: { res: 2, data: { hex: "4142" }, fd: 5, size: 2 } },
  { type: "fcntl", tid: 42, params: { res: 0, fd: 3, cmd: 4, arg: 0 } },
  { type: "fcntl", tid: 42, params: { res: 0, fd: 3, cmd: 3, arg: 1 } },
  { type: "fcntl", tid: 42, params: { res: 8, fd: 3, cmd: 1, arg: 8 } },
  { type: "bpf", tid: 42, params: { fd: -1, cmd: 1 } },
  { type: "bpf", tid: 42, params: { fd: 0, cmd: 1 } },
  { type: "bpf", tid: 42, params: { fd: 0, cmd: 1 } },
  { type: "openat", tid: 42, params: { fd: 4, dirfd: -100, name: "/etc/hosts", flags: 1, mode: 0, dev: 5, ino: 77 } },
  { type: "lseek", tid: 42, params: { res: 0, fd: 4, offset: 1, whence: 1 } },
  { type: "close", tid: 42, params: { res: 0, fd: 4 } },
  { type: "close", tid: 42, params: { res: -9, fd: 3 } },
  { type: "mprotect", tid: 42, params: { res: 0, addr: 1, length: 2, prot: 3 } },
  { type: "dup2", tid: 42, params: { res: 9, oldfd: 3, newfd: 9 } },
  { type: "close", tid: 42, params: { res: 0, fd: 5 } },
];

const BEGIN = 1_700_000_000_000_000_000n;

const THREADS = [
  { tid: 1, comm: "init", ptid: 0 },
  { tid: 42, comm: "cat", exe: "cat", args: "x\0", cwd: "/etc/", ptid: 1 },
  { tid: 43, pid: 42, comm: "cat" },
];

/** Small captures of all kinds of blocks and many kinds of events. */
export function seedCaptures(): Uint8Array[] {
  const fd = new Bytes().u64(0).u64(9).u8(16).u32(1).text("/dev/tty").u32(2).buffer;
  const unix = new Bytes().u64(1).u64(9).u8(8).u64(1).u64(2).text("/run/s").buffer;
  const user = new Bytes().u8(0).u32(0).u32(0).text("root").text("/root").text("/bin/sh").buffer;
  const group = new Bytes().u8(1).u32(0).text("root").buffer;
  const address = new Bytes().u16(1).u16(2).raw(Buffer.alloc(12, 7)).u64(5).raw(Buffer.from("lo")).buffer;
  const none = Buffer.alloc(0);
  const built = [9, 8, 6, 4, 1].map((version) => {
    const old = version < 9;
    const lists = old ? 1 : 2;
    const b = new ScapBuilder().machine("box");
    b.list("interface list", lists, none, [address], !old, 0).list("user list", lists, none, [user, group], !old);
    b.threads(version, THREADS)
      .fds(lists, 42, [unix])
      .fds(lists, 1, old ? [] : [fd, unix]);
    for (const [i, spec] of EVENTS.entries())
      b.event(encodeEvent({ ...spec, ts: BEGIN + BigInt(i) * 1000n }), { old, ...(i % 5 === 0 ? { flags: 0 } : {}) });
    return b;
  });
  const plugin = new ScapBuilder().event(
    encodeEvent({ type: "pluginevent", tid: -1n, params: { plugin_id: 0, event_data: new Uint8Array(300) } }),
    { large: true },
  );
  const busy = new ScapBuilder().machine("box").threads(9, THREADS);
  for (let i = 0; i < 3 * BUSY.length; i++) {
    const spec = { ...(BUSY[i % BUSY.length] as EventSpec), ts: BEGIN + BigInt(i) * 1000n };
    busy.event(encodeEvent(spec), i % 4 === 0 ? { flags: 0 } : {});
  }
  const all = [...built, plugin, busy].map((b) => b.bytes);
  all.push(new Uint8Array(Buffer.concat([all[0] as Uint8Array, all[1] as Uint8Array])));
  return all;
}
