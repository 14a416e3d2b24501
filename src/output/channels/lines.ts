import { joinLines, type OutputMessage } from "../sink.js";
import { reasonOf, SendFault } from "./channel.js";
import { codeOf } from "./errno.js";
import { Interrupted, Nap } from "./nap.js";

/** Writes bytes from an offset on; how many were written. `EAGAIN` = try again soon. */
export type Put = (bytes: Buffer, offset: number) => number | Promise<number>;

const NEWLINE = 0x0a;
const FIRST_NAP_MS = 1;
const LONGEST_NAP_MS = 50;
/** Nothing that is tried again could mend these. */
const FINAL = new Set(["EPIPE", "EBADF", "ECONNRESET"]);

/**
 * Writes lines where a write may take only part of them, or nothing for now. A line that was cut by a fault is closed
 * with a newline before it is written again, so that no two lines run into each other.
 */
export class LineWriter {
  private readonly nap = new Nap();
  private torn = false;

  constructor(private readonly put: Put) {}

  write(messages: readonly OutputMessage[]): void | Promise<void> {
    const start = this.torn ? 1 : 0;
    const bytes = Buffer.from((this.torn ? "\n" : "") + joinLines(messages));
    let at = 0;
    try {
      while (at < bytes.length) {
        const n = this.put(bytes, at);
        if (typeof n !== "number") return this.writeLater(bytes, at, start, n);
        at += n;
      }
    } catch (e) {
      if (codeOf(e) === "EAGAIN") return this.writeLater(bytes, at, start);
      throw this.fault(e, bytes, at, start);
    }
    this.torn = false;
  }

  private async writeLater(bytes: Buffer, from: number, start: number, first?: Promise<number>): Promise<void> {
    let at = from;
    let begun = first;
    let pause = FIRST_NAP_MS;
    while (at < bytes.length) {
      try {
        at += await (begun ?? this.put(bytes, at));
        pause = FIRST_NAP_MS;
      } catch (e) {
        if (codeOf(e) !== "EAGAIN") throw this.fault(e, bytes, at, start);
        await this.nap.sleep(pause).catch((stop: unknown) => {
          throw this.fault(stop, bytes, at, start);
        });
        pause = Math.min(pause * 2, LONGEST_NAP_MS);
      }
      begun = undefined;
    }
    this.torn = false;
  }

  private fault(e: unknown, bytes: Buffer, at: number, start: number): SendFault {
    let done = 0;
    for (let i = start; i < at; i++) if (bytes[i] === NEWLINE) done++;
    this.torn = at > 0 ? bytes[at - 1] !== NEWLINE : start > 0;
    return new SendFault(reasonOf(e), { retry: !FINAL.has(codeOf(e)) && !(e instanceof Interrupted), done });
  }

  /** The target is a new one: nothing cut is left in it. */
  fresh(): void {
    this.torn = false;
  }

  /** Stop waiting for the target to take bytes. */
  abort(): void {
    this.nap.end();
  }
}
