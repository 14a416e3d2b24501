// Cases about reading captures and bringing old events up to date.
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import {
  CaptureError,
  CaptureSession,
  ConversionError,
  EventConverter,
  type EventSpec,
  encodeEvent,
  eventCode,
} from "../../src/index.js";
import type { Group, Verdict } from "./group.js";

type Case = Readonly<Record<string, unknown>>;

/** What is wrong; undefined = nothing; an object = the case does not apply. */
type Finding = string | undefined | { readonly na: string };

const hex = (b: Uint8Array | undefined): string => (b === undefined ? "nothing" : Buffer.from(b).toString("hex"));

function differs(what: string, got: Uint8Array | undefined, want: Uint8Array): string | undefined {
  return hex(got) === hex(want) ? undefined : `${what}: got ${hex(got)}, expected ${hex(want)}`;
}

interface Step {
  readonly op: string;
  readonly in: EventSpec;
  readonly out?: EventSpec;
  readonly result?: string;
}

const OUTCOMES: Readonly<Record<string, string>> = { CONVERSION_PASS: "pass", CONVERSION_CONTINUE: "continue" };

function convertStep(converter: EventConverter, s: Step): string | undefined {
  const event = encodeEvent(s.in);
  const want = s.out === undefined ? undefined : encodeEvent(s.out);
  switch (s.op) {
    case "single_conversion_failure":
      try {
        converter.step(event);
        return "the conversion did not fail";
      } catch (e) {
        if (e instanceof ConversionError) return undefined;
        throw e;
      }
    case "single_conversion_drop":
    case "single_conversion_pass": {
      const { outcome } = converter.step(event);
      return `single_conversion_${outcome}` === s.op ? undefined : `outcome ${outcome}`;
    }
    case "no_conversion_drop": {
      const outcome = converter.check(event);
      return outcome === "drop" ? undefined : `outcome ${outcome}`;
    }
    case "event_storage_presence":
      return differs("stored event", converter.stored(Number(s.in.tid)), event);
    case "event_storage_absence":
      return hex(converter.stored(Number(s.in.tid))) === hex(event) ? "the event is stored" : undefined;
    case "single_conversion_success": {
      const { outcome, event: got } = converter.step(event);
      if (outcome !== OUTCOMES[s.result ?? ""]) return `outcome ${outcome}, expected ${s.result}`;
      return want === undefined ? undefined : differs("event", got, want);
    }
    case "full_conversion":
      return want === undefined ? undefined : differs("event", converter.convert(event), want);
    default:
      return `unknown step ${s.op}`;
  }
}

function convertEvent(c: Case): Finding {
  const converter = new EventConverter();
  for (const [i, s] of (c.steps as readonly Step[]).entries()) {
    const why = convertStep(converter, s);
    if (why !== undefined) return `step ${i} (${s.op}): ${why}`;
  }
  return undefined;
}

/** Path of a case's capture; undefined if the corpus does not have it. */
function captureOf(corpus: string, c: Case): string | undefined {
  const name = String(c.capture);
  const places = [join(corpus, "scap", name), join(corpus, "scap", "captures", basename(name))];
  return places.find((p) => existsSync(p));
}

async function convertedEvent(path: string, c: Case): Promise<Finding> {
  const spec = c.event as EventSpec;
  let near: string | undefined;
  for await (const { ev } of (await CaptureSession.open(path)).events()) {
    // the time of a case has been through a double
    const same = Number(ev.ts) === Number(spec.ts ?? 0) && BigInt(ev.tid) === BigInt(spec.tid);
    if (!same || ev.type !== eventCode(spec.type)) continue;
    near = differs("event", ev.bytes(), encodeEvent({ ...spec, ts: ev.ts }));
    if (near === undefined) return undefined;
  }
  return near ?? "no event of that time, thread and type";
}

async function eventCounts(path: string, c: Case): Promise<Finding> {
  const counts = new Map<number, number>();
  for await (const { ev } of (await CaptureSession.open(path)).events())
    counts.set(ev.type, (counts.get(ev.type) ?? 0) + 1);
  const wrong = Object.entries(c.counts as Record<string, number>).filter(
    ([name, n]) => (counts.get(eventCode(name)) ?? 0) !== n,
  );
  if (wrong.length === 0) return undefined;
  return wrong.map(([name, n]) => `${name}: ${counts.get(eventCode(name)) ?? 0}, expected ${n}`).join("; ");
}

async function malformed(path: string, c: Case): Promise<Finding> {
  let session: CaptureSession;
  try {
    session = await CaptureSession.open(path);
  } catch (e) {
    return c.opens === true ? `cannot be opened: ${String(e)}` : undefined;
  }
  if (c.opens === false) return "could be opened";
  const error = await session
    .run(() => {})
    .then(
      () => undefined,
      (e: unknown) => e,
    );
  if (c.first_event !== "error") return error === undefined ? undefined : String(error);
  if (!(error instanceof CaptureError)) return `no capture error, but ${String(error)}`;
  if (session.summary.events > 0) return `${session.summary.events} events were given before the error`;
  const text = String(c.error_contains ?? "");
  return error.message.includes(text) ? undefined : `"${error.message}" does not contain "${text}"`;
}

interface Check {
  readonly format?: string;
  readonly one_of?: readonly string[];
  readonly filter?: string;
}

interface Sequence {
  readonly event_types: readonly string[];
  readonly format: string;
  readonly expect: readonly (readonly string[])[];
  readonly must_see_all?: boolean;
}

/** Those tests are made with port resolution on. */
async function captureFields(path: string, c: Case): Promise<Finding> {
  const session = await CaptureSession.open(path, { serviceNames: true });
  const from = c.from_event_type as readonly string[] | undefined;
  const sequence = c.sequence as Sequence | undefined;
  let begun = false;
  let place = 0;
  for await (const x of session.events()) {
    const { inspector } = session;
    if (!inspector.filter(String(c.filter))) continue;
    const { name } = x.ev.info;
    if (from?.includes(name) === true) begun = true;
    const checks = [
      ...((c.every_event ?? []) as Check[]),
      ...(begun ? ((c.every_event_from_then ?? []) as Check[]) : []),
    ];
    for (const k of checks) {
      if (k.filter !== undefined && !inspector.filter(k.filter)) return `event ${x.num} (${name}): not ${k.filter}`;
      if (k.format === undefined) continue;
      const text = inspector.format(k.format).output;
      if (!(k.one_of ?? []).includes(text))
        return `event ${x.num} (${name}): ${k.format} is ${text}, expected ${k.one_of}`;
    }
    if (sequence === undefined || !sequence.event_types.includes(name)) continue;
    const expected = sequence.expect[place];
    if (expected === undefined) continue;
    const text = inspector.format(sequence.format).output;
    if (!expected.includes(text)) return `event ${x.num} (${name}): ${text}, expected ${expected.join(" or ")}`;
    place++;
  }
  if (sequence?.must_see_all === true && place < sequence.expect.length)
    return `only ${place} of the sequence were seen`;
  return undefined;
}

const READERS: Readonly<Record<string, (path: string, c: Case) => Promise<Finding>>> = {
  converted_event: convertedEvent,
  capture_event_counts: eventCounts,
  malformed_capture: malformed,
  capture_fields: captureFields,
};

async function judge(corpus: string, c: Case): Promise<Finding> {
  const kind = String(c.kind);
  if (kind === "convert_event") return convertEvent(c);
  const read = READERS[kind];
  if (read === undefined) return `unknown kind of case ${kind}`;
  const path = captureOf(corpus, c);
  if (path === undefined) return { na: `the corpus does not have ${String(c.capture)}` };
  return read(path, c);
}

export const scapGroup: Group = {
  name: "scap",
  async run({ corpus, cases }) {
    const verdicts: Verdict[] = [];
    for (const c of cases) {
      const id = String(c.id);
      let found: Finding;
      try {
        found = await judge(corpus, c);
      } catch (e) {
        found = e instanceof Error ? (e.stack ?? e.message) : String(e);
      }
      if (found === undefined) verdicts.push({ id, outcome: "pass" });
      else if (typeof found === "string") verdicts.push({ id, outcome: "fail", why: found });
      else verdicts.push({ id, outcome: "na", why: found.na });
    }
    return verdicts;
  },
};
