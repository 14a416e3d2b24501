import type { YAMLParseError } from "yaml";
import { RulesError } from "./errors.js";
import type { Context } from "./place.js";

// Falco's users know YAML faults by the words of its YAML library, and tools look for them: faults are reported in
// those words, with the reader's own explanation as the hint.

/** Words for the kinds of faults of the YAML reader. */
const WORDS: Readonly<Partial<Record<string, string>>> = {
  BLOCK_AS_IMPLICIT_KEY: "illegal map value",
  BLOCK_IN_FLOW: "illegal block entry",
  TAB_AS_INDENT: "illegal tab when looking for indentation",
  MULTILINE_IMPLICIT_KEY: "illegal map key",
  KEY_OVER_1024_CHARS: "illegal map key",
  MULTIPLE_TAGS: "cannot assign multiple tags to the same node",
  MULTIPLE_ANCHORS: "cannot assign multiple anchors to the same node",
  BAD_ALIAS: "alias not found after *",
  BAD_SCALAR_START: "unknown token",
  BAD_DIRECTIVE: "unknown token",
};

/** The reader's complaint about a file. */
export function yamlError(e: YAMLParseError, top: Context): RulesError {
  const { text } = top.source;
  const [offset, words] = translate(e, text);
  const at = top.child("value for", "", Math.min(offset, text.length));
  const { line, column } = top.source.position(Math.min(offset, text.length));
  const message = `yaml-cpp: error at line ${line + 1}, column ${column + 1}: ${words}`;
  return new RulesError("LOAD_ERR_YAML_PARSE", message, at.place(), `${e.message}.`);
}

/** Where the fault is, and what it is. */
function translate(e: YAMLParseError, text: string): [number, string] {
  const from = e.pos[0];
  switch (e.code) {
    case "BLOCK_AS_IMPLICIT_KEY":
    case "BAD_INDENT": {
      if (/^Flow (sequence|map)/.test(e.message)) {
        const what = e.message.startsWith("Flow map") ? "map" : "sequence";
        return [text.length, `end of ${what} flow not found`];
      }
      // the colon that makes a value into a key
      const colon = /:(?=\s|$)/.exec(text.slice(from));
      return [from + (colon?.index ?? 0), "illegal map value"];
    }
    case "MISSING_CHAR":
      if (/quote/.test(e.message)) return [text.length, "illegal EOF in scalar"];
      return [from, "end of map not found"];
    case "UNEXPECTED_TOKEN": {
      const inSequence = /^\s*-/.test(text);
      if (/flow-(seq|map)-end/.test(e.message)) return [from, "illegal flow end"];
      return [from, inSequence ? "end of sequence not found" : "end of map not found"];
    }
    case "BAD_DQ_ESCAPE":
      return [from, `unknown escape character: ${text[from + 1] ?? ""}`];
    default:
      if (/call stack|levels deep/i.test(e.message)) return [from, "the file is nested too deeply"];
      return [from, WORDS[e.code] ?? e.message];
  }
}
