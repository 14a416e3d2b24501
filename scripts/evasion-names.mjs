// Compares the evasions that docs/evasions.md says are tested with those that a run has named.
import { readFileSync } from "node:fs";

const NAME = /^E\d+ /;

/** What stands for each of several in a name of the document. */
const ANY = { CALL: "\\w+", N: "\\d+" };

/** A name of the document as a pattern. */
function pattern(name) {
  const words = name.split(" ").map((w) => (ANY[w.replace(/:$/, "")] ? w.replace(/^\w+/, (k) => ANY[k]) : literal(w)));
  return new RegExp(`^${words.join(" ")}$`);
}

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * What differs, a line each.
 *
 * @param document text of docs/evasions.md
 * @param ran names of all tests that were run
 */
export function differences(document, ran) {
  const said = [...document.matchAll(/`([^`]+)`/g)].map((m) => m[1]).filter((n) => NAME.test(n));
  const names = [...new Set(ran.filter((n) => NAME.test(n)))];
  const patterns = said.map((name) => ({ name, is: pattern(name) }));
  return [
    ...names.filter((n) => !patterns.some((p) => p.is.test(n))).map((n) => `not in docs/evasions.md: ${n}`),
    ...patterns
      .filter((p) => !names.some((n) => p.is.test(n)))
      .map((p) => `in docs/evasions.md, and not run: ${p.name}`),
  ];
}

/** The same for a document on disk. */
export const differencesWith = (path, ran) => differences(readFileSync(path, "utf8"), ran);
