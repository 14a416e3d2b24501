import { defaultConfig } from "../../config/config.js";
import type { FlagDef } from "../argv.js";
import { CLASSIC } from "../classic.js";
import { COMMANDS, type CommandShape } from "../commands.js";
import { FLAGS } from "../options.js";

/** What can be typed at one place of a command line. */
export interface Place {
  /** Words that lead here: ``, `top`, `rules check`. */
  readonly path: string;
  readonly flags: readonly FlagDef[];
  /** Words that lead further. */
  readonly next: readonly { readonly name: string; readonly help: string }[];
  readonly rest: "file" | readonly string[];
}

/** Values that are names of files, by what help calls them. */
const FILES: ReadonlySet<string> = new Set(["file", "path", "rules_file", "capture_file", "stats_file", "pid_file"]);

/** All places. What Falco has dropped works, and is not offered. */
export async function places(): Promise<Place[]> {
  const flags = FLAGS.filter((f) => !CLASSIC.some((c) => c.key === f.key));
  const out: Place[] = [{ path: "", flags, next: COMMANDS, rest: [] }];
  for (const c of COMMANDS) out.push(...placesOf(c.name, await c.shape()));
  return out;
}

function placesOf(path: string, { flags, actions = [], rest = [] }: CommandShape): Place[] {
  const further = actions.flatMap((a) => placesOf(`${path} ${a.name}`, a));
  return [{ path, flags, next: actions, rest }, ...further];
}

/** How a flag is typed. */
export function spellings(f: FlagDef): string[] {
  return [...(f.short === undefined ? [] : [`-${f.short}`]), ...(f.long === undefined ? [] : [`--${f.long}`])];
}

/** What a flag's value can be; undefined if it has none, or it can only be given after `=`. */
export function valuesOf(f: FlagDef): "file" | "any" | readonly string[] | undefined {
  if (f.value === undefined || f.implicit !== undefined) return undefined;
  if (f.words === "key") return configKeys();
  return f.words ?? (FILES.has(f.value) ? "file" : "any");
}

/** Keys of the configuration, each with the `=` that follows it. */
function configKeys(): string[] {
  const leaves = (value: unknown, path: string): string[] => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path}=`];
    return Object.entries(value).flatMap(([k, v]) => leaves(v, path === "" ? k : `${path}.${k}`));
  };
  return leaves(defaultConfig(), "");
}

/** A help text as a few words. */
export function brief(help: string): string {
  const [first = ""] = help.split(/[;:]\s|, e\.g\.|\.(?:\s+[A-Z]|$)/);
  return first;
}
