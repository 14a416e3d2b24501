import { Slice } from "../event/bytes.js";
import type { ParamNames } from "../event/text/param.js";
import type { ByteWriter } from "../event/text/writer.js";
import type { Attr } from "../state/attr.js";
import type { EventContext } from "../state/context.js";
import { type FdInfo, L4 } from "../state/fd.js";

/** Characters that stand for the transports behind the kind of a socket: `<4t>`. */
const L4_CHARS: readonly number[] = [0, 116, 117, 105, 114];

const slice = new Slice();
let context: EventContext | null = null;

function attr(w: ByteWriter, a: Attr): void {
  w.bytes(a.bytes, 0, a.bytes.length);
}

/** `<kind>name` of an fd. */
function writeFdText(w: ByteWriter, fd: FdInfo, name: Slice): void {
  w.byte(60);
  w.byte(fd.kind);
  const l4 = fd.transport;
  if (l4 !== L4.UNKNOWN && l4 < L4_CHARS.length) w.byte(L4_CHARS[l4] as number);
  w.byte(62);
  w.bytes(name.buf, name.off, name.len);
}

const NAMES: ParamNames = {
  fd(w, num) {
    const x = context as EventContext;
    const fd = x.fdByNumber(num);
    if (fd === null) return;
    const own = fd === x.fd();
    if (own && x.ev.rec >= 0) x.fdName(slice);
    else slice.set(fd.name.buf, fd.name.off, fd.name.len);
    writeFdText(w, fd, slice);
  },
  thread(w, tid) {
    const x = context as EventContext;
    if (tid <= 0) return;
    const p = tid === x.ev.tid && x.ev.rec >= 0 ? x.proc : x.state.processOfThread(tid);
    if (p !== null) attr(w, p.comm);
  },
  user(w, uid) {
    const x = context as EventContext;
    attr(w, x.state.users.user(uid, x.proc?.containerId).name);
  },
  group(w, gid) {
    const x = context as EventContext;
    attr(w, x.state.users.groupName(gid, x.proc?.containerId));
  },
  path(w, param) {
    const x = context as EventContext;
    if (x.path(param, slice)) w.bytes(slice.buf, slice.off, slice.len);
  },
};

/** The names that parameters are shown with, for one event. Valid until the next call. */
export function namesOf(x: EventContext): ParamNames {
  context = x;
  return NAMES;
}
