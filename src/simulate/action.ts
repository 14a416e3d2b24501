import type { Stage } from "./stage.js";

/** Something that trips a rule. One file a piece below `actions/`: folder and file name are its package and name. */
export interface Action {
  /** Rule that it is for. Without other than letters and digits it is the action's name; helpers have none. */
  readonly rule?: string;
  /** What it does, in a line. */
  readonly does: string;
  /** It runs only when asked for with `--all`: its rule is not a stable one. */
  readonly disabled?: boolean;
  /** Macros that the rule waits for a site to fill, with what tests fill them with. */
  readonly site?: Readonly<Record<string, string>>;
  /** Where the events of its rule come from; without it, from the system. */
  readonly source?: string;
  /** Does it, and undoes it. Throws {@link ErrSkipped} where this machine lacks what it takes. */
  readonly run: (stage: Stage) => Promise<unknown>;
  /** The same as one deed that can be repeated in place; for measuring. */
  readonly pace?: (stage: Stage) => readonly string[];
}

/** An action that has been found. */
export interface NamedAction extends Action {
  /** `package.Name` */
  readonly name: string;
  readonly package: string;
}

/** The action cannot be done here. That is no fault. */
export class ErrSkipped extends Error {
  override readonly name = "ErrSkipped";

  constructor(readonly reason: string) {
    super(`action skipped: ${reason}`);
  }
}

/** Is it a skip? By name: an action's module may have its own copy of the class (bundles). */
export function isSkipped(e: unknown): e is ErrSkipped {
  return e instanceof Error && e.name === "ErrSkipped" && "reason" in e;
}

/** By what rules and actions are matched: letters and digits in lower case. */
export function ruleKey(name: string): string {
  return name.replace(/[^a-zA-Z0-9]+/g, "").toLowerCase();
}

/** The part of an action's name that stands for its rule. */
export function actionKey(name: string): string {
  return ruleKey(name.slice(name.lastIndexOf(".") + 1));
}
