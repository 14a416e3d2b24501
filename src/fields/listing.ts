import type { FieldDef } from "./field.js";

/** A group of fields in listings. */
export interface FieldClass {
  /** {@link FieldDef.cls} of its fields. */
  readonly id: string;
  readonly name: string;
  readonly shortDesc?: string;
  readonly desc: string;
  /** Event sources whose events have these fields; undefined: all. */
  readonly sources?: readonly string[];
  /** Works, but is not listed. */
  readonly hidden?: boolean;
}

const SYSCALL = ["syscall"];

/** Headings of the built-in classes, in listing order. */
export const FIELD_CLASSES: readonly FieldClass[] = [
  {
    id: "evt (All event types)",
    name: "evt",
    shortDesc: "All event types",
    desc: "What every event has, whatever source it comes from.",
  },
  {
    id: "evt (Syscall events only)",
    name: "evt",
    shortDesc: "Syscall events only",
    desc: "What events of system calls and of the kernel's tracepoints have, above all their parameters.",
    sources: SYSCALL,
  },
  {
    id: "process",
    name: "process",
    desc: "The process and thread that caused the event, its command line and its ancestors.",
    sources: SYSCALL,
  },
  { id: "user", name: "user", desc: "The user that the process runs as.", sources: SYSCALL },
  { id: "group", name: "group", desc: "The group that the process runs as.", sources: SYSCALL },
  {
    id: "fd",
    name: "fd",
    desc: "The file descriptor that the event is about: file, socket, pipe or other.",
    sources: SYSCALL,
  },
  {
    id: "fs.path",
    name: "fs.path",
    desc: "The paths of a system call that works on the file system, made absolute.",
    sources: SYSCALL,
  },
  { id: "util", name: "util", desc: "For tests.", sources: SYSCALL, hidden: true },
  { id: "fdlist", name: "fdlist", desc: "The descriptors that poll and ppoll wait for.", sources: SYSCALL },
  {
    id: "container",
    name: "container",
    desc: "The container and the Kubernetes pod that the process runs in.",
    sources: SYSCALL,
  },
];

/** Fields that rules can use but that listings leave out, as Falco's do: they are of no use in rules. */
const UNLISTED: ReadonlySet<string> = new Set([
  "evt.latency.quantized",
  "evt.outputtime",
  "evt.count.procinfo",
  "evt.count.threadinfo",
  "evt.buflen.in",
  "evt.buflen.out",
  "evt.buflen.file",
  "evt.buflen.file.in",
  "evt.buflen.file.out",
  "evt.buflen.net",
  "evt.buflen.net.in",
  "evt.buflen.net.out",
  "evt.infra.docker.name",
  "evt.infra.docker.container.id",
  "evt.infra.docker.container.name",
  "evt.infra.docker.container.image",
  "thread.nametid",
  "thread.vmsize.b",
  "thread.vmrss.b",
]);

/** Fields that `append_output` adds when `suggested_output` is set, in order. */
export const SUGGESTED_FIELDS: readonly string[] = [
  "container.id",
  "container.name",
  "container.image.repository",
  "container.image.tag",
  "k8s.pod.name",
  "k8s.ns.name",
];

/** A class with its fields. */
export interface ListedClass {
  readonly cls: FieldClass;
  readonly fields: readonly FieldDef[];
}

/** What a listing shows. */
export interface ListingChoice {
  /** Only fields of this source's events. */
  readonly source?: string;
  /** Only fields for which no value can be read yet; these include ones that are not listed otherwise. */
  readonly unimplemented?: boolean;
}

/** Fields grouped and in order, without those that listings leave out; empty classes are left out, too. */
export function listedClasses(fields: readonly FieldDef[], choice: ListingChoice = {}): ListedClass[] {
  const known = new Map(FIELD_CLASSES.map((c) => [c.id, c]));
  for (const f of fields) if (!known.has(f.cls)) known.set(f.cls, { id: f.cls, name: f.cls, desc: "" });
  const unimplemented = choice.unimplemented === true;
  const shown = (f: FieldDef): boolean =>
    unimplemented ? f.absent === true : f.deprecated !== true && !UNLISTED.has(f.name);
  const out: ListedClass[] = [];
  for (const cls of known.values()) {
    if (cls.hidden === true && !unimplemented) continue;
    if (choice.source !== undefined && cls.sources !== undefined && !cls.sources.includes(choice.source)) continue;
    const members = fields.filter((f) => f.cls === cls.id && shown(f));
    if (members.length > 0) out.push({ cls, fields: members });
  }
  return out;
}
