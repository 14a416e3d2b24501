import { EVENT } from "../event/record.js";
import { EVENT_CODES } from "../event/table.js";
import { PASSING, Passing } from "../state/capture/passing.js";
import type { Thread } from "../state/capture/thread.js";
import type { LiveContext } from "../state/live.js";
import { EventFlag, TAIL_HEADER } from "./blocks.js";
import { ANY_COUNT, COUNT_TO_PASS } from "./convert/converter.js";
import { LARGE_CELLS } from "./eventcheck.js";
import type { Inspector } from "./inspector.js";
import { type CaptureReader, FLAGGED_EVENT, HEADER, MAX_PLAIN, PLAIN_EVENT, TRAILER } from "./reader.js";

/** Events that nobody would look at; they are only counted. */
export interface Unwatched {
  /** By event code: 1 if rules do not ask for events of it. */
  readonly types: Uint8Array;
  /** By event code: how many were not shown. */
  readonly counts: Float64Array;
  /** Show any event from this time on, ns since the epoch. */
  until: number;
  /** Could a rule match an event that is like the current one in what a path and flags tell? Default: it could. */
  readonly mayMatch?: (x: LiveContext) => boolean;
}

const TWO32 = 0x1_0000_0000;
/** Bytes from a block's start to its event. */
const PLAIN_AT = HEADER + 2;
const FLAGGED_AT = HEADER + 6;

/**
 * Reads on over events that nobody would look at, and that leave but a mark on their thread: in one loop, without what it
 * takes to show an event. Nearly all events of a capture are such. Stops in front of whatever is unusual, a broken block
 * too: the reader sees to those.
 */
export class Passer {
  /** Events passed by in the last {@link run}, and those of them that rules could have seen. */
  events = 0;
  shown = 0;
  /** Time of the last event passed by, in two signed halves. */
  low = 0;
  high = 0;
  /** By event code: how many parameters it must have, and one; 0 = it is not to be passed by. */
  private readonly wanted: Uint8Array;

  constructor(private readonly unwatched: Unwatched) {
    this.wanted = Uint8Array.from({ length: EVENT_CODES }, (_, code) =>
      (unwatched.types[code] === 0 && PASSING[code] !== Passing.OPEN) ||
      PASSING[code] === Passing.NEVER ||
      LARGE_CELLS[code] === 1
        ? 0
        : (COUNT_TO_PASS[code] as number),
    );
  }

  /** The current event has matched no rule: if none can match one like it, the next like it are passed by. */
  learn(x: LiveContext): void {
    const { mayMatch } = this.unwatched;
    const { type, annexLen, dv, u8, ev } = x.ev;
    // what stands behind an event can say that its path leads elsewhere
    if (mayMatch === undefined || PASSING[type] !== Passing.OPEN || annexLen > 0 || x.proc === null) return;
    const { dull } = x.state.capture;
    const { lastFd } = x.proc as Thread;
    if (dull.mayLearn(dv, u8, ev, type, x.entry, lastFd) && !mayMatch(x)) dull.learn(dv, u8, ev, type);
  }

  /** Pass by as many events as follow one another. @returns false if there was none */
  run(reader: CaptureReader, inspector: Inspector): boolean {
    const { wanted, unwatched } = this;
    const { window } = reader;
    const { dv, u8, end } = window;
    const { counts, until } = unwatched;
    const { capture } = inspector.state;
    let at = window.pos;
    let last = at;
    let events = 0;
    let shown = 0;
    while (end - at >= HEADER + EVENT.SIZE) {
      const number = dv.getUint32(at, true);
      const total = dv.getUint32(at + 4, true);
      if ((number !== PLAIN_EVENT && number !== FLAGGED_EVENT) || total > end - at || total > MAX_PLAIN) break;
      const ev = at + (number === PLAIN_EVENT ? PLAIN_AT : FLAGGED_AT);
      const avail = at + total - TRAILER - ev;
      if ((ev & 3) !== 0 || avail < EVENT.SIZE) break;
      const type = dv.getUint16(ev + EVENT.TYPE, true);
      if (type >= EVENT_CODES) break;
      const want = wanted[type] as number;
      const nparams = dv.getUint32(ev + EVENT.NPARAMS, true);
      if (want !== nparams + 1 && want !== ANY_COUNT) break;
      const len = dv.getUint32(ev + EVENT.LEN, true);
      let sum = EVENT.SIZE + 2 * nparams;
      if (len > avail || sum > len) break;
      for (let p = ev + EVENT.SIZE, last = p + 2 * nparams; p < last; p += 2) sum += dv.getUint16(p, true);
      if (sum > len || (avail - len >= TAIL_HEADER && PASSING[type] === Passing.OPEN)) break;
      const low = dv.getInt32(ev, true);
      const high = dv.getInt32(ev + 4, true);
      if ((low >>> 0) + (high >>> 0) * TWO32 >= until || !capture.passBy(dv, u8, ev, type)) break;
      this.low = low;
      this.high = high;
      events++;
      if (number === PLAIN_EVENT || (dv.getUint32(at + PLAIN_AT, true) & EventFlag.STATE_ONLY) === 0) {
        shown++;
        counts[type] = (counts[type] as number) + 1;
      }
      last = at;
      at += total;
    }
    this.events = events;
    this.shown = shown;
    if (events === 0) return false;
    reader.passed(events, last, at);
    inspector.passed(events);
    return true;
  }
}
