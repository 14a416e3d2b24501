// A pair that must agree: a capture judged event by event, and with the events that nobody looks at passed by.
import { CaptureError } from "../../src/capture/error.js";
import { CaptureSession } from "../../src/capture/session.js";
import type { Engine } from "../../src/engine/engine.js";
import { EVENT_CODES } from "../../src/event/table.js";
import type { FieldRegistry } from "../../src/fields/field.js";

/** Threads whose state is compared: ids of the seed captures, and a few that nobody has. */
const THREADS = [0, 1, 2, 42, 43, 44];

/** What judging a capture came to, all of it as text. */
export interface Judged {
  readonly hits: string;
  /** Why it could not be read to its end; empty if it could. */
  readonly fault: string;
  readonly counts: string;
  readonly threads: string;
  /** Events that were handed out. */
  readonly seen: number;
}

/** Judge a capture. @throws whatever is not a CaptureError */
export async function judged(
  bytes: Uint8Array,
  engine: Engine,
  registry: FieldRegistry,
  passing: boolean,
): Promise<Judged> {
  const hits: string[] = [];
  let seen = 0;
  let fault = "";
  let session: CaptureSession | undefined;
  try {
    session = await CaptureSession.open(bytes, { registry });
    if (passing)
      session.pass({
        types: engine.unjudged(),
        counts: new Float64Array(EVENT_CODES),
        until: Number.POSITIVE_INFINITY,
        mayMatch: (x) => engine.keyMayMatch(x),
      });
    await session.run((x) => {
      seen++;
      const n = engine.process(x);
      if (n > 0) hits.push(`${x.num}: ${engine.hits.subarray(0, n).join(" ")}`);
      else session?.unmatched(x);
    });
  } catch (e) {
    if (!(e instanceof CaptureError)) throw e;
    fault = e.message;
  }
  const { events, shown, firstNs, lastNs, unknownEvents } = session?.summary ?? {};
  const threads = THREADS.map((tid) => session?.inspector.thread(tid) ?? null);
  return {
    hits: hits.join("\n"),
    fault,
    counts: [events, shown, firstNs, lastNs, unknownEvents].join(" "),
    threads: JSON.stringify(threads, plain, 1),
    seen,
  };
}

/** As JSON has neither: big integers, maps. */
function plain(_key: string, v: unknown): unknown {
  if (typeof v === "bigint") return `${v}n`;
  return v instanceof Map ? [...v] : v;
}

/** Judge a capture both ways. @returns events seen one by one, and passed by @throws Error if the two differ */
export async function judgedBothWays(
  bytes: Uint8Array,
  engine: Engine,
  registry: FieldRegistry,
): Promise<{ readonly events: number; readonly passed: number; readonly refused: boolean }> {
  const whole = await judged(bytes, engine, registry, false);
  const passing = await judged(bytes, engine, registry, true);
  for (const key of ["hits", "fault", "counts", "threads"] as const) {
    if (whole[key] !== passing[key])
      throw new Error(`passed by, ${key} differ:\n${passing[key]}\n--- from what each event gives:\n${whole[key]}`);
  }
  return { events: whole.seen, passed: whole.seen - passing.seen, refused: whole.fault !== "" };
}
