/** Values of one event as both print them. */
export interface Pair {
  /** Name of the event. */
  readonly type: string;
  readonly ours: (field: string) => string;
  readonly theirs: (field: string) => string;
}

/** A value that deliberately is not that of a sysdig of 2022: what has changed upstream since. */
export interface SysdigDifference {
  readonly fields: readonly string[];
  readonly why: string;
  /** Does this reason explain the values of an event? */
  allows(p: Pair, field: string): boolean;
}

/** Events that one of the two keeps to itself. */
export const SHOWN_BY_ONE: Readonly<Record<string, string>> = {
  scapevent: "bookkeeping of the recorder: sysdig does not show it, today's libraries hand it to rules",
  procinfo: "bookkeeping of CPU time: sysdig does not show it, today's libraries hand it to rules",
};

/** Events that have no enter and exit forms: sysdig marks them as enter events, today every event counts as an exit. */
export const ENTER_ONLY: ReadonlySet<string> = new Set([
  "container",
  "procexit",
  "scapevent",
  "signaldeliver",
  "switch",
]);

const NA = "<NA>";
/** The replacement character in UTF-8, taken for Latin-1, as all output is here. */
const REPLACEMENT = "\xef\xbf\xbd";

/** A call that has no event of its own: sysdig shows it by its name, and so do we. */
const generic = (p: Pair): boolean => p.ours("evt.failed") === NA;
/** A thread of which the capture tells nothing. */
const stranger = (p: Pair): boolean => p.ours("proc.pid") === "-1" && p.theirs("proc.pid") === p.theirs("thread.tid");
/** A thread that is not the main one of its process. */
const thread = (p: Pair): boolean => p.theirs("thread.ismain") === "false";

export const SYSDIG_DIFFERENCES: readonly SysdigDifference[] = [
  {
    fields: ["evt.category"],
    why: "generic events have the category of their row in the event table now, no longer that of the call",
    allows: (p) => generic(p) && p.ours("evt.category") === "other",
  },
  {
    fields: ["evt.failed"],
    why: "generic events have no result, and so neither success nor failure now",
    allows: (p) => p.theirs("evt.failed") === "false" && p.ours("evt.failed") === NA,
  },
  {
    fields: ["evt.res"],
    why: "getuid and its kin return no error: what they return is success now",
    allows: (p) => /^gete?[ug]id$/.test(p.type) && p.ours("evt.res") === "SUCCESS",
  },
  {
    fields: ["thread.ismain", "proc.pid", "proc.ppid", "proc.cwd", "proc.fdlimit"],
    why: "a thread of which the capture tells nothing: sysdig took its own id for that of its process",
    allows: stranger,
  },
  {
    fields: ["proc.ppid"],
    why: "the parent is looked up in the process table now: one that is not in it has no id",
    allows: (p) => p.ours("proc.ppid") === NA && p.ours("proc.pname") === NA,
  },
  {
    fields: ["proc.pname", "proc.pcmdline"],
    why: "a thread: its parent is that of its process now, not the process itself",
    allows: thread,
  },
  {
    fields: ["proc.nchilds"],
    why: "threads are counted with those of their process, and sysdig counted none for any but the main one",
    allows: (p) => p.theirs("proc.nchilds") === "0" && Number(p.ours("proc.nchilds")) > 0,
  },
  {
    fields: ["proc.vpid"],
    why: "shown for processes outside of pid namespaces, too, now",
    allows: (p) => p.theirs("proc.vpid") === NA && p.ours("proc.vpid") === p.ours("proc.pid"),
  },
  {
    fields: ["proc.sname"],
    why: "a session leader of which nothing is known has no name now; sysdig fell back on an ancestor",
    allows: (p) => p.ours("proc.sname") === "",
  },
  {
    fields: ["fd.num", "fd.type", "fd.typechar", "fd.name", "fd.directory", "fd.filename"],
    why: "mmap has its fd among the parameters of the exit event now, and shows it",
    allows: (p, f) => p.type === "mmap" && p.theirs(f) === NA,
  },
  {
    fields: [
      "evt.category",
      "fd.type",
      "fd.typechar",
      "fd.name",
      "fd.directory",
      "fd.cip",
      "fd.sip",
      "fd.cport",
      "fd.sport",
      "fd.l4proto",
    ],
    why: "a sendmsg over a socket whose making the capture lacks: the socket is inferred from its addresses now",
    allows: (p) => p.type === "sendmsg" && p.theirs("fd.typechar") === "o" && p.ours("fd.typechar") === "4",
  },
  {
    fields: ["fd.name"],
    why: "a connect that fails leaves the fd as it was now: its name is not that of the address",
    allows: (p) => p.type === "connect" && p.ours("evt.res") === "ENOENT" && p.ours("fd.name") === "",
  },
  {
    fields: ["fd.name", "fd.filename"],
    why: "bytes that are no UTF-8 print as the replacement character now; sysdig left them out",
    allows: (p, f) => p.ours(f).includes(REPLACEMENT) && p.ours(f).replaceAll(REPLACEMENT, "") === p.theirs(f),
  },
  {
    fields: ["fd.cport", "fd.sport"],
    why: "only sockets with addresses have ports; sysdig reads those of unix sockets from other data",
    allows: (p, f) => p.ours(f) === NA && p.theirs(f) === "0",
  },
  {
    fields: ["fd.name", "fd.sip", "fd.sport"],
    why: "a socket that is connected again has the new address now, and had the first one for ever",
    allows: (p) =>
      p.ours("fd.typechar") === "6" && p.ours("fd.l4proto") === "udp" && p.ours("fd.cip") === p.theirs("fd.cip"),
  },
  {
    fields: ["evt.category"],
    why: "files of the newer kind in the lists at the head count as files now",
    allows: (p) =>
      p.ours("fd.type") === "file" && p.ours("evt.category") === "file" && p.theirs("evt.category") === "unknown",
  },
  {
    fields: [
      "thread.ismain",
      "proc.pid",
      "proc.name",
      "proc.exe",
      "proc.args",
      "proc.cmdline",
      "proc.exeline",
      "proc.cwd",
      "proc.sid",
      "proc.vpid",
      "proc.sname",
      "proc.fdlimit",
      "proc.nchilds",
      "user.uid",
      "user.name",
      "group.gid",
    ],
    why: "news of a container is of no process; sysdig made one up, named after the container",
    allows: (p, f) => p.type === "container" && p.ours(f) === NA,
  },
  {
    fields: ["evt.dir"],
    why: "events that have no enter and exit forms are shown as exits, as is every event today",
    allows: (p) => ENTER_ONLY.has(p.type) && p.ours("evt.dir") === "<",
  },
  {
    fields: ["group.gid"],
    why: "of an unknown group: sysdig reads more bytes than the number has",
    allows: (p) => {
      const [ours, theirs] = [p.ours("group.gid"), p.theirs("group.gid")];
      return /^\d+$/.test(ours) && /^\d+$/.test(theirs) && BigInt(theirs) % 2n ** 32n === BigInt(ours);
    },
  },
];
