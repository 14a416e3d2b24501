// The thread of precompile.mjs: runs the bundle as sensor/thread.ts does, and keeps V8's code of it when it is told to.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { runBundle } from "../dist/src/boot/bundle.js";
import { codeFile, sealed } from "../dist/src/boot/read.js";

const { file, bytes, sourceBytes } = workerData.bundle;
const source = new Uint8Array(bytes, 0, sourceBytes);
const { script } = runBundle({ file, bytes: bytes.slice(0, sourceBytes), sourceBytes }, createRequire(file));
parentPort.on("message", (m) => {
  if (m.type !== "keep") return;
  // as they are when a worker begins: later, the main thread changes them
  setFlagsFromString("--no-expose-gc");
  setFlagsFromString("--no-opt");
  writeFileSync(codeFile(file), sealed(source, script.createCachedData()));
  process.exit(0);
});
