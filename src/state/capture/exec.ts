import { Slice } from "../../event/bytes.js";
import { EXEC } from "../actions.js";
import { Attr } from "../attr.js";
import { concatPaths } from "../concat.js";
import type { LiveContext } from "../live.js";
import { setCgroups, setCounts, setExe } from "./build.js";
import type { CaptureState, Handler } from "./capture.js";
import { cwdOf, fullPath } from "./dirfd.js";
import { ThreadFlag } from "./flags.js";
import { takeCwd } from "./misc.js";
import { isNA, present, result, text, u64 } from "./params.js";
import type { Thread } from "./thread.js";

const AT_EMPTY_PATH = 1;
const NA = Attr.of("<NA>");
const DELETED = " (deleted)";
const EMPTY = new Uint8Array(0);

const name = new Slice();
const full = new Slice();

/** execve and execveat: the thread runs another program. */
export const exec: Handler = (c, x, t) => {
  const { ev } = x;
  if (result(ev) < 0) return;
  const { state, threads } = c;
  if (t.dead) t.resurrect();
  setExe(state, ev, t);
  t.lastExecTs = ev.ts;
  const invalid = t.invalid;
  t.pid = ev.int(EXEC.PID);
  if (invalid && t.invalid) {
    t.ppid = ev.int(EXEC.PTID);
    if ((t.flags & ThreadFlag.CHILD_IN_PIDNS) === 0) {
      t.vtid = t.tid;
      t.vpid = t.pid;
    }
    threads.depend(t);
  }
  t.refreshFds();
  setCounts(ev, t);
  if (present(ev, EXEC.ENV)) {
    const at = ev.off[EXEC.ENV] as number;
    state.procs.setEnv(t, state.procs.envBlob(ev.u8, at, ev.len[EXEC.ENV] as number));
  }
  setCgroups(state, ev, t);
  if (present(ev, EXEC.TTY)) t.tty = ev.uint(EXEC.TTY);
  setPath(c, x, t);
  takeCwd(c, x, t);
  if (present(ev, EXEC.VPGID)) t.vpgid = ev.int(EXEC.VPGID);
  if (present(ev, EXEC.LOGINUID)) t.loginuid = ev.uint(EXEC.LOGINUID);
  if (present(ev, EXEC.FLAGS)) t.exeFlags = ev.uint(EXEC.FLAGS);
  if (present(ev, EXEC.CAP_EFFECTIVE)) {
    t.capInheritable = ev.uint(EXEC.CAP_INHERITABLE);
    t.capPermitted = ev.uint(EXEC.CAP_PERMITTED);
    t.capEffective = ev.uint(EXEC.CAP_EFFECTIVE);
  }
  if (present(ev, EXEC.MTIME)) setInode(x, t);
  if (present(ev, EXEC.UID)) t.uid = ev.uint(EXEC.UID);
  t.pgid = present(ev, EXEC.PGID) ? ev.int(EXEC.PGID) : -1;
  if (present(ev, EXEC.GID)) t.gid = ev.uint(EXEC.GID);
  t.fds?.closeOnExec();
  const kept = ThreadFlag.PIPE_SRC | ThreadFlag.PIPE_DST | ThreadFlag.IS_MAIN_THREAD | ThreadFlag.INVERTED;
  t.flags = (t.flags & kept) | ThreadFlag.ACTIVE | ThreadFlag.NAME_CHANGED;
  t.refreshFds();
  t.adopted = false;
  t.stub = false;
  // the other threads of the process are gone
  if (t.group === null || t.group.alive <= 1) return;
  for (const other of [...t.group.threads])
    if (!other.expired && !other.isMain && other !== t) c.removeThread(other.tid);
};

function setInode(x: LiveContext, t: Thread): void {
  const { ev } = x;
  t.exeIno = u64(ev, EXEC.INO);
  t.exeCtime = u64(ev, EXEC.CTIME);
  t.exeMtime = u64(ev, EXEC.MTIME);
  if (t.cloneTs !== 0n) t.exeCtimeToClone = BigInt.asUintN(64, t.cloneTs - t.exeCtime);
  if (t.pidnsEpoch !== 0n && t.exeCtime > t.pidnsEpoch) t.exeCtimeSincePidns = t.exeCtime - t.pidnsEpoch;
}

function setPath(c: CaptureState, x: LiveContext, t: Thread): void {
  const { ev } = x;
  if (present(ev, EXEC.EXEPATH)) {
    text(ev, EXEC.EXEPATH, name);
    take(c, t, name);
    return;
  }
  // old captures: what the enter event asked for
  const enter = c.enterEvent(x, t);
  if (enter === null) return;
  if (!c.isExecveat(enter.type)) {
    text(enter, 0, name);
    if (isNA(name)) t.exepath = NA;
    else {
      const cwd = cwdOf(t);
      concatPaths(x.work, cwd, 0, cwd.length, name.buf, name.off, name.len, full);
      take(c, t, full);
    }
    return;
  }
  text(enter, 1, name);
  const dirfd = present(enter, 0) ? enter.int(0) : -1;
  const empty = (enter.uint(2) & AT_EMPTY_PATH) !== 0;
  const entry = dirfd >= 0 ? t.fds?.get(dirfd) : undefined;
  const absolute = name.len > 0 && name.buf[name.off] === 47;
  const lost = !absolute && dirfd !== -100 && entry === undefined;
  if ((!empty && isNA(name)) || lost) t.exepath = NA;
  else if (empty) {
    const dir = dirfd === -100 ? cwdOf(t) : (entry?.name ?? EMPTY);
    concatPaths(x.work, EMPTY, 0, 0, dir, 0, dir.length, full);
    take(c, t, full);
  } else {
    fullPath(x, t, name, dirfd, full);
    take(c, t, full);
  }
}

/** A program that was deleted is still known by its path. */
function take(c: CaptureState, t: Thread, path: Slice): void {
  let n = path.len;
  const tail = path.off + n - DELETED.length;
  if (n > DELETED.length) {
    let i = 0;
    while (i < DELETED.length && path.buf[tail + i] === DELETED.charCodeAt(i)) i++;
    if (i === DELETED.length) n -= DELETED.length;
  }
  t.exepath = c.state.pool.intern(path.buf, path.off, n);
}
