import { EVENTS, type EventInfo } from "../../event/table.js";

/** Parameter with the fd which an exit event is about, where it is another than the first of that type. */
const SPECIAL: Readonly<Record<string, number>> = { fcntl: 1, dup: 1, dup2: 1, dup3: 1, splice: 2 };

function location(e: EventInfo): number {
  if (!e.flags.has("USES_FD")) return -1;
  return (e.isExit ? SPECIAL[e.name] : undefined) ?? e.params.findIndex((p) => p.type === "FD");
}

/** Index of the parameter with the fd that an event uses, by event code; -1 = none. */
export const FD_AT: Int8Array = Int8Array.from(EVENTS, location);
