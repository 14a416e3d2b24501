/** A wrong use of the engine, e.g. a question about a rule that is not there. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}
