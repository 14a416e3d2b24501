import { Slice } from "../event/bytes.js";
import { EVENTS } from "../event/table.js";
import { writeIp } from "../event/text/net.js";
import type { ByteWriter } from "../event/text/writer.js";
import type { EventContext } from "../state/context.js";
import type { FdInfo } from "../state/fd.js";
import { definer } from "./define.js";
import type { FieldDef } from "./field.js";

const d = definer("fdlist");
const LIST = Int8Array.from(EVENTS, (e) => (e.isExit ? e.params.findIndex((p) => p.type === "FDLIST") : -1));
const name = new Slice();

type Write = (w: ByteWriter, num: number, fd: FdInfo | null, x: EventContext) => boolean;

/** Write something of each polled fd, joined with commas; fds of which there is nothing to say are passed over. */
const each =
  (write: Write) =>
  (x: EventContext, out: Slice): boolean => {
    const { ev } = x;
    const i = LIST[ev.type] as number;
    if (i < 0 || i >= ev.nparams || (ev.len[i] as number) < 2) return false;
    const at = ev.off[i] as number;
    const n = Math.min(ev.dv.getUint16(at, true), Math.floor(((ev.len[i] as number) - 2) / 10));
    const w = x.scratch;
    const start = w.pos;
    for (let k = 0; k < n; k++) {
      const num = ev.dv.getInt32(at + 2 + 10 * k, true);
      const before = w.pos;
      if (before > start) w.byte(44);
      if (!write(w, num, x.fdByNumber(num), x)) w.pos = before;
    }
    w.since(start, out);
    return w.pos > start;
  };

const ip =
  (get: (fd: FdInfo) => Slice): Write =>
  (w, _num, fd) => {
    if (fd === null || !fd.isIp || !fd.connected) return false;
    const s = get(fd);
    writeIp(w, s.buf, s.off, s.len);
    return true;
  };
const port =
  (get: (fd: FdInfo) => number): Write =>
  (w, _num, fd) => {
    if (fd === null || !fd.isIp || !fd.connected) return false;
    w.dec(get(fd));
    return true;
  };

/** Fields of the fds that poll and ppoll wait for. */
export const FDLIST_FIELDS: readonly FieldDef[] = [
  d.bytes(
    "fdlist.nums",
    "Numbers of the polled fds.",
    each((w, num) => {
      w.dec(num);
      return true;
    }),
  ),
  d.bytes(
    "fdlist.names",
    "Names of the polled fds.",
    each((w, _num, fd) => {
      if (fd === null || fd.name.len === 0) w.ascii("<NA>");
      else {
        name.set(fd.name.buf, fd.name.off, fd.name.len);
        w.bytes(name.buf, name.off, name.len);
      }
      return true;
    }),
  ),
  d.bytes("fdlist.cips", "Client addresses of the polled fds.", each(ip((f) => f.client))),
  d.bytes("fdlist.sips", "Server addresses of the polled fds.", each(ip((f) => f.server))),
  d.bytes("fdlist.cports", "Client ports of the polled fds.", each(port((f) => f.clientPort))),
  d.bytes("fdlist.sports", "Server ports of the polled fds.", each(port((f) => f.serverPort))),
];
