import type { ParamInput } from "../capture/encode.js";
import { EVENTS } from "../event/table.js";
import { didYouMean } from "../rules/errors.js";
import { nearest } from "../rules/nearest.js";
import type { EventItem } from "./format.js";
import { type NamedProcesses, readProcess, readSpan } from "./read-process.js";
import type { TestNode } from "./yaml.js";

/** Things that are no events by these names, or more than one. */
export const SHORTHANDS = ["read", "write", "exec", "spawn", "wait"] as const;

const NAMES: ReadonlySet<string> = new Set(EVENTS.map((e) => e.name));
const BESIDE: readonly string[] = ["by", "as"];
const EXPLICIT: readonly string[] = ["type", "params", "by"];

/**
 * Something that happens: `read /etc/shadow`, `{connect: "10.0.0.1:80", by: web}`, `{unlink: {res: -ENOENT, path: /x}}`
 * or `{type: openat, params: {...}}`.
 * @throws {RuleTestError}
 */
export function readEvent(node: TestNode, named: NamedProcesses): EventItem {
  if (node.kind === "scalar") {
    const text = node.text("an event").trim();
    const blank = text.search(/\s/);
    const key = blank < 0 ? text : text.slice(0, blank);
    const value = blank < 0 ? undefined : text.slice(blank).trim();
    return { node, by: undefined, what: short(knownName(key, node), value, node, undefined, named) };
  }
  const map = node.map("an event");
  const by = map.get("by")?.text("by");
  if (map.has("type")) {
    node.map("an event", EXPLICIT);
    const type = (map.get("type") as TestNode).text("type");
    const code = /^\d+$/.test(type) ? Number(type) : type;
    return { node, by, what: { kind: "event", type: code, params: readParams(map.get("params")) } };
  }
  const keys = [...map.keys()].filter((k) => !BESIDE.includes(k));
  if (keys.length !== 1) {
    throw node.fail(`an event has one key besides by and as, its name; here are ${keys.length}: ${keys.join(", ")}`);
  }
  const key = knownName(keys[0] as string, node);
  const value = map.get(key) as TestNode;
  const as = map.get("as")?.text("as");
  if (as !== undefined && key !== "spawn") throw node.fail("'as' names the process of a spawn, nothing else");
  if (value.kind === "map" && key !== "spawn" && key !== "exec") {
    return { node, by, what: { kind: "event", type: key, params: readParams(value) } };
  }
  if (value.kind === "map") {
    const process = readProcess(value, named);
    return { node, by, what: key === "spawn" ? { kind: "spawn", process, as } : { kind: "exec", process } };
  }
  return { node, by, what: short(key, value.kind === "null" ? undefined : value.text(key), value, as, named) };
}

function short(
  key: string,
  value: string | undefined,
  node: TestNode,
  as: string | undefined,
  named: NamedProcesses,
): EventItem["what"] {
  switch (key) {
    case "wait":
      return { kind: "wait", seconds: readSpan(value ?? "", node) };
    case "exec":
      return { kind: "exec", process: value === undefined ? undefined : commandLine(value, node, named) };
    case "spawn":
      if (value === undefined) throw node.fail("spawn needs a command line, e.g. spawn sh -c id");
      return { kind: "spawn", process: commandLine(value, node, named), as };
    default:
      return { kind: "short", type: key, value };
  }
}

function commandLine(text: string, node: TestNode, named: NamedProcesses) {
  const p = readProcess(node.withText(text), named);
  if (p.parent !== undefined) throw node.fail("a new process has its parent already: leave out what is before '>'");
  return p;
}

function knownName(name: string, node: TestNode): string {
  if (NAMES.has(name) || (SHORTHANDS as readonly string[]).includes(name) || name.startsWith("PPME_")) return name;
  const near = nearest(name, [...SHORTHANDS, ...NAMES]);
  throw node.fail(`there is no event '${name}'`, didYouMean(near));
}

function readParams(node: TestNode | undefined): Readonly<Record<string, ParamInput>> {
  if (node === undefined) return {};
  node.map("parameters");
  return node.plain() as Readonly<Record<string, ParamInput>>;
}
