const NS = 1_000_000_000n;

function pad(n: number, width: number): string {
  return String(n).padStart(width, "0");
}

/** Sub-second part of a timestamp, nine digits. */
export function nanos(ts: bigint): string {
  return String(ts % NS).padStart(9, "0");
}

function date(ts: bigint): Date {
  return new Date(Number(ts / 1_000_000n));
}

/** `HH:MM:SS` in local time. */
export function localTime(ts: bigint): string {
  const d = date(ts);
  return `${pad(d.getHours(), 2)}:${pad(d.getMinutes(), 2)}:${pad(d.getSeconds(), 2)}`;
}

/** `HH:MM:SS.nnnnnnnnn` in local time. */
export function localTimeNs(ts: bigint): string {
  return `${localTime(ts)}.${nanos(ts)}`;
}

/** `YYYY-MM-DD HH:MM:SS` in local time. */
export function localDateTime(ts: bigint): string {
  const d = date(ts);
  return `${pad(d.getFullYear(), 4)}-${pad(d.getMonth() + 1, 2)}-${pad(d.getDate(), 2)} ${localTime(ts)}`;
}

/** `YYYY-MM-DDTHH:MM:SS.nnnnnnnnn` and the suffix, in UTC. */
export function isoTime(ts: bigint, suffix: "+0000" | "Z"): string {
  return `${date(ts).toISOString().slice(0, 19)}.${nanos(ts)}${suffix}`;
}
