// `node dist/bench/hot/main.js [ROUNDS]`: ns an event of the worker's hot path, without kernel and rings in the way.
// Records a mix of real events through the sensor's own programs, then judges the recording again and again.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { cpus } from "node:os";
import { Engine } from "../../src/engine/engine.js";
import { EventView } from "../../src/event/view.js";
import { compileTemplate } from "../../src/fields/format.js";
import { builtinRegistry } from "../../src/fields/registry.js";
import { addon } from "../../src/sensor/addon.js";
import { Pipeline } from "../../src/sensor/pipeline.js";
import { Counter } from "../../src/sensor/protocol.js";
import { wantedSyscalls } from "../../src/sensor/wanted.js";
import { scanProc } from "../../src/state/procfs.js";
import { SystemState } from "../../src/state/system.js";

const ROOT = new URL("../../../", import.meta.url).pathname;
const HERE = new URL("../live/", import.meta.url).pathname;
const RECORDING = 16 << 20;
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

function newEngine(): Engine {
  const native = addon();
  const engine = new Engine({
    registry: builtinRegistry(),
    compileTemplate,
    regex: { compile: (p) => new native.Regex(p) },
  });
  engine.loadText(readFileSync(`${ROOT}rules/saker_rules.yaml`, "utf8"), "saker_rules.yaml");
  engine.compile();
  return engine;
}

async function record(
  args: readonly string[],
  engine: Engine,
): Promise<{ buffer: ArrayBuffer; bytes: number; events: number }> {
  const native = addon();
  native.load({
    rings: 1,
    ringBytes: 16 << 20,
    snaplen: 80,
    ownTgid: process.pid,
    bootEpochNs: native.bootEpochNs(),
    filterSeed: 0n,
  });
  native.setWanted(wantedSyscalls(engine.eventTypes()));
  native.setLifecycle(true);
  native.attach();
  const ring = new native.Ring(0);
  const child = spawn(args[0] as string, args.slice(1), { stdio: "ignore" });
  await once(child, "exit");
  native.setWanted(new Uint8Array(0));
  native.setLifecycle(false);
  const out = new Uint8Array(RECORDING);
  let at = 0;
  let events = 0;
  const view = new EventView();
  view.attach(ring.buffer);
  for (let n = ring.poll(0); n > 0; ring.commit(), n = ring.poll(0)) {
    if (at + n > RECORDING) break;
    out.set(new Uint8Array(ring.buffer, ring.start, n), at);
    at += n;
  }
  ring.close();
  native.close();
  const headers = new Uint32Array(out.buffer);
  for (let p = 0; p < at; p += (((headers[p >> 2] as number) & 0x3fffffff) + 15) & ~7) events++;
  return { buffer: out.buffer, bytes: at, events };
}

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
execFileSync("true");
for (const [name, args] of Object.entries(LOADS)) {
  if (process.argv[3] !== undefined && process.argv[3] !== name) continue;
  const engine = newEngine();
  const { buffer, bytes, events } = await record(args, engine);
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
