import type { ProcessSpec } from "./format.js";
import type { TestNode } from "./yaml.js";

const KEYS = [
  "cmd", "name", "exe", "args", "parent", "user", "login", "cwd", "env", "tty", "container", "pid", "vpid", "capabilities",
  "memfd", "upper_layer", "age",
]; // biome-ignore format: one list

/** Processes that have names. */
export type NamedProcesses = ReadonlyMap<string, ProcessSpec>;

/**
 * A process: `bash > cat /etc/hosts` (ancestors to the left), the name of another one, or a mapping.
 * @throws {RuleTestError}
 */
export function readProcess(node: TestNode, named: NamedProcesses): ProcessSpec {
  if (node.kind === "map") return readMap(node, named);
  const text = node.text("a process");
  const known = named.get(text);
  if (known !== undefined) return known;
  let process: ProcessSpec | undefined;
  for (const part of text.split(/\s>\s/)) {
    const words = part.trim();
    if (words === "") throw node.fail("a process is missing next to '>'; write it like 'nginx > sh -c id'");
    const ancestor = process === undefined ? named.get(words) : undefined;
    process = ancestor ?? { ...EMPTY, node, argv: splitWords(words, node), parent: process };
  }
  return process as ProcessSpec;
}

const EMPTY: Omit<ProcessSpec, "node"> = {
  argv: [],
  name: undefined,
  exe: undefined,
  parent: undefined,
  user: undefined,
  login: undefined,
  cwd: undefined,
  env: [],
  tty: undefined,
  container: undefined,
  pid: undefined,
  vpid: undefined,
  capabilities: [],
  memfd: false,
  upperLayer: false,
  age: undefined,
};

/** A process that does nothing remarkable. */
export function plainProcess(node: TestNode): ProcessSpec {
  return { ...EMPTY, node, argv: ["bash"] };
}

function readMap(node: TestNode, named: NamedProcesses): ProcessSpec {
  const map = node.map("a process", KEYS);
  const text = (key: string): string | undefined => map.get(key)?.text(key);
  const cmd = map.get("cmd");
  const base = cmd === undefined ? undefined : readProcess(cmd, new Map());
  const name = text("name");
  const exe = text("exe");
  const args = map.get("args");
  if (base !== undefined && args !== undefined) throw args.fail("args are part of cmd: give one of the two");
  const first = base?.argv[0] ?? exe ?? name;
  if (first === undefined) throw node.fail("a process needs cmd, name or exe, e.g. cmd: cat /etc/hosts");
  const argv = base?.argv ?? [first, ...readArgs(args)];
  const parent = map.get("parent");
  if (parent !== undefined && base?.parent !== undefined) throw parent.fail("cmd names a parent already");
  return {
    node,
    argv,
    name,
    exe,
    parent: parent === undefined ? base?.parent : readProcess(parent, named),
    user: text("user"),
    login: text("login"),
    cwd: text("cwd"),
    env: readEnv(map.get("env")),
    tty: map.get("tty")?.integer("tty"),
    container: readContainer(map.get("container")),
    pid: map.get("pid")?.integer("pid", 2),
    vpid: map.get("vpid")?.integer("vpid", 1),
    capabilities:
      map
        .get("capabilities")
        ?.list()
        .map((c) => c.text("a capability")) ?? [],
    memfd: map.get("memfd")?.bool("memfd") ?? false,
    upperLayer: map.get("upper_layer")?.bool("upper_layer") ?? false,
    age: readAge(map.get("age")),
  };
}

function readArgs(args: TestNode | undefined): readonly string[] {
  if (args === undefined) return [];
  return args.kind === "list" ? args.list().map((a) => a.text("an argument")) : splitWords(args.text("args"), args);
}

function readEnv(env: TestNode | undefined): readonly string[] {
  if (env === undefined) return [];
  return [...env.map("env")].map(([k, v]) => `${k}=${v.text("a variable")}`);
}

const CONTAINER = "5a6b7c8d9e0f";

function readContainer(node: TestNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  const t = node.text("container");
  if (t === "true") return CONTAINER;
  if (t === "false" || t === "host") return undefined;
  if (!/^[0-9a-f]{12,64}$/.test(t)) throw node.fail("container must be true or an id of 12 to 64 hexadecimal digits");
  return t;
}

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400 };

/** A span of time like `10s`, `5m`, `2h`, in seconds. */
export function readSpan(text: string, node: TestNode): number {
  const m = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(text);
  if (m === null) throw node.fail(`'${text}' is no span of time; write one like 500ms, 10s, 5m, 2h or 1d`);
  return Number(m[1]) * (UNITS[m[2] as string] as number);
}

function readAge(node: TestNode | undefined): number | undefined {
  return node === undefined ? undefined : readSpan(node.text("age"), node);
}

/** Words of a command line; quotes keep blanks together. */
export function splitWords(text: string, node: TestNode): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (const c of text) {
    if (quote !== "") {
      if (c === quote) quote = "";
      else word += c;
    } else if (c === '"' || c === "'") {
      quote = c;
      word ??= "";
    } else if (c === " " || c === "\t" || c === "\n") {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + c;
  }
  if (quote !== "") throw node.fail(`the command line '${text}' has a ${quote} that is not closed`);
  if (word !== undefined) words.push(word);
  return words;
}
