import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Bundle } from "../boot/bundle.js";
import { readBundle } from "../boot/read.js";
import { RuleCosts } from "../engine/costs.js";
import type { RuleChoice } from "../engine/selections.js";
import type { ExtraOutput } from "../rules/extra.js";
import { countProcesses, type ProcSnapshot, scanProc } from "../state/procfs.js";
import type { Addon } from "./addon.js";
import { type KernelStats, readKernelStats } from "./drops.js";
import { bpfRefused, SensorError } from "./errors.js";
import { preflight, setNice } from "./host.js";
import {
  type AlertDetail,
  Counter,
  type FormatOptions,
  type FromWorker,
  type Judgement,
  type LoadedRules,
  type ProcessRow,
  type RuleSummary,
  type RulesText,
  SAMPLE_EVERY,
  type ToWorker,
  type WorkerSetup,
} from "./protocol.js";
import { seedRoles } from "./roles.js";
import { type Talker, Talkers } from "./talkers.js";
import { tapMemory } from "./tap.js";
import { holdOptimiser, setWorkerFlags, YOUNG_MB } from "./tiers.js";
import { type GenericCalls, mentionedEvents, type Wanted, wantedSyscalls } from "./wanted.js";

/** What events are judged by, and how alerts print; {@link LiveSensor.reload} changes it. */
export interface JudgeOptions {
  readonly rules: readonly RulesText[];
  readonly ruleMatching: "first" | "all";
  readonly minPriority: number;
  /** Additions to the output of rules. */
  readonly extraOutput?: readonly ExtraOutput[];
  /** What to enable and disable after loading, in order. */
  readonly selections?: readonly RuleChoice[];
  /** Values of fields `static.NAME`. */
  readonly staticFields?: Readonly<Record<string, string>>;
  readonly format: FormatOptions;
  /** Names of events whose calls are watched besides those that rules ask for; `!name` = not even then. */
  readonly calls?: readonly string[];
}

export interface LiveOptions extends JudgeOptions {
  readonly workers: number;
  readonly ringBytes: number;
  readonly snaplen: number;
  /** More of transfers where DNS, HTTP, databases or statsd are spoken, and on a range of ports. Default: no. */
  readonly dynamicSnaplen?: { readonly enabled: boolean; readonly first_port: number; readonly last_port: number };
  readonly maxProcesses: number;
  /** Let the kernel end events that no rule can match. */
  readonly kernelFilter: boolean;
  /** Take path arguments of calls that make no descriptor from the kernel's copies. */
  readonly kernelPaths: boolean;
  /** Ask the kernel's iterators for what is there already, where there are some; else /proc. Default: yes. */
  readonly iterators?: boolean;
  /** Copy all records for another thread: memory of each worker's tap in bytes, a power of two; 0 = none. */
  readonly tapBytes?: number;
  /** Scheduling priority, -20 (first) to 19; 0 leaves it as it is. */
  readonly nice?: number;
  /** Called with each finished line, in the main thread, in order per worker. */
  readonly onAlert: (line: string, rule: RuleSummary, detail: AlertDetail) => void;
  /** A worker died while running: the sensor is blind on its ring. */
  readonly onFailure: (error: Error) => void;
}

/** Where a worker begins, and its program: found from this module and from a bundle of it in a sister folder alike. */
const THREAD = new URL("../sensor/thread.cjs", import.meta.url);
const WORKER = new URL("../sensor/worker.bundle.cjs", import.meta.url);

/**
 * From so many processes on, the kernel's iterators are asked for them: to read one costs a tenth of what reading
 * /proc does, but the programs must be loaded first, which costs as much as some 300 of /proc (bench/README.md).
 */
const LOOK_FROM = 400;

/** Rules were refused by the engine; the message is the loader's, complete. */
export class RulesRefused extends Error {}

/** What a rule has cost. */
export interface RuleCost {
  /** Events on which its condition was evaluated. */
  judged: number;
  /** Time that this took, in ns; an estimate. */
  ns: number;
}

interface Lane {
  readonly worker: Worker;
  readonly counters: Float64Array;
  threadId: number;
  /** What its alerts' numbers stand for. */
  rules: readonly RuleSummary[];
  costs: RuleCosts;
  readonly talkers: Talkers;
  /** The worker has loaded its rules, or has failed to. */
  readonly settled: Promise<void>;
  readonly settle: () => void;
  waiting: Map<FromWorker["type"], (message: FromWorker) => void>;
}

/** The live source: eBPF programs, one ring and one worker thread each for `workers`, and what they report. */
export class LiveSensor {
  rules: readonly RuleSummary[] = [];
  warnings: readonly string[] = [];
  /** What the rules, and the configuration besides them, want to see. */
  wanted: Wanted = { eventTypes: new Set() };
  /** Where each worker's records are copied to; none unless that was wanted. */
  readonly taps: SharedArrayBuffer[] = [];
  private readonly lanes: Lane[] = [];
  private readonly backlog = new SharedArrayBuffer(4);
  private stopping = false;
  private lastStats: KernelStats | undefined;

  private constructor(
    private readonly options: LiveOptions,
    private readonly native: Addon,
  ) {}

  /**
   * Load and attach the programs, scan /proc, start the workers. Resolves when the first event can be judged.
   * @throws SensorError if the machine does not allow it, RulesRefused if the rules are bad; nothing is left behind
   */
  static async start(options: LiveOptions): Promise<LiveSensor> {
    const native = preflight();
    const sensor = new LiveSensor(options, native);
    const optimise = holdOptimiser();
    try {
      await sensor.begin(optimise);
      return sensor;
    } catch (e) {
      optimise();
      await sensor.stop();
      throw e;
    }
  }

  private async begin(optimise: () => void): Promise<void> {
    const { options, native } = this;
    if (options.nice) setNice(options.nice);
    setWorkerFlags();
    // the workers compile the rules while this thread loads the programs
    const bundle = readBundle(fileURLToPath(WORKER));
    for (let i = 0; i < options.workers; i++) this.lanes.push(this.spawn(i, bundle));
    const loaded = this.lanes.map((lane) => this.expect(lane, "loaded"));
    for (const p of loaded) p.catch(() => {});
    try {
      native.load({
        rings: options.workers,
        ringBytes: options.ringBytes,
        snaplen: options.snaplen,
        dynamicSnaplen: options.dynamicSnaplen?.enabled ? 1 : 0,
        fullcaptureFirst: options.dynamicSnaplen?.enabled ? options.dynamicSnaplen.first_port : 0,
        fullcaptureLast: options.dynamicSnaplen?.enabled ? options.dynamicSnaplen.last_port : 0,
        likely: wantedSyscalls({
          eventTypes: mentionedEvents(options.rules.map((r) => r.text)),
          custom: options.calls ?? [],
        }),
        kernelPaths: options.kernelPaths ? 1 : 0,
        ownTgid: process.pid,
        bootEpochNs: native.bootEpochNs(),
        filterSeed: options.kernelFilter ? native.randomSeed() | 1n : 0n,
      });
    } catch (e) {
      throw bpfRefused((e as Error).message);
    }
    const all: LoadedRules[] = [];
    for (const [i, message] of (await Promise.all(loaded)).entries()) {
      if (message.type !== "loaded") continue;
      this.rules = message.rules;
      this.warnings = message.warnings;
      const lane = this.lanes[i] as Lane;
      lane.threadId = message.threadId;
      lane.rules = message.rules;
      lane.costs = new RuleCosts(message.costs);
      all.push(message);
    }
    this.wanted = wantedBy(all, options.kernelPaths, options.calls);
    // Attach first, then look around, then consume: a process that comes or goes meanwhile is in the rings.
    native.setLifecycle(true);
    try {
      native.setWanted(wantedSyscalls(this.wanted));
      native.attach();
    } catch (e) {
      throw bpfRefused((e as Error).message);
    }
    const bootNs = native.bootEpochNs();
    const snapshot = countProcesses() >= LOOK_FROM && this.canLook() ? undefined : { ...scanProc(), bootNs };
    const ready = this.lanes.map((lane) => this.expect(lane, "ready"));
    for (const lane of this.lanes) this.send(lane, { type: "start", snapshot, bootNs });
    await Promise.all(ready);
    optimise();
    // of use to events to come; nobody need wait for it
    setImmediate(() => {
      if (!this.stopping) this.seedRoles(snapshot);
    });
  }

  private seedRoles(snapshot: ProcSnapshot | undefined): void {
    try {
      seedRoles(this.native, snapshot);
    } catch {
      // then the lower port is taken for the server's, as before
    }
  }

  private spawn(index: number, bundle: Bundle): Lane {
    const { options } = this;
    const counters = new SharedArrayBuffer(Counter.SIZE * 8);
    const tap = options.tapBytes ? tapMemory(options.tapBytes) : undefined;
    if (tap !== undefined) this.taps.push(tap);
    const talkers = new Talkers();
    const setup: WorkerSetup = {
      bundle,
      index,
      ...judgementOf(options),
      counters,
      backlog: this.backlog,
      talkers: talkers.shared,
      maxProcesses: options.maxProcesses,
      iterators: options.iterators !== false,
      tap,
    };
    const worker = new Worker(THREAD, {
      workerData: setup,
      name: `saker-${index}`,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    let settle = (): void => {};
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const lane: Lane = {
      worker,
      counters: new Float64Array(counters),
      threadId: 0,
      rules: [],
      costs: new RuleCosts(0),
      talkers,
      settled,
      settle,
      waiting: new Map(),
    };
    worker.on("message", (m: FromWorker) => this.receive(lane, m));
    worker.on("error", (e) => this.fail(lane, e));
    return lane;
  }

  /** Are there iterators? Loads them. */
  private canLook(): boolean {
    if (this.options.iterators === false) return false;
    try {
      this.native.loadLook();
      return true;
    } catch {
      return false;
    }
  }

  private receive(lane: Lane, message: FromWorker): void {
    if (message.type === "loaded" || message.type === "error") lane.settle();
    if (message.type === "alerts") {
      const { onAlert } = this.options;
      Atomics.sub(new Int32Array(this.backlog), 0, message.lines.length);
      message.lines.forEach((line, i) => {
        onAlert(line, lane.rules[message.rules[i] as number] as RuleSummary, message.details[i] as AlertDetail);
      });
      return;
    }
    if (message.type === "gap") {
      // loading takes a while, and the worker has other things to do
      if (!this.stopping) this.send(lane, { type: "repair", look: this.canLook() });
      return;
    }
    if (message.type === "error") {
      this.fail(lane, message.fatal === "rules" ? new RulesRefused(message.message) : new Error(message.message));
      return;
    }
    // alerts that come after this are the new rules'
    if (message.type === "switched") this.takeOver(lane);
    const waiter = lane.waiting.get(message.type);
    lane.waiting.delete(message.type);
    waiter?.(message);
  }

  private fail(lane: Lane, error: Error): void {
    // first: whoever waits is told this one
    this.failure ??= error;
    lane.settle();
    const rejected = lane.waiting.get("error");
    if (rejected !== undefined) rejected({ type: "error", message: error.message, fatal: "run" });
    lane.waiting.clear();
    if (rejected === undefined && !this.stopping) this.options.onFailure(error);
  }
  private failure: Error | undefined;

  private expect(lane: Lane, type: FromWorker["type"]): Promise<FromWorker> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      lane.waiting.set(type, (m) => {
        lane.waiting.delete("error");
        resolve(m);
      });
      lane.waiting.set("error", () => reject(this.failure ?? new SensorError("WORKER", "a worker died")));
    });
  }

  private send(lane: Lane, message: ToWorker): void {
    lane.worker.postMessage(message);
    if (lane.threadId !== 0 && message.type !== "start") this.native.wake(this.lanes.indexOf(lane));
  }

  /**
   * Judge by other rules from now on. They are compiled beside those in use and take their place between two events;
   * programs, rings and what is known of processes stay. Call it again only when it has settled.
   * @throws {RulesRefused} if they are bad: the old ones stay
   */
  async reload(options: JudgeOptions): Promise<void> {
    const prepared = this.lanes.map((lane) => this.expect(lane, "prepared"));
    for (const lane of this.lanes) this.send(lane, { type: "prepare", judgement: judgementOf(options) });
    const answers = await Promise.all(prepared);
    const loaded: LoadedRules[] = [];
    let refused = "";
    for (const a of answers) {
      if (a.type !== "prepared") continue;
      if (a.loaded !== undefined) loaded.push(a.loaded);
      else refused = a.refused;
    }
    const next = loaded[0];
    if (next === undefined || loaded.length < this.lanes.length || this.stopping) {
      for (const lane of this.lanes) this.send(lane, { type: "discard" });
      throw new RulesRefused(refused || "the sensor is about to stop");
    }
    const wanted = wantedBy(loaded, this.options.kernelPaths, options.calls);
    const { native } = this;
    // first what either needs, so that nothing is missing whichever rules a worker judges by
    const both = wantedSyscalls(this.wanted);
    for (const [i, on] of wantedSyscalls(wanted).entries()) both[i] = (both[i] as number) | on;
    try {
      native.setWanted(both);
    } catch (e) {
      for (const lane of this.lanes) this.send(lane, { type: "discard" });
      throw bpfRefused((e as Error).message);
    }
    this.next = loaded;
    const switched = this.lanes.map((lane) => this.expect(lane, "switched"));
    for (const lane of this.lanes) this.send(lane, { type: "switch" });
    await Promise.all(switched);
    this.next = [];
    // no worker judges by the old rules any more, so nothing that they did not care for can get into the table again
    native.clearBoring();
    native.setWanted(wantedSyscalls(wanted));
    this.wanted = wanted;
    this.rules = next.rules;
    this.warnings = next.warnings;
  }
  /** What each worker is about to judge by. */
  private next: readonly LoadedRules[] = [];

  /** A worker judges by other rules from now on; what the old ones have cost stays known. */
  private takeOver(lane: Lane): void {
    const next = this.next[this.lanes.indexOf(lane)];
    if (next === undefined) return;
    addCosts(this.formerCosts, lane.rules, lane.costs);
    lane.rules = next.rules;
    lane.costs = new RuleCosts(next.costs);
  }
  private readonly formerCosts = new Map<string, RuleCost>();

  /** What each rule has cost since the start, over all workers. */
  ruleCosts(): Map<string, RuleCost> {
    const out = new Map([...this.formerCosts].map(([name, c]) => [name, { ...c }]));
    for (const { rules, costs } of this.lanes) addCosts(out, rules, costs);
    return out;
  }

  /** Processes that make most events; those of each worker on their own. */
  talkers(): Talker[] {
    return this.lanes.flatMap((lane) => lane.talkers.list());
  }

  /** Counters of the kernel side; the last ones after the programs are gone. */
  kernelStats(): KernelStats {
    if (!this.stopping) this.lastStats = readKernelStats(this.native.stats());
    return this.lastStats as KernelStats;
  }

  /** Sum of a {@link Counter} over the workers. */
  counter(cell: number): number {
    return this.lanes.reduce((sum, lane) => sum + (lane.counters[cell] as number), 0);
  }

  /** A {@link Counter} of each worker. */
  counterOf(cell: number): number[] {
    return this.lanes.map((lane) => lane.counters[cell] as number);
  }

  /** Kernel thread ids of the workers. */
  threadIds(): number[] {
    return this.lanes.map((lane) => lane.threadId);
  }

  /** Every worker's process table. */
  async processes(): Promise<ProcessRow[][]> {
    return Promise.all(
      this.lanes.map(async (lane) => {
        const answer = this.expect(lane, "processes");
        this.send(lane, { type: "processes" });
        const m = await answer;
        return m.type === "processes" ? [...m.rows] : [];
      }),
    );
  }

  /** Judge what is in the rings, stop the workers, unload the programs. */
  async stop(): Promise<void> {
    if (this.stopping) return;
    // nothing new, then what is there
    this.native.setWanted(new Uint8Array(0));
    this.native.setLifecycle(false);
    try {
      this.kernelStats();
    } catch {
      // not loaded: there is nothing to count
    }
    this.stopping = true;
    await Promise.all(this.lanes.map((lane) => this.stopLane(lane)));
    this.native.close();
  }

  private async stopLane(lane: Lane): Promise<void> {
    // a thread that is ended in the middle of loading the addon takes the process with it
    await Promise.race([lane.settled, new Promise((r) => setTimeout(r, 5000).unref())]);
    if (lane.threadId !== 0 && this.failure === undefined) {
      const stopped = this.expect(lane, "stopped").catch(() => undefined);
      this.send(lane, { type: "stop" });
      await Promise.race([stopped, new Promise((r) => setTimeout(r, 2000).unref())]);
    }
    await lane.worker.terminate();
  }
}

function addCosts(to: Map<string, RuleCost>, rules: readonly RuleSummary[], costs: RuleCosts): void {
  for (const [i, { name }] of rules.entries()) {
    const judged = costs.judged[i] ?? 0;
    if (judged === 0) continue;
    const sum = to.get(name) ?? { judged: 0, ns: 0 };
    sum.judged += judged;
    sum.ns += (costs.ns[i] ?? 0) * SAMPLE_EVERY;
    to.set(name, sum);
  }
}

/** What any worker's rules want to see. */
function wantedBy(loaded: readonly LoadedRules[], kernelPaths: boolean, custom: readonly string[] = []): Wanted {
  const generic: GenericCalls = loaded.some((l) => l.genericCalls === undefined)
    ? undefined
    : new Set(loaded.flatMap((l) => l.genericCalls ?? []));
  return { eventTypes: new Set(loaded.flatMap((l) => l.eventTypes)), generic, custom, kernelPaths };
}

function judgementOf(o: JudgeOptions): Judgement {
  const { rules, ruleMatching, minPriority, format, extraOutput = [], selections = [], staticFields = {} } = o;
  return { rules, ruleMatching, minPriority, format, extraOutput, selections, staticFields };
}
