import { EVENTS, type EventInfo } from "../event/table.js";

/** Facts of an event code that fields ask for, worked out once. */
export interface EvtFacts {
  readonly name: string;
  /** Is a system call's exit event with a return value first. */
  readonly hasResult: boolean;
  readonly isSyscall: boolean;
  readonly isGeneric: boolean;
  readonly isExit: boolean;
  readonly reads: boolean;
  readonly writes: boolean;
  readonly waits: boolean;
  /** I/O category: of any kind. */
  readonly io: boolean;
  readonly ioRead: boolean;
  readonly ioWrite: boolean;
  /** evt.category where the fd has no say. */
  readonly category: string;
  /** open, openat, openat2, open_by_handle_at. */
  readonly open: boolean;
  readonly flagsParam: number;
  readonly modeParam: number;
  /** BYTEBUF parameter named data. */
  readonly dataParam: number;
}

const CATEGORY: Readonly<Record<string, string>> = { IPC: "IPC" };
const OPEN = new Set(["open", "openat", "openat2", "open_by_handle_at"]);

function facts(e: EventInfo): EvtFacts {
  const first = e.categories[0] ?? "UNKNOWN";
  const isSyscall = e.categories.includes("SYSCALL");
  const isGeneric = e.name === "syscall";
  const io = first.startsWith("IO_");
  return {
    name: e.name,
    hasResult: e.isExit && isSyscall && !isGeneric && e.params.length > 0,
    isSyscall,
    isGeneric,
    isExit: e.isExit,
    reads: e.flags.has("READS_FROM_FD"),
    writes: e.flags.has("WRITES_TO_FD"),
    waits: e.flags.has("WAITS"),
    io,
    ioRead: first === "IO_READ",
    ioWrite: first === "IO_WRITE",
    category: io ? "" : (CATEGORY[first] ?? first.toLowerCase()),
    open: OPEN.has(e.name),
    flagsParam: e.params.findIndex((p) => p.values === "file_flags"),
    modeParam: e.params.findIndex((p) => p.name === "mode"),
    dataParam: e.params.findIndex((p) => p.name === "data" && p.type === "BYTEBUF"),
  };
}

/** Facts by event code. */
export const FACTS: readonly EvtFacts[] = EVENTS.map(facts);
