import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SimulateError } from "../registry.js";
import { type ArgRow, STEP_CALLS } from "./calls.js";
import { capabilitySet } from "./caps.js";
import type { ProcessSpec, ResourceSpec, StepSpec, SuiteTest } from "./format.js";
import { addressOf, bindingOf, flagsOf, splitWords } from "./values.js";

/** Where a script is done. */
export interface ScriptPlace {
  /** An empty directory, over which the test's own view of the file system is made. */
  readonly root: string;
  /** Files by which control groups are joined. */
  readonly procs?: string;
}

type Words = readonly string[];

/**
 * A test in the language of the native tool (`src/simulate/native/script.h`).
 *
 * @throws SimulateError if a binding or value makes no sense
 */
export function compileScript(test: SuiteTest, place: ScriptPlace): Buffer {
  const container = test.context?.container ?? undefined;
  const named = test.context?.processes ?? [];
  const chain = named.length === 0 && container !== undefined ? [{}] : named;
  const setting: Words[] = [["root", place.root], ["net"]];
  if (place.procs !== undefined) setting.push(["join", place.procs]);
  const ids = new Users();
  const parts: Words[][] = chain.map((p, i) => [
    spawnWords("spawn", p, `/tmp/saker-simulate-${i}`, i + 1, { ids, env: container?.env ?? {} }),
  ]);
  parts.push(leafWords(test, ids));
  const added = ids.added.map(([name, id]) => ["user", name, String(id)]);
  const [first = [], ...others] = parts;
  return encode([
    ["part", "0"],
    ...setting,
    ...added,
    ...first,
    ...others.flatMap((words, i) => [["part", String(i + 1)], ...words]),
  ]);
}

function encode(records: readonly Words[]): Buffer {
  const texts = records.flatMap((r) => [String(r.length), ...r]);
  const bad = texts.find((t) => t.includes("\0"));
  if (bad !== undefined) throw new SimulateError("a text may not have a zero byte in it");
  return Buffer.from(texts.map((t) => `${t}\0`).join(""));
}

/** User and group numbers of this machine's users. */
export function knownUsers(): Map<string, readonly [number, number]> {
  const known = new Map<string, readonly [number, number]>();
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name && uid && gid) known.set(name, [Number(uid), Number(gid)]);
  }
  return known;
}

/** Users of this machine, and those that a test adds to its own view of it. */
class Users {
  readonly added: (readonly [string, number])[] = [];
  private readonly known = knownUsers();

  idsOf(name: string): readonly [number, number] {
    let ids = this.known.get(name);
    if (ids === undefined) {
      const id = 64_100 + this.added.length;
      this.added.push([name, id]);
      ids = [id, id];
      this.known.set(name, ids);
    }
    return ids;
  }
}

interface SpawnSetting {
  readonly ids: Users;
  readonly env: Readonly<Record<string, string>>;
}

function spawnWords(
  head: string,
  p: ProcessSpec & { readonly fileLess?: boolean },
  standardPath: string,
  part: number | "idle",
  { ids, env }: SpawnSetting,
): Words {
  const exe = p.exePath ?? standardPath;
  const link = p.name === undefined ? "" : join(dirname(exe), p.name);
  const [uid, gid] = p.user === undefined ? [0, 0] : ids.idsOf(p.user);
  const caps = p.capabilities === undefined ? "" : capabilitySet(p.capabilities).toString(16);
  const args = splitWords(p.args ?? "");
  const vars = Object.entries({ ...env, ...p.env }).map(([k, v]) => `${k}=${v}`);
  const fixed = [exe, link, p.exe ?? (link || exe), uid, gid, caps, part, p.fileLess === true ? 1 : 0];
  return [head, ...fixed.map(String), String(args.length), ...args, String(vars.length), ...vars];
}

/** What bindings stand for: a place for a result, or a value that is known beforehand. */
type Bound = { readonly register: number } | { readonly words: Words };

class Bindings {
  private next = 0;
  private readonly bound = new Map<string, Bound>();
  private readonly sources = new Set<string>();

  place(source: string, field: string): string {
    this.sources.add(source);
    const register = this.next++;
    if (register > 255) throw new SimulateError("a test may have 256 results at most");
    this.bound.set(`${source}.${field}`, { register });
    return String(register);
  }

  keep(source: string, field: string, words: Words): void {
    this.bound.set(`${source}.${field}`, { words });
  }

  /** The words of an argument that is a binding. */
  get(step: string, source: string, field: string): Words {
    const found = this.bound.get(`${source}.${field}`);
    if (found !== undefined) return "words" in found ? found.words : [`r:${found.register}`];
    if (!this.sources.has(source)) {
      throw new SimulateError(`step ${step}: no resource or preceding step with name "${source}" found`);
    }
    throw new SimulateError(`step ${step}: "${source}" has no field "${field}"`);
  }
}

function leafWords(test: SuiteTest, ids: Users): Words[] {
  const bindings = new Bindings();
  const out: Words[] = [];
  if (test.before !== undefined || test.after !== undefined) out.push(["bash", test.before ?? ":", test.after ?? ":"]);
  for (const r of test.resources ?? []) out.push(resourceWords(r, bindings, ids));
  for (const s of test.steps ?? []) out.push(stepWords(s, bindings));
  return out;
}

function resourceWords(r: ResourceSpec, bindings: Bindings, ids: Users): Words {
  if (r.type === "process") {
    const { name, procName, ...rest } = r;
    const spec = { ...rest, ...(procName === undefined ? {} : { name: procName }) };
    const standard = `/tmp/saker-simulate-${name.replaceAll("/", "_")}`;
    return ["process", ...spawnWords(bindings.place(name, "pid"), spec, standard, "idle", { ids, env: {} })];
  }
  if (r.type === "clientServer") {
    const client = bindings.place(r.name, "client.fd");
    const server = bindings.place(r.name, "server.fd");
    const unix = r.l4Proto === "unix";
    if (unix && r.address !== "")
      throw new SimulateError(`resource ${r.name}: the address of unix sockets must be empty`);
    const address = unix ? (["unix", `/tmp/saker-${r.name}.sock`, "0"] as const) : addressOf(r.address);
    if (!unix && !r.l4Proto.endsWith(address[0])) {
      throw new SimulateError(`resource ${r.name}: ${r.address} is no address for ${r.l4Proto}`);
    }
    return ["clientServer", client, server, address[0], r.l4Proto.slice(0, 3), address[1], address[2]];
  }
  const need = (value: string | undefined, key: string): string => {
    if (value === undefined) throw new SimulateError(`resource ${r.name}: a ${r.subtype} needs '${key}'`);
    return value;
  };
  switch (r.subtype) {
    case "pipe":
      return ["pipe", bindings.place(r.name, "readFd"), bindings.place(r.name, "writeFd")];
    case "file":
      return ["file", bindings.place(r.name, "fd"), need(r.filePath, "filePath")];
    case "directory":
      return ["directory", bindings.place(r.name, "fd"), need(r.dirPath, "dirPath")];
    case "memfd":
      return ["memfd", bindings.place(r.name, "fd"), r.fileName ?? r.name];
    default:
      return [r.subtype, bindings.place(r.name, "fd")];
  }
}

/** Descriptor of the working directory. */
const HERE = "n:-100";

function stepWords(s: StepSpec, bindings: Bindings): Words {
  const rows: readonly ArgRow[] = STEP_CALLS[s.syscall];
  const given: Record<string, unknown> = { ...s.args };
  if (s.syscall === "sendto" && given.destAddr === undefined) given.destAddr = given.address;
  const words = rows.map((row): Words => {
    const name = row[0].replace("?", "");
    const w = argWords(s, row, given, bindings);
    bindings.keep(s.name, name, w);
    return w;
  });
  return ["call", bindings.place(s.name, "ret"), s.name, s.syscall, ...words.flat()];
}

function argWords(s: StepSpec, row: ArgRow, given: Readonly<Record<string, unknown>>, bindings: Bindings): Words {
  const [key, kind, domain] = row;
  const value = given[key.replace("?", "")];
  const bound = bindingOf(value);
  if (bound !== undefined) return bindings.get(s.name, bound.source, bound.field);
  const length = Buffer.byteLength(String(given.buffer ?? given.buf ?? given.moduleImage ?? ""));
  switch (kind) {
    case "dir":
      return [HERE];
    case "fd":
    case "pid":
      return [`n:${value}`];
    case "num":
      return [`n:${value ?? length}`];
    case "flags":
    case "mode":
      return [`n:${value === undefined ? 0 : flagsOf(value, domain ?? "open")}`];
    case "how": {
      const how = (value ?? {}) as { readonly flags?: unknown; readonly mode?: unknown; readonly resolve?: unknown };
      const numbers = [
        flagsOf(how.flags ?? 0, "open"),
        flagsOf(how.mode ?? 0, "mode"),
        flagsOf(how.resolve ?? 0, "resolve"),
      ];
      return [`h:${numbers.join(",")}`];
    }
    case "address": {
      if (value === undefined) return ["n:0", "n:0"];
      const [family, host, port] = addressOf(String(value));
      return [`a:${family}`, host, port];
    }
    case "buffer":
      if (s.syscall === "read") return [`z:${Math.max(length, Number(given.len ?? 0) || 0)}`];
      return s.syscall === "init_module" ? [`s:${value}`, `n:${length}`] : [`s:${value ?? ""}`];
    case "text":
      return [`s:${value ?? ""}`];
  }
}
