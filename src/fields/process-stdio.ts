import type { Slice } from "../event/bytes.js";
import type { EventContext } from "../state/context.js";
import { fdTypeName } from "../state/fd.js";
import { readFdLink } from "../state/procfs.js";
import { definer, putText } from "./define.js";
import type { FieldDef } from "./field.js";

const d = definer("process");

/** Kinds that a link of /proc/PID/fd tells of. */
const LINKS: readonly (readonly [prefix: string, type: string])[] = [
  ["pipe:", "pipe"],
  ["anon_inode:[eventpoll]", "eventpoll"],
  ["anon_inode:[eventfd]", "event"],
  ["anon_inode:[signalfd]", "signalfd"],
  ["anon_inode:[timerfd]", "timerfd"],
  ["anon_inode:inotify", "inotify"],
  ["anon_inode:[io_uring]", "io_uring"],
  ["anon_inode:bpf", "bpf"],
  ["/memfd:", "memfd"],
  ["/", "file"],
];

/** The live kernel's word on an fd, for processes whose fds are not followed event by event. */
function link(x: EventContext, num: number): string | undefined {
  return x.ev.rec >= 0 && x.proc !== null ? readFdLink(x.proc.pid, num) : undefined;
}

function type(x: EventContext, num: number, out: Slice): boolean {
  const fd = x.fdByNumber(num);
  if (fd !== null) return putText(x, out, fd.userfault ? "userfaultfd" : fdTypeName(fd.kind));
  const to = link(x, num);
  const found = to === undefined ? undefined : LINKS.find(([prefix]) => to.startsWith(prefix));
  return found !== undefined && putText(x, out, found[1]);
}

function fdName(x: EventContext, num: number, out: Slice): boolean {
  const fd = x.fdByNumber(num);
  if (fd !== null) {
    if (fd === x.fd()) return x.fdName(out);
    out.set(fd.name.buf, fd.name.off, fd.name.len);
    return true;
  }
  const to = link(x, num);
  if (to === undefined) return false;
  // Pipes and sockets have no name.
  return putText(x, out, to.startsWith("/") ? to : "");
}

function stdio(label: string, num: number): FieldDef[] {
  return [d.bytes(`proc.${label}.type`, `Kind of fd ${num}.`, (x, out) => type(x, num, out))];
}
function stdioName(label: string, num: number): FieldDef[] {
  return [d.bytes(`proc.${label}.name`, `Name of fd ${num}.`, (x, out) => fdName(x, num, out))];
}

const STREAMS = ["stdin", "stdout", "stderr"];

/** Fields of the three standard streams. */
export const STDIO_FIELDS: readonly FieldDef[] = [...STREAMS.flatMap(stdio), ...STREAMS.flatMap(stdioName)];
