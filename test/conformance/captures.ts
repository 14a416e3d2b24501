// Every capture of the corpus, counted: what is in the file, what upstream's reader makes of it, what sysdig shows.
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { EventConverter } from "../../src/capture/convert/standalone.js";
import { CaptureReader } from "../../src/capture/reader.js";
import { unpacked } from "../../src/capture/source.js";
import { EVENT } from "../../src/event/record.js";
import { eventCode, events } from "../../src/index.js";
import type { Verdict } from "./group.js";

interface Counts {
  readonly events: number;
  readonly by_type: Readonly<Record<string, number>>;
}

interface Capture extends Counts {
  readonly file: string;
  readonly delivered_by_libs_0_25_4?: Counts;
}

/** Events that tell of the state at the beginning if nothing else has come yet. */
const INITIAL: ReadonlySet<string> = new Set(["container", "useradded", "groupadded"]);

type Tally = Map<number, number>;
const add = (t: Tally, code: number): void => void t.set(code, (t.get(code) ?? 0) + 1);

async function count(path: string): Promise<{ raw: Tally; shown: Tally; delivered: Tally }> {
  const raw: Tally = new Map();
  const shown: Tally = new Map();
  let initial = true;
  const delivered: Tally = new Map();
  const reader = new CaptureReader({}, path);
  const converter = new EventConverter();
  const drain = (): void => {
    while (reader.next()) {
      const { u8, dv } = reader.window;
      const bytes = u8.slice(reader.ev, reader.ev + dv.getUint32(reader.ev + EVENT.LEN, true));
      const code = dv.getUint16(reader.ev + EVENT.TYPE, true);
      add(raw, code);
      initial &&= INITIAL.has(events.EVENTS[code]?.name ?? "");
      // sysdig keeps bookkeeping to itself
      if (!initial && events.EVENTS[code]?.categories.includes("INTERNAL") === false) add(shown, code);
      const event = converter.convert(bytes);
      if (event !== undefined) add(delivered, Buffer.from(event.buffer).readUInt16LE(EVENT.TYPE));
    }
  };
  for await (const chunk of unpacked(path)) {
    reader.push(chunk);
    drain();
  }
  reader.end();
  drain();
  return { raw, shown, delivered };
}

function compare(what: string, got: Tally, want: Counts): string[] {
  const codes = new Map(Object.entries(want.by_type).map(([name, n]) => [eventCode(name), n]));
  const all = new Set([...got.keys(), ...codes.keys()]);
  return [...all]
    .filter((c) => got.get(c) !== codes.get(c))
    .map((c) => `${what}, type ${c}: ${got.get(c) ?? 0}, expected ${codes.get(c) ?? 0}`);
}

/** Lines of sysdig's table by direction; undefined if it could not read the capture. */
function sysdigLines(path: string): Record<string, number> | undefined {
  if (!existsSync(path)) return undefined;
  const rows = readFileSync(path, "utf8")
    .split("\n")
    .map((l) => l.trimStart().split("\t"))
    .filter((f) => /^\d+$/.test(f[0] ?? ""));
  const out: Record<string, number> = { "<": 0, ">": 0 };
  for (const f of rows) out[f[2] ?? ""] = (out[f[2] ?? ""] ?? 0) + 1;
  return rows.length === 0 ? undefined : out;
}

function compareSysdig(shown: Tally, want: Record<string, number>): string[] {
  const got: Record<string, number> = { "<": 0, ">": 0 };
  for (const [code, n] of shown) {
    const dir = events.EVENTS[code]?.isExit === true ? "<" : ">";
    got[dir] = (got[dir] ?? 0) + n;
  }
  return Object.keys(want)
    .filter((dir) => got[dir] !== want[dir])
    .map((dir) => `sysdig's ${dir} events: ${got[dir]}, expected ${want[dir]}`);
}

/** Verdicts over all captures that the corpus lists and has. */
export async function captureCounts(corpus: string): Promise<Verdict[]> {
  const list = join(corpus, "scap", "captures.json");
  if (!existsSync(list)) return [];
  const { captures } = JSON.parse(readFileSync(list, "utf8")) as { captures: readonly Capture[] };
  const verdicts: Verdict[] = [];
  for (const c of captures) {
    const path = join(corpus, "scap", c.file);
    if (!existsSync(path)) continue;
    const { raw, shown, delivered } = await count(path);
    const faults = compare("in the file", raw, c);
    if (c.delivered_by_libs_0_25_4 !== undefined)
      faults.push(...compare("converted", delivered, c.delivered_by_libs_0_25_4));
    const sysdig = sysdigLines(join(corpus, "scap", "sysdig-0.29.3", `${basename(c.file)}.tsv`));
    if (sysdig !== undefined) faults.push(...compareSysdig(shown, sysdig));
    const id = `golden/counts/${c.file}`;
    verdicts.push(
      faults.length === 0 ? { id, outcome: "pass" } : { id, outcome: "fail", why: faults.slice(0, 5).join("; ") },
    );
  }
  return verdicts;
}
