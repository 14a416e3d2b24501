import type { ParamInput } from "../capture/encode.js";
import type { TestNode } from "./yaml.js";

/** A file of rule tests. */
export interface TestFile {
  readonly path: string;
  /** Rules files, in order. */
  readonly rules: readonly string[];
  readonly matching: "first" | "all";
  readonly tests: readonly TestCase[];
}

/** One test: a host, what happens on it, and the alerts that ought to come of it. */
export interface TestCase {
  readonly name: string;
  readonly node: TestNode;
  readonly users: readonly UserSpec[];
  /** Without `process` in the test: a plain shell. */
  readonly process: ProcessSpec;
  /** Further processes by the name that events use for them. */
  readonly processes: ReadonlyMap<string, ProcessSpec>;
  readonly events: readonly EventItem[];
  /** Path of a capture that is read in place of events. */
  readonly capture: string | undefined;
  readonly expect: readonly Expectation[];
  /** Alerts of other rules than those expected are faults. */
  readonly strict: boolean;
}

/** A user of the host. */
export interface UserSpec {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

/** A process as written; what is missing is made up. */
export interface ProcessSpec {
  readonly node: TestNode;
  /** Command line, split at blanks. */
  readonly argv: readonly string[];
  readonly name: string | undefined;
  readonly exe: string | undefined;
  readonly parent: ProcessSpec | undefined;
  /** Name or number. */
  readonly user: string | undefined;
  readonly login: string | undefined;
  readonly cwd: string | undefined;
  readonly env: readonly string[];
  readonly tty: number | undefined;
  /** Id of its container. */
  readonly container: string | undefined;
  readonly pid: number | undefined;
  /** In its container's pid namespace; 1 for the first program of a container. */
  readonly vpid: number | undefined;
  readonly capabilities: readonly string[];
  /** The program lies in memory only. */
  readonly memfd: boolean;
  /** The program's file is on the container's upper layer: it was added after the container was made. */
  readonly upperLayer: boolean;
  /** Seconds since it was started. */
  readonly age: number | undefined;
}

/** Something that happens. */
export interface EventItem {
  readonly node: TestNode;
  /** Name of the process that does it; undefined: the test's own. */
  readonly by: string | undefined;
  readonly what:
    | { readonly kind: "event"; readonly type: string | number; readonly params: Readonly<Record<string, ParamInput>> }
    /** An event or shorthand with its main value alone. */
    | { readonly kind: "short"; readonly type: string; readonly value: string | undefined }
    /** A new process: fork and exec. `as` names it. */
    | { readonly kind: "spawn"; readonly process: ProcessSpec; readonly as: string | undefined }
    /** The process turns into another program. */
    | { readonly kind: "exec"; readonly process: ProcessSpec | undefined }
    | { readonly kind: "wait"; readonly seconds: number };
}

/** An alert that ought to come. */
export interface Expectation {
  readonly node: TestNode;
  readonly rule: string;
  /** Exactly so many; undefined: at least one. */
  readonly count: number | undefined;
  readonly outputContains: readonly string[];
  /** Print forms of fields; null = absent. */
  readonly fields: ReadonlyMap<string, { readonly node: TestNode; readonly value: string | null }>;
}
