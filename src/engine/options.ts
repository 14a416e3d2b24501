import type { FieldRegistry } from "../fields/field.js";
import { compileTemplate } from "../fields/format.js";
import { builtinRegistry } from "../fields/registry.js";
import { RE2 } from "../filter/re2.js";
import type { RegexEngine } from "../filter/regex.js";
import type { ExtraOutput } from "../rules/extra.js";
import { PRIORITIES, type PriorityName } from "../rules/priority.js";
import type { CompileTemplate } from "../rules/template.js";
import { EngineError } from "./errors.js";

/** What an engine can be told; everything has a default. */
export interface EngineOptions {
  /** Fields that rules may use. Default: the built-in ones. */
  readonly registry?: FieldRegistry;
  /** Compiles outputs. Default: the built-in formatter. */
  readonly compileTemplate?: CompileTemplate;
  /** For the `regex` operator. Default: RE2 of the native addon. */
  readonly regex?: RegexEngine;
  /** `first` (default): the first rule that matches wins; `all`: every rule that matches. */
  readonly ruleMatching?: "first" | "all";
  /** Rules that are less grave than this are checked but not loaded. Default: `Debug` (7), hence all are. */
  readonly minPriority?: number | PriorityName;
  /** Event sources that rules may be for. Default: `syscall`. */
  readonly sources?: readonly string[];
  /** Names that evt.type accepts besides those of events and system calls. */
  readonly eventNames?: readonly string[];
  /** Additions to the output of rules. */
  readonly extraOutput?: readonly ExtraOutput[];
}

/** The same with its defaults filled in. */
export interface Settings {
  readonly registry: FieldRegistry;
  readonly compileTemplate: CompileTemplate;
  readonly regex: RegexEngine;
  readonly matching: "first" | "all";
  readonly minPriority: number;
  readonly sources: ReadonlySet<string>;
  readonly eventNames: ReadonlySet<string> | undefined;
  readonly extraOutput: readonly ExtraOutput[];
}

/** Fill in the defaults. */
export function settings(o: EngineOptions): Settings {
  return {
    registry: o.registry ?? builtinRegistry(),
    compileTemplate: o.compileTemplate ?? compileTemplate,
    regex: o.regex ?? RE2,
    matching: o.ruleMatching ?? "first",
    minPriority: priority(o.minPriority ?? 7),
    sources: new Set(o.sources ?? ["syscall"]),
    eventNames: o.eventNames === undefined ? undefined : new Set(o.eventNames),
    extraOutput: o.extraOutput ?? [],
  };
}

function priority(p: number | PriorityName): number {
  const n = typeof p === "number" ? p : PRIORITIES.indexOf(p);
  if (PRIORITIES[n] === undefined) {
    throw new EngineError(`minPriority: '${p}' is neither a number from 0 to 7 nor one of ${PRIORITIES.join(", ")}`);
  }
  return n;
}
