// The hot path, one thread a ring: records in place -> state -> rules. Everything here is reused for every event; only
// an alert allocates.
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { Engine } from "../engine/engine.js";
import { AnnexTag, RecordFlag } from "../event/record.js";
import { EventView } from "../event/view.js";
import { compileTemplate, type OutputTemplate } from "../fields/format.js";
import { builtinRegistry } from "../fields/registry.js";
import { AlertFormatter, type AlertRule } from "../output/line.js";
import { describe, RulesError } from "../rules/errors.js";
import { LiveContext } from "../state/live.js";
import { pathsDiffer } from "../state/path-truth.js";
import { SystemState } from "../state/system.js";
import { addon, type Ring } from "./addon.js";
import { settle } from "./settle.js";
import { Counter, type FromWorker, MAX_BACKLOG, type ToWorker, type WorkerSetup } from "./protocol.js";

const RING_HEADER = 8;
const DISCARDED = 0x4000_0000;
const LENGTH = 0x3fff_ffff;
const POLL_MS = 200;

const setup = workerData as WorkerSetup;
const port = parentPort;
if (port === null) throw new Error("sensor/worker.js runs as a worker thread only");

const native = addon();
const counters = new Float64Array(setup.counters);
const backlog = new Int32Array(setup.backlog);

function post(message: FromWorker): void {
  port?.postMessage(message);
}

function loadRules(): Engine {
  const engine = new Engine({
    registry: builtinRegistry(),
    compileTemplate,
    regex: { compile: (pattern) => new native.Regex(pattern) },
    ruleMatching: setup.ruleMatching,
    minPriority: setup.minPriority,
  });
  for (const { name, text } of setup.rules) engine.loadText(text, name);
  engine.compile();
  return engine;
}

/** One worker: its ring, its state, its rules. */
class EventLoop {
  private readonly view = new EventView();
  private readonly state = new SystemState({ processes: setup.maxProcesses, hostname: setup.format.hostname });
  private readonly context = new LiveContext(this.view, this.state);
  private readonly formatter = new AlertFormatter({
    hostname: setup.format.hostname,
    iso8601: setup.format.timeIso8601,
    includeOutput: setup.format.includeOutput,
    includeMessage: setup.format.includeMessage,
    includeFields: setup.format.includeOutputFields,
    includeTags: setup.format.includeTags,
  });
  private readonly ring: Ring;
  private readonly headers: Uint32Array;
  /** The engine's rules as the formatter wants them, by index. */
  private readonly alertRules: readonly AlertRule[];
  private firedRules: number[] = [];
  private firedLines: string[] = [];
  private stopping = false;

  constructor(
    private readonly engine: Engine,
    snapshot: Extract<ToWorker, { type: "start" }>["snapshot"],
  ) {
    this.alertRules = engine.rules.map((r) => ({
      name: r.name,
      priority: r.priorityName,
      tags: r.tags,
      source: r.source,
      template: r.template as OutputTemplate,
    }));
    this.state.loadSnapshot(snapshot);
    this.ring = new native.Ring(setup.index);
    this.view.attach(this.ring.buffer);
    this.headers = new Uint32Array(this.ring.buffer);
  }

  run(): void {
    post({ type: "ready" });
    for (;;) {
      const bytes = this.ring.poll(this.stopping ? 0 : POLL_MS);
      if (bytes === 0 && this.stopping) break;
      if (bytes > 0) {
        this.drain(this.ring.start, bytes);
        this.ring.commit();
        if (this.firedLines.length > 0) this.flush();
      }
      this.readMessages();
    }
    this.ring.close();
    post({ type: "stopped" });
  }

  private drain(start: number, bytes: number): void {
    const { headers, view } = this;
    const end = start + bytes;
    let events = 0;
    for (let at = start; at < end; ) {
      const header = headers[at >> 2] as number;
      const length = header & LENGTH;
      if ((header & DISCARDED) === 0) {
        view.at(at + RING_HEADER);
        this.judge();
        events++;
      }
      at += (length + RING_HEADER + 7) & ~7;
    }
    counters[Counter.EVENTS] = (counters[Counter.EVENTS] as number) + events;
    counters[Counter.PROCESSES] = this.state.procs.size;
  }

  private judge(): void {
    const { view, context, state, engine } = this;
    context.at();
    context.num++;
    state.before(context);
    const flags = view.flags;
    if ((flags & RecordFlag.GAP) !== 0) counters[Counter.GAPS] = (counters[Counter.GAPS] as number) + 1;
    if ((flags & RecordFlag.PRIMARY) !== 0) {
      counters[Counter.JUDGED] = (counters[Counter.JUDGED] as number) + 1;
      let n = engine.process(context);
      if (engine.wantsResolved(context) && pathsDiffer(context)) n = engine.processResolved(context);
      context.resolved = false;
      if (n > 0) this.alert(n);
      else this.offerToFilter();
    }
    state.after(context);
  }

  /** An event that matched nothing: if no event of its key can, the kernel need not send another. */
  private offerToFilter(): void {
    const { view, context, engine } = this;
    const at = view.annex(AnnexTag.FILTER_KEY);
    if (at < 0 || engine.keyMayMatch(context)) return;
    native.markBoring(view.dv.getUint32(at, true), view.dv.getUint32(at + 4, true));
  }

  private alert(n: number): void {
    const { context, engine, formatter } = this;
    for (let i = 0; i < n; i++) {
      const index = engine.hits[i] as number;
      const rule = this.alertRules[index];
      if (rule === undefined) continue;
      if (Atomics.load(backlog, 0) >= MAX_BACKLOG) {
        counters[Counter.LOST_ALERTS] = (counters[Counter.LOST_ALERTS] as number) + 1;
        continue;
      }
      Atomics.add(backlog, 0, 1);
      this.firedRules.push(index);
      this.firedLines.push(setup.format.json ? formatter.json(rule, context) : formatter.text(rule, context));
    }
    counters[Counter.ALERTS] = (counters[Counter.ALERTS] as number) + n;
  }

  private flush(): void {
    post({ type: "alerts", rules: this.firedRules, lines: this.firedLines });
    this.firedRules = [];
    this.firedLines = [];
  }

  /** Between two batches: the thread never returns to its event loop while it runs. */
  private readMessages(): void {
    for (;;) {
      const got = receiveMessageOnPort(port as NonNullable<typeof port>) as { message: ToWorker } | undefined;
      if (got === undefined) return;
      if (got.message.type === "stop") this.stopping = true;
      else if (got.message.type === "processes") this.reportProcesses();
    }
  }

  private reportProcesses(): void {
    const rows = [];
    for (const p of this.state.procs.values()) rows.push({ pid: p.pid, ppid: p.ppid, startNs: p.startNs, comm: p.comm.str });
    post({ type: "processes", rows });
  }
}

try {
  const engine = loadRules();
  post({
    type: "loaded",
    rules: engine.rules.map((r) => ({ name: r.name, priority: r.priorityName, tags: r.tags, source: r.source })),
    eventTypes: [...engine.eventTypes()],
    warnings: engine.warnings.map((w) => describe(w.code, w.message, w)),
    threadId: native.threadId(),
  });
  port.once("message", (message: ToWorker) => {
    if (message.type !== "start") return;
    try {
      const loop = new EventLoop(engine, message.snapshot);
      settle();
      loop.run();
    } catch (e) {
      post({ type: "error", message: (e as Error).stack ?? String(e), fatal: "run" });
    }
  });
} catch (e) {
  const message = e instanceof RulesError ? e.describe() : ((e as Error).stack ?? String(e));
  post({ type: "error", message, fatal: "rules" });
}
