import { EVENTS } from "../event/table.js";
import { isoTime, localDateTime, localTime, localTimeNs, nanos } from "../event/text/time.js";
import { Attr } from "../state/attr.js";
import type { EventContext } from "../state/context.js";
import { definer, putText } from "./define.js";
import type { FieldDef } from "./field.js";

const d = definer("evt (All event types)");

const NS = 1_000_000_000n;
const TIME = { jsonTime: true } as const;

const IS_META = EVENTS.map((e) => e.categories.includes("METAEVENT"));
const NAME_ATTRS = EVENTS.map((e) => Attr.of(e.name));
const ASYNC = EVENTS.findIndex((e) => e.name === "asyncevent");

function since(x: EventContext): bigint {
  return x.ev.ts - x.state.firstTs;
}

const sources = new Map<string, Attr>();
function sourceAttr(name: string): Attr | null {
  if (name === "") return null;
  let a = sources.get(name);
  if (a === undefined) {
    a = Attr.of(name);
    sources.set(name, a);
  }
  return a;
}

/** Fields that events of every source have. */
export const EVT_FIELDS: readonly FieldDef[] = [
  d.num("evt.num", "UINT64", "Sequence number of the event in its source, counted from the start.", (x) => x.num),
  d.bytes("evt.time", "Time of day with nanoseconds, local zone.", (x, o) => putText(x, o, localTimeNs(x.ev.ts)), TIME),
  d.bytes("evt.time.s", "Time of day to the second, local zone.", (x, o) => putText(x, o, localTime(x.ev.ts)), TIME),
  d.bytes(
    "evt.time.iso8601",
    "UTC date and time with nanoseconds, in ISO 8601 form.",
    (x, o) => putText(x, o, isoTime(x.ev.ts, "+0000")),
    TIME,
  ),
  d.bytes(
    "evt.datetime",
    "Date and time with nanoseconds, local zone.",
    (x, o) => putText(x, o, `${localDateTime(x.ev.ts)}.${nanos(x.ev.ts)}`),
    TIME,
  ),
  d.bytes(
    "evt.datetime.s",
    "Date and time to the second, local zone.",
    (x, o) => putText(x, o, localDateTime(x.ev.ts)),
    TIME,
  ),
  d.big("evt.rawtime", "ABSTIME", "Nanoseconds since the epoch.", (x) => x.ev.ts),
  d.big("evt.rawtime.s", "ABSTIME", "Whole seconds since the epoch.", (x) => x.ev.ts / NS),
  d.big("evt.rawtime.ns", "ABSTIME", "Nanoseconds within the second.", (x) => x.ev.ts % NS, { format: "PAD9" }),
  d.big("evt.reltime", "RELTIME", "Nanoseconds since the first event.", since, { format: "PAD9" }),
  d.big("evt.reltime.s", "RELTIME", "Whole seconds since the first event.", (x) => since(x) / NS),
  d.big("evt.reltime.ns", "RELTIME", "Nanoseconds within the second since the first event.", (x) => since(x) % NS, {
    format: "PAD9",
  }),
  d.absent("evt.pluginname", "CHARBUF", "Name of the plugin that the event comes from."),
  d.absent("evt.plugininfo", "CHARBUF", "One line of text about the event, made by its plugin."),
  d.attr("evt.source", "Name of the event's source, for example syscall.", (x) => sourceAttr(x.source)),
  d.bool("evt.is_async", "True for events that do not come from the source itself.", (x) =>
    IS_META[x.ev.type] ? 1 : 0,
  ),
  d.attr("evt.asynctype", "Name of an asynchronous event.", (x) => {
    const { ev } = x;
    if (!IS_META[ev.type]) return null;
    if (ev.type !== ASYNC) return NAME_ATTRS[ev.type] ?? null;
    return ev.nparams > 1 ? x.state.pool.intern(ev.u8, ev.off[1] as number, ev.textLen(1)) : null;
  }),
  d.bytes("evt.hostname", "Name of the host.", (x, o) => putText(x, o, x.state.hostname)),
];
