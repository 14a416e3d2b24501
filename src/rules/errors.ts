/** Faults that stop the loading of rules. */
export type ErrorCode =
  | "LOAD_ERR_FILE_READ"
  | "LOAD_ERR_YAML_PARSE"
  | "LOAD_ERR_YAML_VALIDATE"
  | "LOAD_ERR_COMPILE_CONDITION"
  | "LOAD_ERR_COMPILE_OUTPUT"
  | "LOAD_ERR_VALIDATE"
  | "LOAD_ERR_EXTENSION";

/** Things worth knowing that do not stop the loading. */
export type WarningCode =
  | "LOAD_UNKNOWN_SOURCE"
  | "LOAD_UNSAFE_NA_CHECK"
  | "LOAD_NO_EVTTYPE"
  | "LOAD_UNKNOWN_FILTER"
  | "LOAD_UNUSED_MACRO"
  | "LOAD_UNUSED_LIST"
  | "LOAD_UNKNOWN_ITEM"
  | "LOAD_DEPRECATED_ITEM"
  | "LOAD_WARNING_EXTENSION"
  | "LOAD_APPEND_NO_VALUES"
  | "LOAD_EXCEPTION_NAME_NOT_UNIQUE"
  | "LOAD_INVALID_MACRO_NAME"
  | "LOAD_INVALID_LIST_NAME"
  | "LOAD_COMPILE_CONDITION"
  | "LOAD_UNKNOWN_KEY";

/** Short text of each code. */
export const CODE_TEXT: Readonly<Record<ErrorCode | WarningCode, string>> = {
  LOAD_ERR_FILE_READ: "File read error",
  LOAD_ERR_YAML_PARSE: "YAML parse error",
  LOAD_ERR_YAML_VALIDATE: "Error validating internal structure of YAML file",
  LOAD_ERR_COMPILE_CONDITION: "Error compiling condition",
  LOAD_ERR_COMPILE_OUTPUT: "Error compiling output",
  LOAD_ERR_VALIDATE: "Error validating rule/macro/list/exception objects",
  LOAD_ERR_EXTENSION: "Error in extension item",
  LOAD_UNKNOWN_SOURCE: "Unknown event source",
  LOAD_UNSAFE_NA_CHECK: "Unsafe <NA> comparison in condition",
  LOAD_NO_EVTTYPE: "Condition has no event-type restriction",
  LOAD_UNKNOWN_FILTER: "Unknown field or event-type in condition or output",
  LOAD_UNUSED_MACRO: "Unused macro",
  LOAD_UNUSED_LIST: "Unused list",
  LOAD_UNKNOWN_ITEM: "Unknown rules file item",
  LOAD_DEPRECATED_ITEM: "Used deprecated item",
  LOAD_WARNING_EXTENSION: "Warning in extension item",
  LOAD_APPEND_NO_VALUES: "Overriding/appending with no values",
  LOAD_EXCEPTION_NAME_NOT_UNIQUE: "Multiple exceptions defined with the same name",
  LOAD_INVALID_MACRO_NAME: "Invalid macro name",
  LOAD_INVALID_LIST_NAME: "Invalid list name",
  LOAD_COMPILE_CONDITION: "Warning in rule condition",
  LOAD_UNKNOWN_KEY: "Unknown key in item definition",
};

/** What a warning code means, at length. */
export const WARNING_MEANING: Readonly<Record<WarningCode, string>> = {
  LOAD_UNKNOWN_SOURCE:
    "A rule is for an event source that nothing provides, as when a plugin is not loaded. The rule is ignored.",
  LOAD_UNSAFE_NA_CHECK:
    "Comparing a field value with <NA> is unsafe and can lead to unpredictable behavior of the rule condition. Use the 'exists' operator to tell whether a field has a value.",
  LOAD_NO_EVTTYPE:
    "A rule condition matches too many evt.type values. This has a significant performance penalty. Name the event types that the rule is about.",
  LOAD_UNKNOWN_FILTER:
    "A rule condition or output refers to a field or evt.type that does not exist. Because of its skip-if-unknown-filter property the rule is left out.",
  LOAD_UNUSED_MACRO: "A macro is defined but no rule or macro uses it.",
  LOAD_UNUSED_LIST: "A list is defined but no rule, macro or list uses it.",
  LOAD_UNKNOWN_ITEM: "An item of the rules content is of no known kind. It is ignored.",
  LOAD_DEPRECATED_ITEM: "A deprecated item is employed by lists, macros, or rules.",
  LOAD_WARNING_EXTENSION: "An extension item has a warning",
  LOAD_APPEND_NO_VALUES: "A rule exception is overriding/appending with no values",
  LOAD_EXCEPTION_NAME_NOT_UNIQUE: "A rule is defining multiple exceptions with the same name",
  LOAD_INVALID_MACRO_NAME: "A macro is defined with an invalid name",
  LOAD_INVALID_LIST_NAME: "A list is defined with an invalid name",
  LOAD_COMPILE_CONDITION: "A rule condition or output have been parsed with a warning",
  LOAD_UNKNOWN_KEY:
    "An item has a key that means nothing, perhaps for a typing error or because it belongs to another kind of item. The key is ignored.",
};

/** A place in a file: line, column and offset count from 0. */
export interface Position {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** One step on the way from the file to the fault, e.g. item type `rule condition`. */
export interface Location {
  readonly itemType: string;
  readonly itemName: string;
  readonly position: Position;
}

/** Where a fault is. */
export interface Place {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** The line in question with a caret under the column. */
  readonly snippet: string;
  /** The same, but inside a condition out of its text with lists and exceptions filled in. */
  readonly excerpt: string;
  /** From the outside in. */
  readonly locations: readonly Location[];
}

const MAX_MESSAGE = 2000;

/** A message that quotes a long text keeps its two ends. */
function shorten(message: string): string {
  if (message.length <= MAX_MESSAGE) return message;
  const half = MAX_MESSAGE / 2;
  return `${message.slice(0, half)} ... ${message.slice(-half)}`;
}

/** A rules file that cannot be loaded. */
export class RulesError extends Error implements Place {
  override readonly name = "RulesError";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly snippet: string;
  readonly excerpt: string;
  readonly locations: readonly Location[];

  constructor(
    readonly code: ErrorCode,
    message: string,
    place: Place,
    /** What might have been meant; empty if nothing comes close. */
    readonly hint: string = "",
  ) {
    super(shorten(message));
    this.file = place.file;
    this.line = place.line;
    this.column = place.column;
    this.snippet = place.snippet;
    this.excerpt = place.excerpt;
    this.locations = place.locations;
  }

  /** The whole story in a few lines. */
  describe(): string {
    return describe(this.code, this.message, this, this.hint);
  }
}

/** A warning about a rules file. */
export interface RulesWarning extends Place {
  readonly code: WarningCode;
  readonly message: string;
  readonly deprecatedField?: string;
  /** What might have been meant. */
  readonly hint?: string;
}

/** A fault or warning as text for people. */
export function describe(code: ErrorCode | WarningCode, message: string, at: Place, hint = ""): string {
  const more = hint === "" ? "" : `\n${hint}`;
  return `${at.file}:${at.line}:${at.column}: ${message} (${code}: ${CODE_TEXT[code]})\n${at.snippet}${more}`;
}

/** Suggestions as a sentence. */
export function didYouMean(names: readonly string[]): string {
  if (names.length === 0) return "";
  return `Did you mean ${names
    .slice(0, 3)
    .map((n) => `'${n}'`)
    .join(" or ")}?`;
}
