/** Priorities from the gravest (0) to the least (7). */
export const PRIORITIES = [
  "Emergency",
  "Alert",
  "Critical",
  "Error",
  "Warning",
  "Notice",
  "Informational",
  "Debug",
] as const;

export type PriorityName = (typeof PRIORITIES)[number];

/** Number of a priority written in any case (`info` is short for Informational); undefined if there is none. */
export function parsePriority(text: string): number | undefined {
  const t = text.toLowerCase();
  if (t === "info") return 6;
  const i = PRIORITIES.findIndex((p) => p.toLowerCase() === t);
  return i < 0 ? undefined : i;
}
