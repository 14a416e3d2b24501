import { eventNamesOfSyscalls, namesOfEvents } from "../event/sets.js";
import { eventCodes } from "../event/table.js";
import type { Expr } from "../filter/ast.js";
import { eventsOfCondition, syscallsOfCondition } from "../filter/eventcodes.js";

const ASYNC_CODES = eventCodes("asyncevent");

/**
 * Names of the events on which a condition can hold; system calls without an event of their own count by their own
 * name. Asynchronous events reach every rule.
 * @param source event source of the rule; empty for a macro
 */
export function eventNamesOf(e: Expr, source: string): string[] {
  if (source !== "syscall" && source !== "") return ["asyncevent", "pluginevent"];
  const events = namesOfEvents([...eventsOfCondition(e), ...ASYNC_CODES], false);
  return [...new Set([...events, ...eventNamesOfSyscalls(syscallsOfCondition(e))])].sort();
}
