import type { Slice } from "../event/bytes.js";
import type { EventContext } from "../state/context.js";
import { fdTypeName } from "../state/fd.js";
import { definer, putText } from "./define.js";
import type { FieldDef } from "./field.js";

const d = definer("process");

function type(x: EventContext, num: number, out: Slice): boolean {
  const fd = x.fdByNumber(num);
  return fd !== null && putText(x, out, fd.userfault ? "userfaultfd" : fdTypeName(fd.kind));
}

function fdName(x: EventContext, num: number, out: Slice): boolean {
  const fd = x.fdByNumber(num);
  if (fd === null) return false;
  if (fd === x.fd()) return x.fdName(out);
  out.set(fd.name.buf, fd.name.off, fd.name.len);
  return true;
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
