import type { ConditionText, SourceScalar } from "./condition.js";
import type { Context } from "./place.js";
import type { Entry } from "./view.js";

/** Place of a definition among all items: the first one, and the last that touched it. */
export interface Order {
  readonly index: number;
  visibility: number;
}

export interface ListItem extends Order {
  readonly name: string;
  items: readonly string[];
  context: Context;
}

export interface MacroItem extends Order {
  readonly name: string;
  condition: ConditionText;
  context: Context;
}

/** An exception of a rule as written; what is undefined was not given. */
export interface ExceptionItem {
  readonly name: string;
  fields: Entry | undefined;
  comps: Entry | undefined;
  values: readonly Entry[];
  context: Context;
}

export interface RuleItem extends Order {
  readonly name: string;
  desc: string;
  condition: ConditionText;
  output: SourceScalar;
  priority: number;
  source: string;
  enabled: boolean;
  tags: readonly string[];
  exceptions: ExceptionItem[];
  warnEvttypes: boolean;
  skipIfUnknownFilter: boolean;
  capture: boolean;
  captureDuration: number;
  context: Context;
}

/** Keys of a rule that `override` may name, with what it takes to change them. */
export type OverrideOp = "append" | "replace";
