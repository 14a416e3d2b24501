import { type JsonValue, toJson } from "../../fields/json.js";
import { PRIORITIES } from "../../rules/priority.js";
import type { OutputMessage } from "../sink.js";
import type { AlertResponse } from "./messages.js";

const SOURCES = ["syscall", "k8s_audit", "internal", "plugin"];
const PLUGIN = 3;

/** The message that tells of an alert. */
export function alertResponse(
  { line, alert }: OutputMessage,
  sequence: number,
  epoch: number,
): Omit<AlertResponse, "missed"> {
  const source = SOURCES.indexOf(alert.source);
  const print = alert.source === "internal" ? internalText : fieldText;
  return {
    time: alert.ts,
    priority: Math.max(0, (PRIORITIES as readonly string[]).indexOf(alert.priority)),
    sourceNumber: source < 0 ? PLUGIN : source,
    rule: alert.rule,
    output: line,
    fields: Object.fromEntries(Object.entries(alert.fields).map(([k, v]) => [k, print(v)])),
    hostname: alert.hostname,
    tags: alert.tags,
    source: alert.source,
    sequence,
    epoch,
  };
}

/** A value as it would stand in the line. */
function fieldText(v: JsonValue): string {
  if (v === null) return "<NA>";
  if (Array.isArray(v)) return `(${v.map(fieldText).join(",")})`;
  return internalText(v);
}

function internalText(v: JsonValue): string {
  return typeof v === "string" ? v : toJson(v);
}
