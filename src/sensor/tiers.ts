import { setFlagsFromString } from "node:v8";

/** Rules that take longer to load than this are so many that optimised code pays. */
const LONG_MS = 3000;

/**
 * What a start does in plenty (reading YAML, parsing and compiling conditions) it does once: V8's optimising compiler would
 * take as much CPU for that as the work itself, in each worker. So it is held back until events are judged: what the host
 * does then says which code is worth it, and that is in baseline code by then (warmup.ts).
 * @returns lets it go; may be called more than once
 */
export function holdOptimiser(): () => void {
  setFlagsFromString("--no-opt");
  const letGo = (): void => {
    clearTimeout(timer);
    setFlagsFromString("--opt");
  };
  const timer = setTimeout(letGo, LONG_MS).unref();
  return letGo;
}

/** The young generation of a worker, MB: the hot path allocates nothing, and a small one saves some 10 MB. */
export const YOUNG_MB = 3;

/** Flags of V8 that workers are to begin with. */
export function setWorkerFlags(): void {
  // V8 forgets functions that have not run for a while; the way to an alert is such a one, and must stay short
  setFlagsFromString("--no-flush-bytecode");
  // back to V8's default: bin/saker has set it for the main thread, whose heap is there; for workers it would override
  // YOUNG_MB, and V8 takes code that was made before only under the same flags (scripts/precompile.mjs)
  setFlagsFromString("--max-semi-space-size=0");
}
