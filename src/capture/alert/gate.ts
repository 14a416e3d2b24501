import type { Trigger } from "./deadline.js";

const LITTLE_NS = 50_000_000n;

/**
 * Which alerts are handed on to the thread that writes captures: there may be thousands a second, and while a file is being
 * written one that hardly prolongs it changes nothing. That the file has ended is learnt later than it happens, so the
 * newest alert is kept: it may be about what came after the file.
 */
export class TriggerGate {
  /** The newest alert that may begin a file. */
  newest: Trigger | undefined;
  /** Time of the last one that was handed on, and until when a file goes on because of it, ns. */
  private sent = 0n;
  private until = 0n;

  /** There was an alert: is it to be handed on? */
  passes(trigger: Trigger): boolean {
    const { ts, begins, durationMs } = trigger;
    if (begins && (this.newest === undefined || ts > this.newest.ts)) this.newest = trigger;
    const until = ts + BigInt(durationMs) * 1_000_000n;
    if (!begins && ts > this.until) return false;
    if (ts - this.sent < LITTLE_NS && until - this.until < LITTLE_NS) return false;
    if (begins) this.sent = ts;
    if (until > this.until) this.until = until;
    return true;
  }

  /** A file has ended: gives the alert that may be about something after it. Whether it is, only the writer knows. */
  ended(): Trigger | undefined {
    this.sent = 0n;
    this.until = 0n;
    return this.newest;
  }
}
