import { eventCodes } from "../event/table.js";
import { Consequence } from "./consequence.js";
import { type Check, eachField, type Node, type NodeTable } from "./typed.js";

/**
 * Fields whose value the kernel filter's key fixes (bpf/lib/filter.h): event type, flags, mode, success, the absolute
 * path as given and the chain of directory entries that it led to.
 */
const KEY_FIELDS: ReadonlySet<string> = new Set([
  "evt.type",
  "syscall.type",
  "evt.dir",
  "evt.failed",
  "evt.is_open_read",
  "evt.is_open_write",
  "evt.is_open_exec",
  "evt.is_open_create",
  "fd.name",
  "fd.nameraw",
  "fd.directory",
  "fd.filename",
  "fd.realpath",
  "fs.path.name",
  "fs.path.nameraw",
]);

/** Codes of the events that carry a key. */
export const KEYED_EVENTS: ReadonlySet<number> = new Set(
  ["open", "openat", "openat2", "creat"].flatMap((name) => [...eventCodes(name)]),
);

/**
 * What a condition demands of an event's key alone: the strongest consequence of `root` that reads nothing but
 * {@link KEY_FIELDS}. If it is false for one event of a key, `root` is false for every event of that key, whoever
 * makes it: every check that reads anything else counts as "may hold, may not".
 */
export function keyConsequence(root: Node, table: NodeTable): Node {
  return new Consequence(table, fixedByKey).of(root);
}

function fixedByKey(c: Check): boolean {
  let yes = true;
  const visit = (f: { def: { name: string } }): void => {
    yes &&= KEY_FIELDS.has(f.def.name);
  };
  eachField(c.left, visit);
  eachField(c.right, visit);
  return yes;
}
