import type { JsonValue } from "../fields/json.js";
import { type OutputTrouble, troubleText } from "./channels/trouble.js";
import type { Alert, InternalMessage } from "./line.js";

const PREFIX = "Falco internal: ";

/** What channels that look at the alert itself (gRPC, syslog) see of a message of the sensor. */
export function internalAlert(m: InternalMessage, hostname: string): Alert {
  const { rule, priority, ts, message, fields } = m;
  return { rule, priority, source: "internal", hostname, tags: [], ts, message, fields };
}

/** Counters of a gap, by name; see {@link dropsMessage}. */
export type DropCounters = Readonly<Record<string, number | bigint>>;

/** Events were lost. Consumers expect the counters as strings. */
export function dropsMessage(ts: bigint, drops: number | bigint, counters: DropCounters): InternalMessage {
  const fields: Record<string, JsonValue> = { ebpf_enabled: "1" };
  for (const [name, value] of Object.entries(counters)) fields[name] = String(value);
  return {
    rule: `${PREFIX}syscall event drop`,
    priority: "Debug",
    message: `${PREFIX}syscall event drop. ${drops} system calls dropped in last second.`,
    ts,
    fields,
  };
}

/** No event came for so many turns of waiting. `last` = time of the first event as text, if there was one. */
export function timeoutsMessage(ts: bigint, turns: number, last: string | undefined): InternalMessage {
  return {
    rule: `${PREFIX}timeouts notification`,
    priority: "Debug",
    message: `${PREFIX}timeouts notification. ${turns} consecutive timeouts without event.`,
    ts,
    fields: { last_event_time: last ?? "none" },
  };
}

/** The metrics of one interval. */
export function metricsMessage(ts: bigint, fields: InternalMessage["fields"]): InternalMessage {
  return {
    rule: `${PREFIX}metrics snapshot`,
    priority: "Informational",
    message: "Falco metrics snapshot",
    ts,
    fields,
  };
}

/** New configuration or rules do not work; the old ones stay. */
export function reloadFailureMessage(ts: bigint, reason: string): InternalMessage {
  return {
    rule: `${PREFIX}hot restart failure`,
    priority: "Critical",
    message: `${PREFIX}hot restart failure: ${reason}`,
    ts,
    fields: {},
  };
}

/** A capture file has become as long as it may be. */
export function captureLimitMessage(ts: bigint, maxMb: number, written: number): InternalMessage {
  return {
    rule: `${PREFIX}capture size limit reached`,
    priority: "Informational",
    message: `${PREFIX}capture size limit reached`,
    ts,
    fields: { max_file_size_mb: maxMb, written_bytes: written },
  };
}

/** An output has lost alerts or cannot send them (ours; upstream only logs it). */
export function troubleMessage(ts: bigint, t: OutputTrouble): InternalMessage {
  return {
    rule: `${PREFIX}output trouble`,
    priority: t.over ? "Informational" : "Error",
    message: `${PREFIX}${troubleText(t)}`,
    ts,
    fields: { kind: t.kind, lost: t.lost, output: t.output, over: t.over, reason: t.reason, waiting: t.waiting },
  };
}
