// One thread a ring: polls it and hands what is there to the pipeline, between messages from the main thread.
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { BUILTIN_PLUGINS } from "../engine/builtin.js";
import { Engine } from "../engine/engine.js";
import { EngineError } from "../engine/errors.js";
import { compileTemplate } from "../fields/format.js";
import { builtinRegistry } from "../fields/registry.js";
import { describe, RulesError } from "../rules/errors.js";
import type { ProcSnapshot } from "../state/procfs.js";
import { SystemState } from "../state/system.js";
import { addon } from "./addon.js";
import { GarbageWatch } from "./garbage.js";
import { Pipeline } from "./pipeline.js";
import type { FromWorker, ToWorker, WorkerSetup } from "./protocol.js";
import { warmUp } from "./warmup.js";

const POLL_MS = 200;

const setup = workerData as WorkerSetup;
const native = addon();
if (parentPort === null) throw new Error("sensor/worker.js runs as a worker thread only");
const port = parentPort;

function post(message: FromWorker): void {
  port.postMessage(message);
}

function loadRules(): Engine {
  const engine = new Engine({
    registry: builtinRegistry(),
    compileTemplate,
    regex: { compile: (pattern) => new native.Regex(pattern) },
    ruleMatching: setup.ruleMatching,
    minPriority: setup.minPriority,
    extraOutput: setup.extraOutput,
  });
  for (const { name, text } of setup.rules) engine.loadText(text, name);
  const missing = engine.checkPlugins(BUILTIN_PLUGINS);
  if (missing !== undefined) throw new EngineError(missing);
  for (const s of setup.selections) {
    const change = s.enable ? engine.enable.bind(engine) : engine.disable.bind(engine);
    if (s.rule !== "") change({ name: s.rule });
    if (s.tag !== "") change({ tag: s.tag });
  }
  engine.compile();
  engine.compileKeys();
  return engine;
}

function run(engine: Engine, snapshot: ProcSnapshot): void {
  const state = new SystemState({
    processes: setup.maxProcesses,
    hostname: setup.format.hostname,
    resolvePath: native.resolvePath,
  });
  state.loadSnapshot(snapshot);
  const pipeline = new Pipeline({
    engine,
    state,
    format: setup.format,
    counters: new Float64Array(setup.counters),
    backlog: new Int32Array(setup.backlog),
    markBoring: native.markBoring,
  });
  warmUp(pipeline, state);
  const ring = new native.Ring(setup.index);
  pipeline.attach(ring.buffer);
  const garbage = new GarbageWatch();
  garbage.collect();
  post({ type: "ready" });

  for (let stopping = false; ; ) {
    const bytes = ring.poll(stopping ? 0 : POLL_MS);
    if (bytes === 0 && stopping) break;
    if (bytes > 0) {
      pipeline.drain(ring.start, bytes);
      ring.commit();
      const alerts = pipeline.takeAlerts();
      if (alerts !== undefined) post({ type: "alerts", ...alerts });
    }
    garbage.check();
    // the thread never returns to its event loop while it runs, so it asks for its messages
    for (;;) {
      const got = receiveMessageOnPort(port) as { message: ToWorker } | undefined;
      if (got === undefined) break;
      if (got.message.type === "stop") stopping = true;
      else if (got.message.type === "processes") reportProcesses(state);
    }
  }
  ring.close();
  post({ type: "stopped" });
}

function reportProcesses(state: SystemState): void {
  const rows = [];
  for (const p of state.procs.values()) rows.push({ pid: p.pid, ppid: p.ppid, startNs: p.startNs, comm: p.comm.str });
  post({ type: "processes", rows });
}

try {
  const engine = loadRules();
  const generic = engine.genericCalls();
  post({
    type: "loaded",
    rules: engine.rules.map((r) => ({ name: r.name, priority: r.priorityName, tags: r.tags, source: r.source })),
    eventTypes: [...engine.eventTypes()],
    genericCalls: generic === undefined ? undefined : [...generic],
    warnings: engine.warnings.map((w) => describe(w.code, w.message, w)),
    threadId: native.threadId(),
  });
  port.once("message", (message: ToWorker) => {
    if (message.type !== "start") return;
    try {
      run(engine, message.snapshot);
    } catch (e) {
      post({ type: "error", message: (e as Error).stack ?? String(e), fatal: "run" });
    }
  });
} catch (e) {
  const plain = e instanceof EngineError ? e.message : ((e as Error).stack ?? String(e));
  post({ type: "error", message: e instanceof RulesError ? e.describe() : plain, fatal: "rules" });
}
