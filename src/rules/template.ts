import type { BoundField, FieldRegistry } from "../fields/field.js";
import type { EventContext } from "../state/context.js";

/** A compiled output format. */
export interface OutputTemplate {
  readonly fields: readonly BoundField[];
  render(x: EventContext): string;
}

/**
 * Compiles output formats; the formatter of the fields room is handed in here.
 * @throws {Error} with a numeric `offset` for a format that makes no sense
 */
export type CompileTemplate = (text: string, registry: FieldRegistry) => OutputTemplate;
