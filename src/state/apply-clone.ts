import { ANNEX_TASK, RecordFlag } from "../event/record.js";
import { CLONE } from "./actions.js";
import { loadAnnexTask, taskEntry, u64 } from "./annex.js";
import type { LiveContext } from "./live.js";
import { sameBytes } from "./pool.js";
import { Process } from "./process.js";
import type { SystemState } from "./system.js";

/** A clone, fork, vfork or clone3 exit event of a live record. The child's own (result 0) makes the child. */
export function applyClone(state: SystemState, x: LiveContext): void {
  const ev = x.ev;
  if (ev.nparams <= CLONE.VPID) return;
  const res = ev.int(CLONE.RES);
  if (res === 0) liveChild(state, x);
  else if (x.proc === null) x.proc = adoptParent(state, x);
}

/** The process of a parent's clone event, made from what the event tells if it is unknown. */
function adoptParent(state: SystemState, x: LiveContext): Process | null {
  const ev = x.ev;
  const pid = ev.tgid;
  if (pid <= 0) return null;
  if (state.live) {
    const p = state.adoptPid(pid, ev.startNs);
    if (p !== null) return p;
  }
  const p = new Process(pid, ev.startNs);
  p.ppid = ev.uint(CLONE.PTID);
  p.adopted = true;
  if (!state.procs.add(p)) return p;
  takeParams(state, x, p);
  return p;
}

function liveChild(state: SystemState, x: LiveContext): void {
  const ev = x.ev;
  const start = ev.startNs;
  if ((ev.flags & RecordFlag.THREAD) !== 0) {
    const p = x.proc ?? state.adoptPid(ev.tgid, start);
    if (p !== null) p.threads++;
    x.proc = p;
    return;
  }
  const task = taskEntry(ev);
  // Known already (read from /proc while this record lay in the ring): that is newer, and may have children.
  if (x.proc !== null) {
    x.proc.cloneTs = ev.ts;
    if (x.proc.stub) {
      takeParams(state, x, x.proc);
      if (task >= 0) loadAnnexTask(ev, task, x.proc);
      x.proc.stub = false;
    }
    return;
  }
  const ppid = task >= 0 ? ev.dv.getUint32(task + ANNEX_TASK.PTGID, true) : ev.uint(CLONE.PTID);
  const pstart = task >= 0 ? u64(ev.dv, task + ANNEX_TASK.PARENT_START) : 0;
  let parent = state.procs.find(ppid, pstart);
  if (parent === null && state.live && ppid > 0) parent = state.adoptPid(ppid, pstart);
  const p = new Process(ev.tgid, start);
  make(state, x, p, parent, ppid);
  if (task >= 0) loadAnnexTask(ev, task, p);
  x.proc = p;
}

/** Build a new process from its parent and the event, and add it. */
function make(state: SystemState, x: LiveContext, p: Process, parent: Process | null, ppid: number): void {
  const { procs } = state;
  p.ppid = ppid;
  p.cloneTs = x.ev.ts;
  const kept = procs.add(p);
  if (parent !== null) {
    if (kept) {
      procs.setArgv(p, parent.argv);
      procs.setEnv(p, parent.env);
    }
    p.inherit(parent);
  }
  takeParams(state, x, p);
}

/** What the event says of the process itself. */
function takeParams(state: SystemState, x: LiveContext, p: Process): void {
  const { ev } = x;
  const { u8, off } = ev;
  const { pool, procs } = state;
  if ((ev.len[CLONE.EXE] as number) > 1) {
    const at = off[CLONE.EXE] as number;
    const n = ev.textLen(CLONE.EXE);
    if (!sameBytes(p.exe.bytes, u8, at, n)) {
      p.exe = pool.intern(u8, at, n);
      p.touch();
    }
  }
  const args = off[CLONE.ARGS] as number;
  const nargs = ev.len[CLONE.ARGS] as number;
  if (nargs > 0 && !sameBytes(p.argv.bytes, u8, args, nargs)) procs.setArgv(p, procs.argvBlob(u8, args, nargs));
  if ((ev.len[CLONE.COMM] as number) > 1) {
    const at = off[CLONE.COMM] as number;
    const n = ev.textLen(CLONE.COMM);
    if (!sameBytes(p.comm.bytes, u8, at, n)) {
      p.comm = pool.intern(u8, at, n);
      p.touch();
    }
  }
  if ((ev.len[CLONE.CWD] as number) > 1) state.setCwd(p, u8, off[CLONE.CWD] as number, ev.textLen(CLONE.CWD));
  const ncg = ev.len[CLONE.CGROUPS] as number;
  if (ncg > 0 || p.containerId.bytes.length === 0) state.setCgroups(p, u8, off[CLONE.CGROUPS] as number, ncg);
  if (ev.len[CLONE.UID] === 4) p.uid = ev.uint(CLONE.UID);
  if (ev.len[CLONE.GID] === 4) p.gid = ev.uint(CLONE.GID);
  if ((ev.len[CLONE.VPID] as number) > 0) p.vpid = ev.int(CLONE.VPID);
  p.fdlimit = ev.int(CLONE.FDLIMIT);
  p.faultsMajor = ev.uint(CLONE.PGFT_MAJ);
  p.faultsMinor = ev.uint(CLONE.PGFT_MIN);
  p.vmSize = ev.uint(CLONE.VM_SIZE);
  p.vmRss = ev.uint(CLONE.VM_RSS);
  p.vmSwap = ev.uint(CLONE.VM_SWAP);
  if (ev.len[CLONE.PIDNS_START] === 8) {
    const start = ev.dv.getBigUint64(off[CLONE.PIDNS_START] as number, true);
    // Of no interest for processes of the initial namespace.
    if (start !== 0n && p.vpid !== p.pid) p.pidnsStart = start;
  }
}
