import { hostname } from "node:os";
import type { Writable } from "node:stream";
import type { EngineRule } from "../engine/rule.js";
import type { OutputTemplate } from "../fields/format.js";
import type { EventContext } from "../state/context.js";
import type { Channel } from "./channels/channel.js";
import { ChannelQueue, type ChannelQueueOptions, type ChannelStats } from "./channels/queue.js";
import { OutputError } from "./errors.js";
import { fileSink } from "./file.js";
import { internalAlert } from "./internal.js";
import {
  type Alert,
  AlertFormatter,
  type AlertFormatterOptions,
  type AlertRule,
  type ExtraFields,
  type InternalMessage,
} from "./line.js";
import { OutputQueue, type OutputStats } from "./queue.js";
import type { OutputMessage, Sink } from "./sink.js";
import { StreamSink } from "./stream.js";

/** How alerts look and how many may wait; keys are those of falco.yaml in camel case. */
export interface OutputsOptions extends Partial<AlertFormatterOptions> {
  /** Lines of JSON in place of text (json_output). */
  readonly json?: boolean;
  /** Most alerts that may wait in each output's queue; further ones are dropped and counted. Default 10,000. */
  readonly queueCapacity?: number;
  /** Is told of an output that cannot send. The counters of {@link Outputs.stats} know of it in any case. */
  readonly onError?: (e: Error, output: string) => void;
}

/** An output to be added. */
export type OutputSpec = {
  /** For statistics. Default: the kind. */
  readonly name?: string;
  /** Line format of this output, whatever that of the others is. */
  readonly json?: boolean;
  readonly queueCapacity?: number;
} & (
  | { readonly kind: "stdout" }
  | {
      readonly kind: "file";
      readonly filename: string;
      /** Keep the file open rather than open it for every alert. Default false. */
      readonly keepAlive?: boolean;
    }
  | { readonly kind: "stream"; readonly stream: Writable }
  | {
      readonly kind: "callback";
      /** While a promise that it returns is not settled, further alerts wait. */
      readonly onAlert: (alert: Alert, line: string) => unknown;
    }
  | { readonly kind: "sink"; readonly sink: Sink }
  | {
      /** One of channels/, with a queue that tries again, reports trouble in bursts and can be stopped in time. */
      readonly kind: "channel";
      readonly channel: Channel;
      readonly queue?: ChannelQueueOptions;
    }
);

const DEFAULT_CAPACITY = 10_000;

interface Output {
  readonly json: boolean | undefined;
  readonly queue: OutputQueue | ChannelQueue;
}

/**
 * Formats alerts and sends them to any number of outputs:
 *
 * ```ts
 * const outputs = new Outputs({ json: true });
 * outputs.addOutput({ kind: "stdout" });
 * const n = engine.process(x);
 * for (let i = 0; i < n; i++) outputs.handleEvent(x, engine.rules[engine.hits[i]]);
 * ```
 *
 * Each output has a bounded queue of its own: a slow one holds up neither the others nor the caller. Outputs that
 * cannot be set up throw; nothing is logged.
 */
export class Outputs {
  private formatter: AlertFormatter;
  private options: OutputsOptions = {};
  private readonly outputs: Output[] = [];
  private readonly rules = new WeakMap<EngineRule, AlertRule>();

  constructor(options: OutputsOptions = {}) {
    this.formatter = this.init(options);
  }

  /** Change how alerts look from now on, e.g. when configuration was read again. Outputs stay. */
  init(options: OutputsOptions): AlertFormatter {
    this.options = options;
    this.formatter = new AlertFormatter({ hostname: hostname(), ...options });
    return this.formatter;
  }

  /**
   * Add an output.
   * @throws {OutputError} if it cannot be set up
   */
  addOutput(o: OutputSpec): void {
    const capacity = o.queueCapacity ?? this.options.queueCapacity ?? DEFAULT_CAPACITY;
    if (!(capacity >= 1)) throw new OutputError(`queueCapacity must be at least 1, not ${capacity}`);
    const onError = (e: Error, output: string): void => this.options.onError?.(e, output);
    const name = o.name ?? o.kind;
    const queue =
      o.kind === "channel"
        ? new ChannelQueue(name, o.channel, { capacity, ...o.queue })
        : new OutputQueue(name, sinkOf(o), capacity, onError);
    this.outputs.push({ json: o.json, queue });
  }

  /**
   * Send the alert of a rule that matched to all outputs. Takes from the event what it needs; never waits.
   * @param extra further output fields
   */
  handleEvent(x: EventContext, rule: EngineRule, extra: ExtraFields = {}): void {
    if (this.outputs.length > 0) this.handleAlert(this.formatter.alert(this.alertRule(rule), x, extra));
  }

  /** Send an alert to all outputs. */
  handleAlert(alert: Alert): void {
    const { formatter } = this;
    this.send(
      alert,
      () => formatter.alertText(alert),
      () => formatter.alertJson(alert),
    );
  }

  /** Send an alert whose line was made elsewhere to all outputs. */
  handleLine(alert: Alert, line: string): void {
    const message = { line, alert };
    for (const o of this.outputs) o.queue.push(message);
  }

  /** Send a message of the sensor itself to all outputs. */
  handleInternal(m: InternalMessage): void {
    const { formatter } = this;
    this.send(
      internalAlert(m, this.options.hostname ?? hostname()),
      () => formatter.internalText(m),
      () => formatter.internalJson(m),
    );
  }

  /** A line is made once for all outputs that want it. */
  private send(alert: Alert, textLine: () => string, jsonLine: () => string): void {
    let text: OutputMessage | undefined;
    let json: OutputMessage | undefined;
    for (const o of this.outputs) {
      if (o.json ?? this.options.json ?? false) {
        json ??= { line: jsonLine(), alert };
        o.queue.push(json);
      } else {
        text ??= { line: textLine(), alert };
        o.queue.push(text);
      }
    }
  }

  private alertRule(r: EngineRule): AlertRule {
    let a = this.rules.get(r);
    if (a === undefined) {
      const { name, tags, source, extraFields } = r;
      a = { name, priority: r.priorityName, tags, source, extraFields, template: r.template as OutputTemplate };
      this.rules.set(r, a);
    }
    return a;
  }

  /** Counters of each output, in the order in which they were added. */
  stats(): (OutputStats | ChannelStats)[] {
    return this.outputs.map((o) => o.queue.stats());
  }

  /** Files may have been moved away (log rotation): begin new ones. */
  reopen(): void {
    for (const o of this.outputs) o.queue.reopen();
  }

  /** Settled once everything handed in so far has left. */
  async flush(): Promise<void> {
    await Promise.all(this.outputs.map((o) => o.queue.flush()));
  }

  /**
   * Flush and close all outputs.
   * @param deadlineMs time for channels; what they have not taken by then is discarded and reported. Default: no end.
   */
  async close(deadlineMs?: number): Promise<void> {
    const all = this.outputs.splice(0);
    await Promise.all(all.map((o) => o.queue.close(deadlineMs)));
  }
}

function sinkOf(o: Exclude<OutputSpec, { kind: "channel" }>): Sink {
  switch (o.kind) {
    case "stdout":
      return new StreamSink(process.stdout);
    case "stream":
      return new StreamSink(o.stream);
    case "file":
      return fileSink(o.filename, o.keepAlive ?? false);
    case "sink":
      return o.sink;
    case "callback":
      return callbackSink(o.onAlert);
    default:
      throw new OutputError(`there is no output of the kind '${(o as { kind: string }).kind}'`);
  }
}

function callbackSink(onAlert: (alert: Alert, line: string) => unknown): Sink {
  return {
    send(messages) {
      for (const [i, m] of messages.entries()) {
        const later = onAlert(m.alert, m.line);
        if (isThenable(later)) return Promise.resolve(later).then(() => sendRest(onAlert, messages.slice(i + 1)));
      }
    },
  };
}

function isThenable(v: unknown): v is PromiseLike<unknown> {
  return typeof (v as { then?: unknown } | null | undefined)?.then === "function";
}

async function sendRest(
  onAlert: (alert: Alert, line: string) => unknown,
  messages: readonly OutputMessage[],
): Promise<void> {
  for (const m of messages) await onAlert(m.alert, m.line);
}
