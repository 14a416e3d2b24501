import { Slice } from "../event/bytes.js";
import { AnnexTag } from "../event/record.js";
import { EXEC } from "./actions.js";
import { loadAnnexTask, taskEntry } from "./annex.js";
import type { LiveContext } from "./live.js";
import { joinPath } from "./paths.js";
import { sameBytes } from "./pool.js";
import type { Process } from "./process.js";
import type { SystemState } from "./system.js";

const path = new Slice();
const SLASH = 47;

/** A successful execve or execveat: the process is another program now. */
export function applyExec(state: SystemState, x: LiveContext, p: Process): void {
  const ev = x.ev;
  if (ev.int(EXEC.RES) !== 0 || ev.nparams <= EXEC.COMM) return;
  const { u8, off, len } = ev;
  const { pool, procs } = state;
  p.exe = pool.intern(u8, off[EXEC.EXE] as number, ev.textLen(EXEC.EXE));
  p.comm = pool.intern(u8, off[EXEC.COMM] as number, ev.textLen(EXEC.COMM));
  procs.setArgv(p, procs.argvBlob(u8, off[EXEC.ARGS] as number, len[EXEC.ARGS] as number));
  p.touch();
  const cwd = ev.annex(AnnexTag.CWD);
  if (cwd >= 0) state.setCwd(p, u8, cwd, ev.annexEntryLen);
  else if ((len[EXEC.CWD] as number) > 1) state.setCwd(p, u8, off[EXEC.CWD] as number, ev.textLen(EXEC.CWD));
  if ((len[EXEC.CGROUPS] as number) > 0)
    state.setCgroups(p, u8, off[EXEC.CGROUPS] as number, len[EXEC.CGROUPS] as number);
  p.fdlimit = ev.int(EXEC.FDLIMIT);
  p.faultsMajor = ev.uint(EXEC.PGFT_MAJ);
  p.faultsMinor = ev.uint(EXEC.PGFT_MIN);
  p.vmSize = ev.uint(EXEC.VM_SIZE);
  p.vmRss = ev.uint(EXEC.VM_RSS);
  p.vmSwap = ev.uint(EXEC.VM_SWAP);
  if (ev.nparams > EXEC.ENV) {
    // most programs are given the environment of the one that starts them: theirs since the fork
    const at = off[EXEC.ENV] as number;
    const n = len[EXEC.ENV] as number;
    if (!sameBytes(p.env.bytes, u8, at, n)) procs.setEnv(p, procs.envBlob(u8, at, n));
  }
  if (len[EXEC.TTY] === 4) p.tty = ev.uint(EXEC.TTY);
  if (len[EXEC.VPGID] === 8) p.vpgid = ev.int(EXEC.VPGID);
  if (len[EXEC.LOGINUID] === 4) p.loginuid = ev.uint(EXEC.LOGINUID);
  p.exeFlags = ev.nparams > EXEC.FLAGS ? ev.uint(EXEC.FLAGS) : 0;
  if (ev.nparams > EXEC.CAP_EFFECTIVE) {
    p.capInheritable = ev.uint(EXEC.CAP_INHERITABLE);
    p.capPermitted = ev.uint(EXEC.CAP_PERMITTED);
    p.capEffective = ev.uint(EXEC.CAP_EFFECTIVE);
  }
  if (ev.nparams > EXEC.MTIME) {
    p.exeIno = big(ev.dv, off[EXEC.INO] as number, len[EXEC.INO] as number);
    p.exeCtime = big(ev.dv, off[EXEC.CTIME] as number, len[EXEC.CTIME] as number);
    p.exeMtime = big(ev.dv, off[EXEC.MTIME] as number, len[EXEC.MTIME] as number);
  }
  if (ev.nparams > EXEC.UID && len[EXEC.UID] === 4) p.uid = ev.uint(EXEC.UID);
  if (ev.nparams > EXEC.PGID && len[EXEC.PGID] === 8) p.pgid = ev.int(EXEC.PGID);
  if (ev.nparams > EXEC.GID && len[EXEC.GID] === 4) p.gid = ev.uint(EXEC.GID);
  setExepath(state, x, p);
  const task = taskEntry(ev);
  if (task >= 0) loadAnnexTask(ev, task, p);
  p.fds?.closeOnExec();
  p.threads = 1;
  p.leaderGone = false;
  p.adopted = false;
  p.stub = false;
}

/** The kernel's path of the program; without it the file name, made absolute, or argv[0] if that is a path. */
function setExepath(state: SystemState, x: LiveContext, p: Process): void {
  const ev = x.ev;
  const trusted = ev.nparams > EXEC.EXEPATH && (ev.len[EXEC.EXEPATH] as number) > 1;
  if (trusted) {
    p.exepath = state.pool.intern(ev.u8, ev.off[EXEC.EXEPATH] as number, ev.textLen(EXEC.EXEPATH));
    return;
  }
  const param = ev.nparams > EXEC.FILENAME && (ev.len[EXEC.FILENAME] as number) > 1 ? EXEC.FILENAME : EXEC.EXE;
  const at = ev.off[param] as number;
  const n = ev.textLen(param);
  if (ev.u8.indexOf(SLASH, at) >= at + n) return;
  joinPath(x.scratch, p.cwd.bytes, 0, p.cwd.bytes.length, ev.u8, at, n, path);
  p.exepath = state.pool.intern(path.buf, path.off, path.len);
}

function big(dv: DataView, off: number, len: number): bigint {
  return len === 8 ? dv.getBigUint64(off, true) : 0n;
}
