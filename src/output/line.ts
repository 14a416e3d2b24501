import { isoTime, localTimeNs } from "../event/text/time.js";
import type { OutputTemplate } from "../fields/format.js";
import { type JsonValue, sortedKeys, toJson } from "../fields/json.js";
import type { EventContext } from "../state/context.js";

export type { JsonValue } from "../fields/json.js";

/** What an alert says of the rule that made it. */
export interface AlertRule {
  readonly name: string;
  /** Name as printed, e.g. `Warning`; the names are in rules/priority.ts. */
  readonly priority: string;
  readonly tags: readonly string[];
  readonly source: string;
  readonly template: OutputTemplate;
  /** Output fields that configuration adds. */
  readonly extraFields?: readonly { readonly key: string; read(x: EventContext): JsonValue }[];
}

/** Options of Falco's configuration that shape an alert. */
export interface AlertFormatterOptions {
  readonly hostname: string;
  /** time_format_iso_8601 */
  readonly iso8601?: boolean;
  /** json_include_output_property */
  readonly includeOutput?: boolean;
  /** json_include_message_property */
  readonly includeMessage?: boolean;
  /** json_include_output_fields_property */
  readonly includeFields?: boolean;
  /** json_include_tags_property */
  readonly includeTags?: boolean;
}

/** A message of the sensor itself, in the place of an alert. */
export interface InternalMessage {
  readonly rule: string;
  readonly priority: string;
  readonly message: string;
  /** ns since the epoch. */
  readonly ts: bigint;
  readonly fields: Readonly<Record<string, JsonValue>>;
}

/** Values added to every alert by configuration (`append_output`). */
export type ExtraFields = Readonly<Record<string, JsonValue>>;

/** All that an alert carries, worked out once: channels choose what they print. */
export interface Alert {
  readonly rule: string;
  readonly priority: string;
  readonly source: string;
  readonly hostname: string;
  readonly tags: readonly string[];
  readonly ts: bigint;
  /** Rendered format, without time and priority. */
  readonly message: string;
  readonly fields: Readonly<Record<string, JsonValue>>;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal or a log
const CONTROL = /[\x00-\x1f\x7f]/g;

/** Control characters as escapes: a file name must not be able to forge a line of a log. */
function printable(text: string): string {
  return text.replace(CONTROL, (c) => {
    const json = JSON.stringify(c).slice(1, -1);
    return json === c ? "\\u007f" : json;
  });
}

/** Makes the lines of alerts, as text and as JSON. */
export class AlertFormatter {
  private readonly o: Required<AlertFormatterOptions>;

  constructor(options: AlertFormatterOptions) {
    this.o = {
      iso8601: false,
      includeOutput: true,
      includeMessage: false,
      includeFields: true,
      includeTags: true,
      ...options,
    };
  }

  /** Take from the event what its alert needs; the event may go on afterwards. */
  alert(rule: AlertRule, x: EventContext, extra: ExtraFields = {}): Alert {
    const fields = rule.template.values(x);
    for (const f of rule.extraFields ?? []) fields[f.key] = f.read(x);
    return {
      rule: rule.name,
      priority: rule.priority,
      source: rule.source,
      hostname: this.o.hostname,
      tags: [...rule.tags].sort(),
      ts: x.ev.ts,
      message: rule.template.render(x),
      fields: { ...fields, ...extra },
    };
  }

  /** Text line of an alert, without newline. */
  text(rule: AlertRule, x: EventContext, extra?: ExtraFields): string {
    return this.alertText(this.alert(rule, x, extra));
  }

  /** JSON line of an alert, without newline. */
  json(rule: AlertRule, x: EventContext, extra?: ExtraFields): string {
    return this.alertJson(this.alert(rule, x, extra));
  }

  alertText(a: Alert): string {
    return printable(this.output(a));
  }

  alertJson(a: Alert): string {
    const { o } = this;
    const out: Record<string, JsonValue> = { hostname: a.hostname };
    if (o.includeMessage) out.message = a.message;
    if (o.includeOutput) out.output = this.output(a);
    if (o.includeFields) out.output_fields = this.fields(a);
    out.priority = a.priority;
    out.rule = a.rule;
    out.source = a.source;
    if (o.includeTags) out.tags = a.tags;
    out.time = isoTime(a.ts, "Z");
    return toJson(out);
  }

  /** Fields of an alert with its time, keys in order. */
  fields(a: Alert): Record<string, JsonValue> {
    const time = this.o.iso8601 ? "evt.time.iso8601" : "evt.time";
    return sortedKeys({ ...a.fields, [time]: a.ts });
  }

  private output(a: Alert): string {
    const time = this.o.iso8601 ? isoTime(a.ts, "+0000") : localTimeNs(a.ts);
    return `${time}: ${a.priority} ${a.message}`;
  }

  /** Text line of an internal message. */
  internalText(m: InternalMessage): string {
    const pairs = Object.entries(sortedKeys(m.fields)).map(([k, v]) => `${k}=${toJson(v)}`);
    return printable(`${localTimeNs(m.ts)}: ${m.priority} ${m.message} (${pairs.join(" ")})`);
  }

  /** JSON line of an internal message. */
  internalJson(m: InternalMessage): string {
    return toJson({
      hostname: this.o.hostname,
      output: m.message,
      output_fields: sortedKeys(m.fields),
      priority: m.priority,
      rule: m.rule,
      source: "internal",
      time: isoTime(m.ts, "Z"),
    });
  }
}
