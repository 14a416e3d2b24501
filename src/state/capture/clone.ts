import type { EventView } from "../../event/view.js";
import { CLONE } from "../actions.js";
import type { LiveContext } from "../live.js";
import { forkFrom, inheritFrom, setArgs, setCgroups, setCounts, setExe } from "./build.js";
import type { CaptureState, Handler } from "./capture.js";
import { ThreadFlag } from "./flags.js";
import { present, result, u64 } from "./params.js";
import { Thread } from "./thread.js";

/** A thread that is older than this when its clone event comes is another one, whose end was missed. */
const STALE_NS = 2_000_000_000n;

/** Parameters of clone events are bits that a double may have made negative. */
const flagsOf = (ev: EventView): number => (present(ev, CLONE.FLAGS) ? ev.uint(CLONE.FLAGS) | 0 : 0);

/**
 * clone, fork, vfork and clone3. Parent and child have an event each, in any order; whichever comes first makes the
 * child, as far as it can.
 */
export const clone: Handler = (c, x) => {
  const res = result(x.ev);
  if (res === 0) fromChild(c, x);
  else if (res > 0) fromParent(c, x, res);
};

function fromParent(c: CaptureState, x: LiveContext, childTid: number): void {
  const { ev } = x;
  const { threads } = c;
  const callerTid = c.tidOf(ev);
  const caller = threads.fetch(callerTid);
  x.proc = caller;
  if (caller === null) return;
  const known = !caller.invalid;
  if (!known) {
    caller.pid = ev.int(CLONE.PID);
    caller.ppid = ev.int(CLONE.PTID);
    namespaceIds(ev, caller, callerTid);
    threads.depend(caller);
  }
  const flags = flagsOf(ev);
  // inside a pid namespace the number of the child means nothing to us: its own event will tell
  const inner = ThreadFlag.CHILD_IN_PIDNS | ThreadFlag.NEWPID | ThreadFlag.PARENT;
  if ((flags & inner) !== 0 || callerTid !== caller.vtid) return;
  // after vfork the child may have come and gone before its parent went on
  if ((flags & ThreadFlag.VFORK) !== 0 || c.isVfork(ev.type)) return;
  if (threads.recentlyExited(childTid, callerTid, ev.tsNumber)) return;
  const old = threads.get(childTid);
  if (old !== null) {
    if ((old.flags & ThreadFlag.INVERTED) !== 0) return;
    c.removeThread(childTid);
  }
  const t = new Thread(childTid);
  t.flags = flags;
  if ((flags & ThreadFlag.THREAD) === 0) {
    if (known) forkFrom(c.state, t, caller);
    t.pid = childTid;
    t.ppid = caller.tid;
  } else {
    t.pid = caller.pid;
    t.ppid = caller.ppid;
    t.flags |= ThreadFlag.FILES;
    t.lastExecTs = caller.lastExecTs;
  }
  t.vtid = childTid;
  t.vpid = t.pid;
  t.pidnsEpoch = c.state.bootNs;
  if (known) inheritFrom(t, caller);
  finish(c, ev, t);
  if (!known) {
    caller.exe = t.exe;
    caller.comm = t.comm;
    setArgs(c.state, ev, caller);
  }
  threads.add(t, true);
  if (old !== null) x.proc = threads.get(callerTid);
}

function fromChild(c: CaptureState, x: LiveContext): void {
  const { ev } = x;
  const { threads } = c;
  const tid = c.tidOf(ev);
  const old = x.proc as Thread | null;
  if (old !== null && old.cloneTs !== 0n) {
    // the parent's event has told all that is needed
    if (ev.ts - old.cloneTs < STALE_NS) return;
    c.removeThread(tid);
    x.proc = null;
  }
  const t = new Thread(tid);
  t.pid = ev.int(CLONE.PID);
  t.ppid = ev.int(CLONE.PTID);
  namespaceIds(ev, t, tid);
  t.flags = flagsOf(ev) | ThreadFlag.INVERTED;
  const leader = (t.flags & ThreadFlag.THREAD) === 0;
  if (!leader) t.flags |= ThreadFlag.FILES;
  const from = threads.fetch(leader ? t.ppid : t.pid);
  if (from === null) {
    x.proc = null;
    return;
  }
  const known = !from.invalid;
  if (!known && !leader) {
    from.pid = t.pid;
    from.ppid = t.ppid;
    from.vpid = t.vpid;
    from.vtid = from.vpid;
    threads.depend(from);
  }
  if (known) {
    inheritFrom(t, from);
    if (leader) forkFrom(c.state, t, from);
    else t.lastExecTs = from.lastExecTs;
  }
  finish(c, ev, t);
  if (!known && !leader) {
    from.exe = t.exe;
    from.comm = t.comm;
    setArgs(c.state, ev, from);
  }
  const inside = t.inPidNamespace || (t.flags & ThreadFlag.NEWPID) !== 0;
  if (!inside) t.pidnsEpoch = c.state.bootNs;
  else if (present(ev, CLONE.PIDNS_START)) t.pidnsEpoch = u64(ev, CLONE.PIDNS_START) + c.state.bootNs;
  x.proc = threads.add(t, true) ? t : null;
}

/** Ids inside the pid namespace; without them the thread is taken to be in none. */
function namespaceIds(ev: EventView, t: Thread, tid: number): void {
  if (present(ev, CLONE.VPID)) {
    t.vtid = ev.int(CLONE.VTID);
    t.vpid = ev.int(CLONE.VPID);
  } else {
    t.vtid = tid;
    t.vpid = -1;
  }
}

function finish(c: CaptureState, ev: EventView, t: Thread): void {
  setExe(c.state, ev, t);
  setCounts(ev, t);
  t.uid = ev.uint(CLONE.UID);
  t.gid = ev.uint(CLONE.GID);
  setCgroups(c.state, ev, t);
  t.cloneTs = ev.ts;
}
