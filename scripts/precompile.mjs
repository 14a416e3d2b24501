// Rehearses what the main thread and a worker do at a start, and keeps the code that V8 has made of their bundles by then: a
// start need not make it again.
// Usage: precompile.mjs
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

const ROOT = new URL("..", import.meta.url);
const path = (name) => fileURLToPath(new URL(name, ROOT));
const load = (name) => import(new URL(`dist/src/${name}`, ROOT));

const { readBundle } = await load("boot/read.js");
const { holdOptimiser, setWorkerFlags, YOUNG_MB } = await load("sensor/tiers.js");
const { Counter } = await load("sensor/protocol.js");
const { scanProc } = await load("state/procfs.js");
const { Talkers } = await load("sensor/talkers.js");

// V8 takes the code only under the flags under which it was made: as bin/saker and LiveSensor start
const [, flag] = /^':' .*; y=(--\S+);/m.exec(readFileSync(path("bin/saker"), "utf8"));
const start = [
  path("scripts/precompile-start.mjs"),
  path("dist/src/cli/start.bundle.cjs"),
  path("rules/saker_rules.yaml"),
];
const run = spawnSync(process.execPath, [flag, ...start], { encoding: "utf8" });
if (run.status !== 0) throw new Error(`no code of the start: ${run.stderr}`);
setWorkerFlags();
holdOptimiser();
const rules = ["rules/saker_rules.yaml", "rules/saker-extra_rules.yaml"];
const setup = {
  bundle: readBundle(path("dist/src/sensor/worker.bundle.cjs")),
  index: 0,
  rules: rules.map((name) => ({ name, text: readFileSync(path(name), "utf8") })),
  ruleMatching: "first",
  minPriority: 7,
  extraOutput: [],
  selections: [],
  staticFields: {},
  format: { json: false, hostname: "rehearsal" },
  counters: new SharedArrayBuffer(Counter.SIZE * 8),
  backlog: new SharedArrayBuffer(4),
  talkers: new Talkers().shared,
  maxProcesses: 1000,
  iterators: false,
};
const worker = new Worker(path("scripts/precompile-thread.mjs"), {
  workerData: setup,
  resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
});
worker.on("message", (m) => {
  if (m.type === "loaded") worker.postMessage({ type: "start", snapshot: { ...scanProc(), bootNs: 0n }, bootNs: 0n });
  else if (m.fatal === "rules") throw new Error(m.message);
  // there is no ring, so that it cannot go on from here
  else if (m.type === "error") worker.postMessage({ type: "keep" });
});
