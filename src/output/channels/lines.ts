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

/** What the kernel puts into a pipe as a whole or not at all (PIPE_BUF). */
const PIPE_WHOLE = 4096;

/**
 * How far to write into a pipe at once: whole lines that go in without being cut, whoever else writes to it and
 * whenever its reader stops; a line that is longer than that, alone.
 */
export function endForPipe(bytes: Buffer, at: number): number {
  if (bytes.length - at <= PIPE_WHOLE) return bytes.length;
  const last = bytes.lastIndexOf(NEWLINE, at + PIPE_WHOLE - 1);
  return (last >= at ? last : bytes.indexOf(NEWLINE, at)) + 1;
}

/** What lines are written to, as all know it who write there: at once, or one after another as after a reload. */
export class LineTarget {
  /** A line was cut and is to be closed with a newline. */
  torn = false;
  /** Settles when the one who is in the middle of writing is done. */
  turn: Promise<void> | undefined;
}

const targets = new Map<string, LineTarget>();

/** The one target of that name. */
export function lineTarget(name: string): LineTarget {
  let t = targets.get(name);
  if (t === undefined) {
    t = new LineTarget();
    targets.set(name, t);
  }
  return t;
}

/**
 * Writes lines where a write may take only part of them, or nothing for now. A line that was cut by a fault is closed
 * with a newline before anything else is written, so that no two lines run into each other.
 */
export class LineWriter {
  private readonly nap = new Nap();

  constructor(
    private readonly put: Put,
    private readonly target = new LineTarget(),
  ) {}

  write(messages: readonly OutputMessage[]): void | Promise<void> {
    const { target } = this;
    if (target.turn !== undefined) return this.afterOthers(messages, target.turn);
    const start = target.torn ? 1 : 0;
    const bytes = Buffer.from((target.torn ? "\n" : "") + joinLines(messages));
    let at = 0;
    try {
      while (at < bytes.length) {
        const n = this.put(bytes, at);
        if (typeof n !== "number") return this.inTurn(this.writeLater(bytes, at, start, n));
        at += n;
      }
    } catch (e) {
      if (codeOf(e) === "EAGAIN") return this.inTurn(this.writeLater(bytes, at, start));
      throw this.fault(e, bytes, at, start);
    }
    target.torn = false;
  }

  /** Keep others from writing meanwhile. */
  private inTurn(writing: Promise<void>): Promise<void> {
    const { target } = this;
    const done = (): void => {
      target.turn = undefined;
    };
    target.turn = writing.then(done, done);
    return writing;
  }

  private async afterOthers(messages: readonly OutputMessage[], turn: Promise<void>): Promise<void> {
    await turn;
    if (this.nap.over) throw new SendFault("stopped", { retry: false, done: 0 });
    await this.write(messages);
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
    this.target.torn = false;
  }

  private fault(e: unknown, bytes: Buffer, at: number, start: number): SendFault {
    let done = 0;
    for (let i = start; i < at; i++) if (bytes[i] === NEWLINE) done++;
    this.target.torn = at > 0 ? bytes[at - 1] !== NEWLINE : start > 0;
    return new SendFault(reasonOf(e), { retry: !FINAL.has(codeOf(e)) && !(e instanceof Interrupted), done });
  }

  /** The target is a new one: nothing cut is left in it. */
  fresh(): void {
    this.target.torn = false;
  }

  /** Stop waiting for the target to take bytes. */
  abort(): void {
    this.nap.end();
  }
}
