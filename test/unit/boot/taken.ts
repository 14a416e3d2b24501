// For bundle.test.ts: begins a worker as LiveSensor does, which says whether V8 takes the code made of the worker's bundle.
import { fileURLToPath } from "node:url";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { type Bundle, compileBundle } from "../../../src/boot/bundle.js";
import { readBundle } from "../../../src/boot/read.js";
import { holdOptimiser, setWorkerFlags, YOUNG_MB } from "../../../src/sensor/tiers.js";

if (isMainThread) {
  setWorkerFlags();
  holdOptimiser();
  const file = fileURLToPath(new URL("../../../src/sensor/worker.bundle.cjs", import.meta.url));
  new Worker(new URL(import.meta.url), {
    workerData: readBundle(file),
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
} else {
  process.stdout.write(compileBundle(workerData as Bundle).precompiled ? "precompiled\n" : "compiled anew\n");
}
