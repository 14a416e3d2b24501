import type { StepCall } from "./calls.js";

/** A process of a test's chain, or one that it needs. */
export interface ProcessSpec {
  readonly exePath?: string;
  /** Separated by blanks; quotes group. */
  readonly args?: string;
  /** argv[0] */
  readonly exe?: string;
  readonly name?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: string;
  /** As cap_from_text(3) reads it. */
  readonly capabilities?: string;
}

/** Something that a test needs. */
export type ResourceSpec =
  | { readonly type: "clientServer"; readonly name: string; readonly l4Proto: string; readonly address: string }
  | {
      readonly type: "fd";
      readonly name: string;
      readonly subtype: string;
      readonly filePath?: string;
      readonly dirPath?: string;
      readonly fileName?: string;
    }
  | ({
      readonly type: "process";
      readonly name: string;
      readonly procName?: string;
      readonly fileLess?: boolean;
    } & Pick<ProcessSpec, "exePath" | "args" | "exe" | "env">);

/** A system call that a test makes. */
export interface StepSpec {
  readonly type: "syscall";
  readonly name: string;
  readonly syscall: StepCall;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What the alert must say. */
export interface ExpectedOutcome {
  readonly source?: string;
  readonly hostname?: string;
  readonly priority?: string;
  readonly outputFields?: Readonly<Record<string, string | number | boolean>>;
}

/** Only machines of which this holds do the test. */
export interface RunIf {
  readonly arch?: { readonly op: "eq" | "ne"; readonly val: string };
}

/** One test, its templates filled in. */
export interface SuiteTest {
  readonly name: string;
  readonly rule?: string;
  readonly description?: string;
  readonly runner: string;
  readonly runIf?: RunIf | null;
  readonly context?: {
    readonly container?: {
      readonly image?: string;
      readonly name?: string;
      readonly env?: Readonly<Record<string, string>>;
    } | null;
    readonly processes?: readonly ProcessSpec[] | null;
  };
  readonly before?: string;
  readonly after?: string;
  readonly resources?: readonly ResourceSpec[];
  readonly steps?: readonly StepSpec[];
  readonly expectedOutcome?: ExpectedOutcome | null;
}

/** A test with the values that were filled in. */
export interface SuiteCase {
  readonly file: string;
  readonly line: number;
  readonly test: SuiteTest;
  /** Values for `%{item.KEY}`; none if the test has no cases. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Of the cases of this test, from 1; 0 if it has none. */
  readonly number: number;
}
