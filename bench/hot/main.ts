// `node dist/bench/hot/main.js [ROUNDS]`: ns an event of the worker's hot path, without kernel and rings in the way.
// Records a mix of real events through the sensor's own programs, then judges the recording again and again.
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { cpus } from "node:os";
import { Pipeline } from "../../src/sensor/pipeline.js";
import { Counter } from "../../src/sensor/protocol.js";
import { scanProc } from "../../src/state/procfs.js";
import { SystemState } from "../../src/state/system.js";
import { engineWith, readRulesFiles } from "../support/engine.js";
import { record } from "../support/record.js";

const ROOT = new URL("../../../", import.meta.url).pathname;
const HERE = new URL("../live/", import.meta.url).pathname;
const RECORDING = 64 << 20;
const ROUNDS = Number(process.argv[2] ?? 20);

const LOADS: Record<string, readonly string[]> = {
  openclose: [`${HERE}workload`, "openclose", "20000", `${ROOT}package.json`],
  connect: [`${HERE}workload`, "connect", "5000"],
  forkexec: [`${HERE}workload`, "forkexec", "500"],
  mixed: [
    "/bin/sh",
    "-c",
    `find ${ROOT}src -name '*.ts' -exec cat {} + | wc -l; ls -lR ${ROOT}src; git -C ${ROOT} log --oneline | head`,
  ],
};

/** Profile what follows; with SAKER_PROFILE=FILE in the environment. */
async function startProfile(): Promise<() => Promise<void>> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 200 });
  await session.post("Profiler.start");
  return async () => {
    const { profile } = await session.post("Profiler.stop");
    writeFileSync(process.env.SAKER_PROFILE as string, JSON.stringify(profile));
    session.disconnect();
  };
}

console.log(`node ${process.version}, ${cpus()[0]?.model ?? "?"}; ${ROUNDS} rounds, best of them`);
const rules = readRulesFiles([`${ROOT}rules/saker_rules.yaml`]);
for (const [name, args] of Object.entries(LOADS)) {
  if (process.argv[3] !== undefined && process.argv[3] !== name) continue;
  const engine = engineWith(rules);
  const { buffer, bytes, events: offsets } = await record(args, engine.eventTypes(), RECORDING);
  const events = offsets.length;
  const state = new SystemState({});
  state.loadSnapshot(scanProc());
  const counters = new Float64Array(Counter.SIZE);
  const pipeline = new Pipeline({
    engine,
    state,
    format: {
      json: false,
      timeIso8601: false,
      includeOutput: true,
      includeMessage: false,
      includeOutputFields: true,
      includeTags: true,
      hostname: "h",
    },
    counters,
    backlog: new Int32Array(1),
    markBoring: () => {},
  });
  pipeline.attach(buffer);
  const profile = process.env.SAKER_PROFILE === undefined ? undefined : await startProfile();
  let best = Number.POSITIVE_INFINITY;
  let first = 0;
  for (let i = 0; i < ROUNDS; i++) {
    const start = process.hrtime.bigint();
    pipeline.drain(0, bytes);
    const ns = Number(process.hrtime.bigint() - start) / events;
    if (i === 0) first = ns;
    best = Math.min(best, ns);
    pipeline.takeAlerts();
  }
  await profile?.();
  console.log(
    `${name.padEnd(10)} ${String(events).padStart(7)} events ${(bytes / events).toFixed(0).padStart(5)} B  first ${first.toFixed(0).padStart(6)} ns  best ${best.toFixed(0).padStart(5)} ns  alerts ${counters[Counter.ALERTS]}`,
  );
}
