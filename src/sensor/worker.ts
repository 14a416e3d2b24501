// One thread a ring: polls it and hands what is there to the pipeline, between messages from the main thread.
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { withBreath } from "../event/breath.js";
import { printBuffersInBase64 } from "../event/text/buffer.js";
import { lookProcesses, type OpenLook } from "../state/look.js";
import { type ProcSnapshot, readProc, scanProc } from "../state/procfs.js";
import { SystemState } from "../state/system.js";
import { addon, type Ring } from "./addon.js";
import { GarbageWatch } from "./garbage.js";
import { loadEngine, refusal, summary } from "./judging.js";
import { Pipeline } from "./pipeline.js";
import { Counter, type FromWorker, type Judgement, type ToWorker, type WorkerSetup } from "./protocol.js";
import { TableKeeper } from "./tablekeeper.js";
import { Talkers } from "./talkers.js";
import { Tap } from "./tap.js";
import { warmUp } from "./warmup.js";

const POLL_MS = 200;
/** While rules are made ready, the ring is looked at this often. */
const LOOK_MS = 2;

const setup = workerData as WorkerSetup;
const native = addon();
const openLook: OpenLook = (what, pid) => new native.Look(what, pid);
if (parentPort === null) throw new Error("sensor/worker.js runs as a worker thread only");
const port = parentPort;

function post(message: FromWorker): void {
  port.postMessage(message);
}

/** Where no counters and no kernel filter are to be touched. */
function nowhere(): Pick<ConstructorParameters<typeof Pipeline>[0], "counters" | "backlog" | "markBoring"> {
  return { counters: new Float64Array(Counter.SIZE), backlog: new Int32Array(1), markBoring: () => {} };
}

/** A worker at work. */
class Consumer {
  private readonly state: SystemState;
  private readonly ring: Ring;
  private readonly garbage = new GarbageWatch();
  private readonly tap = setup.tap === undefined ? null : new Tap(setup.tap);
  private readonly counters = new Float64Array(setup.counters);
  private readonly talkers = new Talkers(setup.talkers);
  private pipeline: Pipeline;
  private prepared: Pipeline | undefined;
  private stopping = false;
  /** Messages that came while the thread was in its event loop. */
  private readonly early: ToWorker[] = [];

  /** This process alone, for warming up. */
  private readonly self: ProcSnapshot;
  private readonly keeper: TableKeeper;

  constructor(engine: ReturnType<typeof loadEngine>, snapshot: ProcSnapshot | undefined, bootNs: bigint) {
    const self = readProc(process.pid);
    this.self = { bootNs, rows: self === undefined ? [] : [self], vanished: 0 };
    this.state = new SystemState({
      processes: setup.maxProcesses,
      hostname: setup.format.hostname,
      resolvePath: native.resolvePath,
      ...(setup.iterators && { openLook }),
    });
    this.loadTable(snapshot, bootNs);
    this.pipeline = this.pipelineOf(engine, setup);
    warmUp(this.pipeline, this.state);
    this.ring = new native.Ring(setup.index);
    this.pipeline.attach(this.ring.buffer);
    this.tap?.attach(this.ring.buffer);
    this.keeper = new TableKeeper(this.state, openLook, () => post({ type: "gap" }));
    port.on("message", (m: ToWorker) => this.early.push(m));
  }

  private loadTable(snapshot: ProcSnapshot | undefined, bootNs: bigint): void {
    try {
      this.state.loadRows(snapshot?.rows ?? lookProcesses(openLook), bootNs);
    } catch {
      this.state.loadRows(scanProc().rows, bootNs);
    }
  }

  private pipelineOf(engine: ReturnType<typeof loadEngine>, { format }: Judgement): Pipeline {
    const { state, counters } = this;
    const backlog = new Int32Array(setup.backlog);
    const { talkers } = this;
    return new Pipeline({ engine, state, format, counters, backlog, talkers, markBoring: native.markBoring });
  }

  async run(): Promise<void> {
    for (;;) {
      const bytes = this.consume(this.stopping ? 0 : this.keeper.busy ? 1 : POLL_MS);
      if (bytes === 0 && this.stopping) break;
      if (this.keeper.mind(this.ring.lost, bytes)) this.count(Counter.REPAIRS);
      this.garbage.check();
      // the thread does not return to its event loop while it runs, so it asks for its messages
      for (;;) {
        const m = this.early.shift() ?? (receiveMessageOnPort(port) as { message: ToWorker } | undefined)?.message;
        if (m === undefined) break;
        await this.obey(m);
      }
    }
    this.ring.close();
    post({ type: "stopped" });
  }

  /** Judge what is in the ring; gives its bytes. */
  private consume(waitMs: number): number {
    const { ring, pipeline } = this;
    const bytes = ring.poll(waitMs);
    this.count(Counter.POLLS);
    if (bytes === 0) return 0;
    pipeline.drain(ring.start, bytes);
    if (this.tap !== null) this.tap.put(ring.start, bytes);
    ring.commit();
    const alerts = pipeline.takeAlerts();
    if (alerts !== undefined) post({ type: "alerts", ...alerts });
    return bytes;
  }

  private count(cell: number): void {
    this.counters[cell] = (this.counters[cell] as number) + 1;
  }

  private async obey(m: ToWorker): Promise<void> {
    switch (m.type) {
      case "stop":
        this.stopping = true;
        return;
      case "processes":
        return reportProcesses(this.state);
      case "repair":
        return this.keeper.begin(m.look);
      case "prepare":
        return this.prepare(m.judgement);
      case "discard":
        this.prepared = undefined;
        return;
      case "switch":
        return this.switch();
    }
  }

  /** Compile rules and the code that they become beside those in use, looking after the ring all the while. */
  private prepare(j: Judgement): void {
    let next = 0;
    const look = (): void => {
      if (performance.now() < next) return;
      this.consume(0);
      next = performance.now() + LOOK_MS;
    };
    try {
      const loaded = withBreath(look, () => {
        const engine = loadEngine(j);
        // on made-up processes: what is known of the real ones must not suffer
        const state = new SystemState({ processes: 64, hostname: j.format.hostname });
        state.loadSnapshot(this.self);
        warmUp(new Pipeline({ engine, state, format: j.format, ...nowhere() }), state);
        this.prepared = this.pipelineOf(engine, j);
        return summary(engine);
      });
      post({ type: "prepared", loaded, refused: "" });
    } catch (e) {
      post({ type: "prepared", loaded: undefined, refused: refusal(e) });
    }
  }

  /** Between two events. */
  private async switch(): Promise<void> {
    const { prepared } = this;
    if (prepared === undefined) return;
    this.prepared = undefined;
    printBuffersInBase64(prepared.base64);
    prepared.follow(this.pipeline, this.ring.buffer);
    this.pipeline = prepared;
    post({ type: "switched" });
    // what native code holds for the old rules is only freed in the event loop
    this.garbage.collect();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

function reportProcesses(state: SystemState): void {
  const rows = [];
  for (const p of state.procs.values()) {
    const { pid, ppid, startNs, comm, exepath, cwd, uid } = p;
    rows.push({ pid, ppid, startNs, comm: comm.str, exepath: exepath.str, cwd: cwd.str, uid });
  }
  post({ type: "processes", rows });
}

try {
  const engine = loadEngine(setup);
  printBuffersInBase64(setup.format.base64 === true);
  post({ type: "loaded", ...summary(engine), threadId: native.threadId() });
  port.once("message", (message: ToWorker) => {
    if (message.type !== "start") return;
    const fail = (e: unknown): void => post({ type: "error", message: (e as Error).stack ?? String(e), fatal: "run" });
    try {
      const consumer = new Consumer(engine, message.snapshot, message.bootNs);
      post({ type: "ready" });
      consumer.run().catch(fail);
    } catch (e) {
      fail(e);
    }
  });
} catch (e) {
  post({ type: "error", message: refusal(e), fatal: "rules" });
}
