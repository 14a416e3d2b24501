// Rules that load, and yet can never fire on a running system: whoever wrote one believes to be watching something.
import type { Engine, EngineRule } from "../engine/engine.js";
import { LIVE_CALLS } from "../event/calls.js";
import { EVENTS, eventCodes } from "../event/table.js";

/** Event codes that a running kernel's events can have. */
const LIVE: ReadonlySet<number> = new Set([...LIVE_CALLS.map((c) => c.event.code), ...eventCodes("procexit")]);

const MAX_NAMES = 5;

function why({ rule }: EngineRule): string | undefined {
  const codes = rule.events.codes();
  if (codes.some((c) => LIVE.has(c))) return undefined;
  if (codes.length > 0) {
    const names = [...new Set(codes.map((c) => EVENTS[c]?.name ?? String(c)))];
    const more = names.length > MAX_NAMES ? ", …" : "";
    return `captures have events of type ${names.slice(0, MAX_NAMES).join(", ")}${more}, a running system makes none`;
  }
  // a check of the event's number is how rules are switched off on purpose
  if (rule.conditionFields.includes("evt.num")) return undefined;
  return "its checks of evt.type hold for no event all at once";
}

/** A warning for each enabled rule that no live event can match. */
export function silentRules(engine: Engine): string[] {
  const out: string[] = [];
  for (const r of engine.rules) {
    const reason = r.enabled && r.source === "syscall" ? why(r) : undefined;
    if (reason !== undefined) out.push(`Rule '${r.name}' can never fire: ${reason}.`);
  }
  return out;
}
