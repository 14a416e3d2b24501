import { readFileSync } from "node:fs";
import { join } from "node:path";

const NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;
const MARK = "\u0000int:";

/** Parse JSON whose integers may be too long for a double: those become bigint. */
export function parseExact(text: string): unknown {
  const marked = text.replace(NUMBER, (m) => (m[0] === '"' ? m : JSON.stringify(MARK + m)));
  return JSON.parse(marked, (_key, v: unknown) =>
    typeof v === "string" && v.startsWith(MARK) ? BigInt(v.slice(MARK.length)) : v,
  );
}

/** The filters cases of a corpus by id, with exact integers. */
export function exactCases(corpus: string): ReadonlyMap<string, Record<string, unknown>> {
  const { cases } = parseExact(readFileSync(join(corpus, "filters", "cases.json"), "utf8")) as {
    cases: Record<string, unknown>[];
  };
  return new Map(cases.map((c) => [String(c.id), c]));
}
