/**
 * How much a property test does. The usual run takes a slice; the whole is asked for by
 * `npm run test:property -- --pairs 1000000 --files 100000`, which sets these variables of the environment.
 */
export const PAIRS: number = amount("SAKER_PAIRS", 100_000);
export const FILES: number = amount("SAKER_FILES", 4_000);
/** Seed of the first slice; those that follow count up from it. */
export const SEED: number = amount("SAKER_SEED", Math.floor(Math.random() * 0x3fff_ffff));

function amount(name: string, usual: number): number {
  const text = process.env[name];
  if (text === undefined || text === "") return usual;
  const n = Number(text);
  if (!Number.isSafeInteger(n) || n < 0) throw new Error(`${name}=${text}: a whole number is wanted`);
  return n;
}

/** Seeds for `total` cases in slices of `size`. */
export function slices(total: number, size: number): { readonly seed: number; readonly runs: number }[] {
  const out = [];
  for (let done = 0; done < total; done += size)
    out.push({ seed: SEED + out.length, runs: Math.min(size, total - done) });
  return out;
}
