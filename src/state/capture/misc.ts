import { Slice } from "../../event/bytes.js";
import { AnnexTag } from "../../event/record.js";
import { CAPABILITIES } from "../../event/text/caps.js";
import type { EventView } from "../../event/view.js";
import { concatPaths } from "../concat.js";
import type { LiveContext } from "../live.js";
import type { CaptureState, Handler } from "./capture.js";
import { ThreadFlag } from "./flags.js";
import { present, result, text, u64 } from "./params.js";
import type { Thread } from "./thread.js";

const RLIMIT_NOFILE = 7;
const SET_CHILD_SUBREAPER = 36;
const GET_CHILD_SUBREAPER = 37;
const ALL_CAPS = 2 ** CAPABILITIES.length - 1;

const name = new Slice();
const full = new Slice();

/** A recording of ours says where a process is, if that is elsewhere than its events tell. */
export function takeCwd(c: CaptureState, x: LiveContext, t: Thread): boolean {
  const { ev } = x;
  const real = ev.annexLen > 0 ? ev.annex(AnnexTag.CWD) : -1;
  const main = real >= 0 ? t.main() : null;
  if (main === null) return false;
  c.state.setCwd(main, ev.u8, real, ev.annexEntryLen);
  return true;
}

/** Go to a directory: of the whole process. */
function changeDirectory(c: CaptureState, x: LiveContext, t: Thread, path: Slice): void {
  const main = t.main();
  if (main === null) return;
  if (takeCwd(c, x, t)) return;
  const cwd = t.cwd.bytes;
  concatPaths(x.work, cwd, 0, cwd.length, path.buf, path.off, path.len, full);
  c.state.setCwd(main, full.buf, full.off, full.len);
}

const chdir: Handler = (c, x, t) => {
  if (result(x.ev) < 0) return;
  text(x.ev, 1, name);
  changeDirectory(c, x, t, name);
};

const fchdir: Handler = (c, x, t) => {
  if (result(x.ev) < 0 || x.entry === null) return;
  name.set(x.entry.name, 0, x.entry.name.length);
  changeDirectory(c, x, t, name);
};

const chroot: Handler = (c, x, t) => {
  if (result(x.ev) !== 0 || !present(x.ev, 1)) return;
  text(x.ev, 1, name);
  const cwd = (t.main() ?? t).cwd.bytes;
  if (name.buf[name.off] === 47) full.set(name.buf, name.off, name.len);
  else concatPaths(x.work, cwd, 0, cwd.length, name.buf, name.off, name.len, full);
  t.root = c.state.pool.intern(full.buf, full.off, full.len);
};

const uid =
  (i: number): Handler =>
  (_c, x, t) => {
    if (result(x.ev) === 0 && present(x.ev, i)) t.uid = x.ev.uint(i);
  };
const gid =
  (i: number): Handler =>
  (_c, x, t) => {
    if (result(x.ev) === 0 && present(x.ev, i)) t.gid = x.ev.uint(i);
  };

const setsid: Handler = (_c, x, t) => {
  const res = result(x.ev);
  if (res >= 0) t.sid = res;
};

const capset: Handler = (_c, x, t) => {
  if (result(x.ev) < 0) return;
  t.capInheritable = x.ev.uint(1);
  t.capPermitted = x.ev.uint(2);
  t.capEffective = x.ev.uint(3);
};

/** Whoever enters a user namespace has all capabilities in it. */
const namespaces =
  (flags: number): Handler =>
  (_c, x, t) => {
    if (result(x.ev) < 0 || !present(x.ev, flags) || (x.ev.uint(flags) & ThreadFlag.NEWUSER) === 0) return;
    t.capInheritable = ALL_CAPS;
    t.capPermitted = ALL_CAPS;
    t.capEffective = ALL_CAPS;
  };

/** The call tells a limit: of the process, whichever thread asks. */
function setFdLimit(ev: EventView, of: Thread | null): void {
  const value = ev.int(1);
  const main = of?.main() ?? null;
  if (main !== null && value !== -1) main.fdlimit = value;
}

const rlimit: Handler = (_c, x, t) => {
  if (result(x.ev) >= 0 && x.ev.uint(3) === RLIMIT_NOFILE) setFdLimit(x.ev, t);
};

const prlimit: Handler = (c, x, t) => {
  const { ev } = x;
  if (result(ev) !== 0 || !present(ev, 6) || ev.uint(6) !== RLIMIT_NOFILE || !present(ev, 5)) return;
  const tid = ev.int(5);
  const other = tid === 0 ? t : c.threads.get(tid);
  if (other !== null && !other.invalid) setFdLimit(ev, other);
};

const memory: Handler = (_c, x, t) => {
  const { ev } = x;
  if (present(ev, 1)) t.vmSize = ev.uint(1);
  if (!present(ev, 3)) return;
  t.vmRss = ev.uint(2);
  t.vmSwap = ev.uint(3);
};

const prctl: Handler = (_c, x, t) => {
  const { ev } = x;
  if (result(ev) < 0 || t.invalid || t.group === null) return;
  const option = ev.uint(1);
  if (option === SET_CHILD_SUBREAPER || option === GET_CHILD_SUBREAPER) t.group.reaper = ev.int(3) !== 0;
};

/** The thread ends; it is forgotten after the event. */
const procexit: Handler = (c, x, t) => {
  const { ev } = x;
  if (t.group !== null && !t.dead) t.group.died();
  t.flags |= ThreadFlag.CLOSED;
  c.removeLater(c.tidOf(ev), ev.tsNumber);
  if (t.children.length === 0) return;
  if (ev.nparams <= 4) t.reaperTid = -1;
  else if (present(ev, 4)) t.reaperTid = ev.int(4);
};

const schedSwitch: Handler = (_c, x, t) => {
  const { ev } = x;
  if (!present(ev, 5)) return;
  t.faultsMajor = Number(u64(ev, 1));
  t.faultsMinor = Number(u64(ev, 2));
  const main = t.main();
  if (main === null) return;
  main.vmSize = ev.uint(3);
  main.vmRss = ev.uint(4);
  main.vmSwap = ev.uint(5);
};

/** Directories, ids, limits, and the end. */
export const MISC_HANDLERS: Readonly<Record<string, Handler>> = {
  chdir,
  fchdir,
  getcwd: chdir,
  chroot,
  setuid: uid(1),
  setreuid: uid(2),
  setresuid: uid(2),
  setgid: gid(1),
  setregid: gid(2),
  setresgid: gid(2),
  setsid,
  capset,
  unshare: namespaces(1),
  setns: namespaces(2),
  getrlimit: rlimit,
  setrlimit: rlimit,
  prlimit,
  brk: memory,
  mmap: memory,
  mmap2: memory,
  munmap: memory,
  prctl,
  procexit,
  switch: schedSwitch,
};
