import { Slice } from "../event/bytes.js";
import { AnnexTag } from "../event/record.js";
import { EVENTS } from "../event/table.js";
import { CAPABILITIES } from "../event/text/caps.js";
import type { EventView } from "../event/view.js";
import { CloneFlag } from "./actions.js";
import { loadAnnexTask, taskEntry } from "./annex.js";
import type { LiveContext } from "./live.js";
import { joinPath } from "./paths.js";
import { NO_ID, type Process } from "./process.js";
import type { SystemState } from "./system.js";

const target = new Slice();

type Setter = (ev: EventView, p: Process) => void;

/** Set the effective uid from parameter `i`, unless it says "leave it". */
const uid =
  (i: number): Setter =>
  (ev, p) => {
    const v = ev.uint(i);
    if (v !== NO_ID) p.uid = v;
  };
const gid =
  (i: number): Setter =>
  (ev, p) => {
    const v = ev.uint(i);
    if (v !== NO_ID) p.gid = v;
  };

/** What the parameters tell when the kernel's own view is not there (captures). */
const FROM_PARAMS: Readonly<Record<string, Setter>> = {
  setuid: uid(1),
  setgid: gid(1),
  setresuid: uid(2),
  setresgid: gid(2),
  setreuid: uid(2),
  setregid: gid(2),
  setsid: (ev, p) => {
    p.sid = ev.int(0);
  },
  capset: (ev, p) => {
    p.capInheritable = ev.uint(1);
    p.capPermitted = ev.uint(2);
    p.capEffective = ev.uint(3);
  },
  unshare: (ev, p) => intoUserNamespace(ev, p),
};

const ALL_CAPS = 2 ** CAPABILITIES.length - 1;

/** Whoever makes a user namespace has all capabilities in it. */
const intoUserNamespace: Setter = (ev, p) => {
  if ((ev.uint(1) & CloneFlag.NEWUSER) === 0) return;
  p.capInheritable = ALL_CAPS;
  p.capPermitted = ALL_CAPS;
  p.capEffective = ALL_CAPS;
};

const SETTERS: readonly (Setter | undefined)[] = EVENTS.map((e) => FROM_PARAMS[e.name]);

/** Ids, session, capabilities or namespaces changed. */
export function applyIds(ev: EventView, p: Process): void {
  if (ev.int(0) < 0) return;
  const task = taskEntry(ev);
  if (task >= 0) loadAnnexTask(ev, task, p);
  else SETTERS[ev.type]?.(ev, p);
  if (ev.type === SETPGID && task >= 0) groupChild(ev, p);
}

const SETPGID = EVENTS.reduce((at, e) => (e.name === "setpgid" && e.isExit ? e.code : at), -1);

/** Shells put their children into groups: then it is not the caller's group that has changed. */
function groupChild(ev: EventView, p: Process): void {
  const pid = ev.int(1);
  if (pid === 0 || pid === p.vpid) return;
  const outer = p.pid === p.vpid;
  for (let c = p.firstChild; c !== null; c = c.nextSibling) {
    if ((outer ? c.pid : c.vpid) !== pid) continue;
    const group = ev.int(2);
    const own = group === 0 || group === pid;
    if (own || outer) c.pgid = own ? c.pid : group;
    if (own || c.nsPid === p.nsPid) c.vpgid = own ? c.vpid : group;
    return;
  }
}

/** chdir: the kernel's path of the new directory, else the argument joined to the old one. */
export function applyChdir(state: SystemState, x: LiveContext, p: Process): void {
  const ev = x.ev;
  if (ev.int(0) !== 0) return;
  if (kernelDirectory(ev)) {
    state.setCwd(p, target.buf, target.off, target.len);
    return;
  }
  const n = ev.textLen(1);
  if (n === 0) return;
  joinPath(x.scratch, p.cwd.bytes, 0, p.cwd.bytes.length, ev.u8, ev.off[1] as number, n, target);
  state.setCwd(p, target.buf, target.off, target.len);
}

/** fchdir: the kernel's path of the directory, else the fd's. */
export function applyFchdir(state: SystemState, x: LiveContext, p: Process): void {
  const ev = x.ev;
  if (ev.int(0) !== 0) return;
  if (kernelDirectory(ev)) {
    state.setCwd(p, target.buf, target.off, target.len);
    return;
  }
  const fd = x.fd();
  if (fd !== null && fd.name.len > 0) state.setCwd(p, fd.name.buf, fd.name.off, fd.name.len);
}

function kernelDirectory(ev: EventView): boolean {
  const at = ev.annex(AnnexTag.CWD);
  if (at < 0) return false;
  let n = ev.annexEntryLen;
  if (n > 0 && ev.u8[at + n - 1] === 0) n--;
  target.set(ev.u8, at, n);
  return n > 0;
}
