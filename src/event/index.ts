// The event table and sets of events and system calls, as the package exports them.
export { EVENT_SYMBOLS } from "./data/symbols.js";
export * from "./sets.js";
export * from "./syscall-sets.js";
export {
  EVENT_CODES,
  EVENTS,
  type EventInfo,
  eventCodes,
  type ParamInfo,
  SYSCALLS,
  type SyscallInfo,
  syscallByCode,
  syscallNamed,
} from "./table.js";
