import { ConfigError } from "./errors.js";

/** Which event sources are asked for. */
export interface SourceChoice {
  /** Only these (--enable-source). */
  readonly enable?: readonly string[];
  /** All but these (--disable-source). */
  readonly disable?: readonly string[];
}

/**
 * The event sources to use, in the order in which they were loaded.
 * @param loaded sources that there are
 * @throws ConfigError if the choice makes no sense
 */
export function selectSources(loaded: readonly string[], choice: SourceChoice): string[] {
  const { enable = [], disable = [] } = choice;
  if (enable.length > 0 && disable.length > 0) {
    throw new ConfigError("You can not mix --enable-source and --disable-source");
  }
  for (const s of enable) if (!loaded.includes(s)) throw unknown("enabling", s, loaded);
  for (const s of disable) if (!loaded.includes(s)) throw unknown("disabling", s, loaded);
  const chosen = loaded.filter((s) => (enable.length > 0 ? enable.includes(s) : !disable.includes(s)));
  if (chosen.length === 0) throw new ConfigError("Must enable at least one event source");
  return chosen;
}

function unknown(doing: string, source: string, loaded: readonly string[]): ConfigError {
  return new ConfigError(`Attempted ${doing} an unknown event source: ${source} (there is ${loaded.join(", ")})`);
}
