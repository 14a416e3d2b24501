import type { EventView } from "../../event/view.js";
import { CLONE } from "../actions.js";
import { Attr } from "../attr.js";
import { sameBytes } from "../pool.js";
import type { SystemState } from "../system.js";
import { present } from "./params.js";
import type { Thread } from "./thread.js";

/** What clone and exec events tell of a thread, in parameters of the same numbers. */
export function setExe(state: SystemState, ev: EventView, t: Thread): void {
  const { u8, off } = ev;
  const at = off[CLONE.EXE] as number;
  const n = present(ev, CLONE.EXE) ? ev.textLen(CLONE.EXE) : 0;
  if (!sameBytes(t.exe.bytes, u8, at, n)) t.exe = state.pool.intern(u8, at, n);
  if (present(ev, CLONE.COMM)) {
    const c = off[CLONE.COMM] as number;
    const m = ev.textLen(CLONE.COMM);
    if (!sameBytes(t.comm.bytes, u8, c, m)) t.comm = state.pool.intern(u8, c, m);
  } else t.comm = t.exe;
  setArgs(state, ev, t);
  t.touch();
}

export function setArgs(state: SystemState, ev: EventView, t: Thread): void {
  const at = ev.off[CLONE.ARGS] as number;
  const n = present(ev, CLONE.ARGS) ? (ev.len[CLONE.ARGS] as number) : 0;
  if (!sameBytes(t.argv.bytes, ev.u8, at, n)) state.procs.setArgv(t, state.procs.argvBlob(ev.u8, at, n));
  t.touch();
}

/** fd limit, faults and memory. */
export function setCounts(ev: EventView, t: Thread): void {
  t.fdlimit = present(ev, CLONE.FDLIMIT) ? ev.int(CLONE.FDLIMIT) : 0;
  if (!present(ev, CLONE.VM_SWAP)) return;
  t.faultsMajor = ev.uint(CLONE.PGFT_MAJ);
  t.faultsMinor = ev.uint(CLONE.PGFT_MIN);
  t.vmSize = ev.uint(CLONE.VM_SIZE);
  t.vmRss = ev.uint(CLONE.VM_RSS);
  t.vmSwap = ev.uint(CLONE.VM_SWAP);
}

/** The cgroups, and with them the container. */
export function setCgroups(state: SystemState, ev: EventView, t: Thread): void {
  const n = present(ev, CLONE.CGROUPS) ? (ev.len[CLONE.CGROUPS] as number) : 0;
  if (n > 0 || t.containerId.bytes.length === 0) state.setCgroups(t, ev.u8, ev.off[CLONE.CGROUPS] as number, n);
}

/** What a thread takes over from the one that made it. */
export function inheritFrom(t: Thread, from: Thread): void {
  t.exepath = from.exepath;
  t.exeFlags = from.exeFlags;
  t.root = from.root;
  t.sid = from.sid;
  t.vpgid = from.vpgid;
  t.pgid = from.pgid;
  t.tty = from.tty;
  t.loginuid = from.loginuid;
  t.capPermitted = from.capPermitted;
  t.capInheritable = from.capInheritable;
  t.capEffective = from.capEffective;
  t.exeIno = from.exeIno;
  t.exeCtime = from.exeCtime;
  t.exeMtime = from.exeMtime;
  t.exeCtimeToClone = from.exeCtimeToClone;
  t.cgroups = from.cgroups;
  t.containerId = from.containerId;
  t.containerType = from.containerType;
}

/** What a new process, not a mere thread, takes over besides: copies of the fds, directory, environment. */
export function forkFrom(state: SystemState, t: Thread, from: Thread): void {
  from.refreshFds();
  if (from.fds !== null) t.own.takeOver(from.fds);
  t.cwd = from.main()?.cwd ?? HERE;
  state.procs.setEnv(t, (from.main() ?? from).env);
}

const HERE = Attr.of("./");
