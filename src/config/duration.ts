const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ["y", 365 * 86_400_000],
  ["w", 7 * 86_400_000],
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
];

const DURATION = new RegExp(`^${UNITS.map(([unit]) => `(?:([0-9]+)${unit})?`).join("")}$`);

/**
 * Length of time written as Prometheus does, like `1h30m` or `500ms`, largest unit first.
 * @returns milliseconds; 0 for anything that is not a length of time
 */
export function parseDuration(text: string): number {
  const m = DURATION.exec(text.replace(/\s/g, ""));
  if (m === null) return 0;
  return UNITS.reduce((sum, [, ms], i) => sum + Number(m[i + 1] ?? 0) * ms, 0);
}
