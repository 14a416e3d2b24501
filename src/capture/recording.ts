// When a recording of events ends, and what its file is called (`capture` in the configuration).

/** Why a recording ends. */
export type RecordingEnd = "none" | "time_deadline" | "size_limit";

const DIGITS = 20;
const MB = 1n << 20n;

/** Name of the file of a recording that begins with an event; names sort as the events do. */
export function recordingPath(prefix: string, ts: bigint, eventNumber: bigint): string {
  const digits = (n: bigint): string => n.toString().padStart(DIGITS, "0");
  return `${prefix}_${digits(ts)}_${digits(eventNumber)}.scap`;
}

/**
 * Whether a recording ends with an event of time `ts`.
 * @param written bytes in the file so far
 * @param maxMb most MiB; 0 = no limit
 */
export function recordingEnd(ts: bigint, deadline: bigint, written: bigint, maxMb: bigint): RecordingEnd {
  if (ts >= deadline) return "time_deadline";
  return maxMb > 0n && written >= maxMb * MB ? "size_limit" : "none";
}
