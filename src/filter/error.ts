import type { Span } from "./ast.js";

/**
 * What is wrong with a condition, in kinds that callers treat differently: unknown fields and event types can be
 * tolerated (`skip-if-unknown-filter`), undefined macros are an error of the rules file, not of the condition.
 */
export type FilterErrorKind = "syntax" | "type" | "value" | "unknown-field" | "unknown-event" | "macro";

/** A condition that cannot be parsed or makes no sense. */
export class FilterError extends Error {
  override readonly name = "FilterError";
  constructor(
    message: string,
    readonly kind: FilterErrorKind,
    /** Where in the condition text; `start` is what the message is about. */
    readonly span: Span,
    /** What might have been meant, nearest first. */
    readonly suggestions: readonly string[] = [],
    /** Macro in whose condition the fault lies, when `span` is that of its name. */
    readonly inMacro?: string,
  ) {
    super(message);
  }
}
