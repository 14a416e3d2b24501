import type { Alert } from "./line.js";

/** An alert on its way out. */
export interface OutputMessage {
  /** As it prints, without newline. */
  readonly line: string;
  /** What the line was made from. */
  readonly alert: Alert;
}

/**
 * Where alerts go. Faults are thrown (or rejected): the alerts at hand then count as failed, and the next ones are
 * tried anew.
 */
export interface Sink {
  /**
   * Take alerts, in order. A sink that needs time returns a promise; until it is settled further alerts wait in the
   * output's queue.
   */
  send(messages: readonly OutputMessage[]): void | Promise<void>;
  /** Files may have been moved away: begin new ones. */
  reopen?(): void;
  close?(): void | Promise<void>;
}

/** Lines of several alerts as one text. */
export function joinLines(messages: readonly OutputMessage[]): string {
  return messages.length === 1
    ? `${(messages[0] as OutputMessage).line}\n`
    : messages.map((m) => `${m.line}\n`).join("");
}
