import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { Engine } from "../engine/engine.js";
import type { Expr } from "../filter/ast.js";
import { LiveSensor } from "../sensor/live.js";
import { Counter, type RulesText } from "../sensor/protocol.js";
import { ruleKey } from "./action.js";
import { ACTOR, SHIPPED_RULES } from "./place.js";
import { runProgram } from "./program.js";

/** An alert, as far as actions need it. */
export interface Seen {
  readonly rule: string;
  readonly priority: string;
  readonly source: string;
  readonly output: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What a watch counts since its start. */
export interface WatchCounts {
  readonly events: number;
  /** Events that the kernel side had no room for. */
  readonly dropped: number;
  readonly lostAlerts: number;
}

/** How to watch. */
export interface WatchOptions {
  /** Rules files in place of those that ship. */
  readonly rules?: readonly string[];
  /** Called with each alert; without it they are only counted, which is faster. */
  readonly onAlert?: (alert: Seen) => void;
  /** Fields that alerts are to have besides those of their output. */
  readonly fields?: readonly string[];
  /** Macros as a site would fill them, by name; each counts where the rules have it. */
  readonly site?: Readonly<Record<string, string>>;
}

/** Fields that tell whose deed an alert is about. */
const WHOSE = ["proc.pid", "proc.ppid", "proc.apid[2]", "proc.sid"] as const;

/** Much, for a busy machine must not lose the one event that counts. */
const RING_BYTES = 32 << 20;
const WORKERS = 2;

/** Fires for an open of a file that nobody else asks for: the sensor has come so far. */
const MARKER = "Saker simulate looks whether the sensor sees";
const MARKER_PATH = `/saker-simulate-marker-${randomBytes(8).toString("hex")}`;
const MARKER_RULE: RulesText = {
  name: "marker",
  text: JSON.stringify([
    {
      rule: MARKER,
      desc: MARKER,
      condition: `evt.type = openat and evt.arg.name = ${MARKER_PATH}`,
      output: MARKER,
      priority: "DEBUG",
    },
  ]),
};
const MARKER_MS = 60_000;

/** A sensor of our own, which sees whether rules fire. */
export class Watch {
  /** Alerts by rule, by key. */
  readonly counts = new Map<string, number>();
  private error: Error | undefined;

  private engine: Engine | undefined;
  private marked: () => void = () => {};

  private constructor(
    private readonly texts: readonly RulesText[],
    private sensor?: LiveSensor,
  ) {}

  /**
   * Starts it and waits until it watches.
   *
   * @throws SensorError, RulesRefused
   */
  static async start(options: WatchOptions = {}): Promise<Watch> {
    const files = options.rules ?? SHIPPED_RULES;
    const texts = files.map((name) => ({ name, text: readFileSync(name, "utf8") }));
    const watch = new Watch([...texts, ...siteTexts(texts, options.site ?? {})]);
    watch.sensor = await LiveSensor.start({
      rules: [...watch.texts, MARKER_RULE],
      workers: WORKERS,
      ringBytes: RING_BYTES,
      snaplen: 80,
      ruleMatching: "all",
      minPriority: 7,
      kernelFilter: true,
      kernelPaths: true,
      maxProcesses: 262_144,
      extraOutput: [...new Set([...WHOSE, ...(options.fields ?? [])])].map((field) => ({ field })),
      // those that ship switched off have actions, too
      selections: [{ enable: true, rule: "*", tag: "" }],
      format: {
        json: true,
        timeIso8601: false,
        includeOutput: true,
        includeMessage: false,
        includeOutputFields: true,
        includeTags: false,
        hostname: hostname(),
      },
      onAlert: (line, rule) => {
        if (rule.name === MARKER) return watch.marked();
        const key = ruleKey(rule.name);
        watch.counts.set(key, (watch.counts.get(key) ?? 0) + 1);
        if (options.onAlert === undefined) return;
        const { output = "", output_fields: fields = {} } = JSON.parse(line) as {
          output?: string;
          output_fields?: Record<string, unknown>;
        };
        options.onAlert({ rule: rule.name, priority: rule.priority, source: rule.source, output, fields });
      },
      onFailure: (e) => {
        watch.error = e;
      },
    });
    await watch.settle();
    return watch;
  }

  /** Waits until the sensor has worked off what it found at its start: it alerts of what is done now. */
  private async settle(): Promise<void> {
    const seen = new Promise<boolean>((resolve) => {
      this.marked = () => resolve(true);
    });
    const limit = performance.now() + MARKER_MS;
    while (performance.now() < limit && this.error === undefined) {
      await runProgram(ACTOR, ["read", MARKER_PATH]);
      if (await Promise.race([seen, sleep(1000, false)])) return;
    }
  }

  /** What ended the sensor, if something did. */
  get failure(): Error | undefined {
    return this.error;
  }

  /** Keys of the rules that are loaded. */
  rules(): ReadonlySet<string> {
    return new Set((this.sensor?.rules ?? []).map((r) => ruleKey(r.name)));
  }

  /** Is a rule of just this name loaded? */
  hasRule(name: string): boolean {
    return this.sensor?.rules.some((r) => r.name === name) === true;
  }

  /** Condition of the rule that an action's key names. */
  conditionOf(key: string): Expr | undefined {
    if (this.engine === undefined) {
      this.engine = new Engine();
      for (const { name, text } of this.texts) this.engine.loadText(text, name);
    }
    const name = this.sensor?.rules.find((r) => ruleKey(r.name) === key)?.name;
    return name === undefined ? undefined : this.engine.conditionOf(name);
  }

  read(): WatchCounts {
    const sensor = this.sensor as LiveSensor;
    const kernel = sensor.kernelStats();
    return {
      events: sensor.counter(Counter.EVENTS),
      dropped: kernel.droppedFull + kernel.droppedReserved,
      lostAlerts: sensor.counter(Counter.LOST_ALERTS),
    };
  }

  async stop(): Promise<void> {
    await this.sensor?.stop();
  }
}

/** What a site adds to rules that wait for its word. */
function siteTexts(texts: readonly RulesText[], site: Readonly<Record<string, string>>): RulesText[] {
  const macros = Object.entries(site)
    .filter(([macro]) => texts.some(({ text }) => new RegExp(`^- macro: ${macro}\\s*$`, "m").test(text)))
    .map(([macro, condition]) => ({ macro, condition }));
  return macros.length === 0 ? [] : [{ name: "site", text: JSON.stringify(macros) }];
}

/** Is an alert about one of these processes, or a child of theirs? */
export function isAbout(alert: Seen, pids: ReadonlySet<number>): boolean {
  return WHOSE.some((field) => pids.has(Number(alert.fields[field])));
}
