/** An output that cannot be set up. */
export class OutputError extends Error {
  override readonly name = "OutputError";
}
