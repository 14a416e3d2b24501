import { EVENT } from "../../event/record.js";
import { EVENTS } from "../../event/table.js";
import { LARGE_CELLS } from "../eventcheck.js";
import { containerJson } from "./container.js";
import { EnterStore, type StoredEnter } from "./enter-store.js";
import { BLANK_BYTE, FIXED_BYTES } from "./sizes.js";
import { type Conversion, conversionOf, From } from "./table.js";

/** What becomes of an event. */
export const Outcome = {
  /** It is as today's rules expect it. */
  PASS: 0,
  /** Nobody shall see it. */
  DROP: 1,
  /** It has to be converted (once more). */
  CONTINUE: 2,
} as const;

/** An event that cannot be converted; the reader says where it stands. */
export class ConversionError extends Error {
  override readonly name = "ConversionError";
}

/** Memory that events stand in. */
export interface EventMemory {
  readonly u8: Uint8Array;
  readonly dv: DataView;
}

/** Largest event that can be converted, and that conversion may lead to. */
export const MAX_CONVERTED = 65_536;
const MAX_ROUNDS = 50;
const TWO32 = 0x1_0000_0000;

const KEEP = 0;
const LOSE = 1;
const ALWAYS = 2;
const IF_SHORT = 3;

/** By event code: the first thing to know of it. */
const PLAN: Uint8Array = Uint8Array.from(EVENTS, (e) => {
  const old = e.flags.has("OLD_VERSION");
  const enter = e.code % 2 === 0;
  if (e.flags.has("UNUSED")) return LOSE;
  if (!e.flags.has("CONVERTER_MANAGED")) return old && enter ? LOSE : KEEP;
  return enter || old ? ALWAYS : IF_SHORT;
});

const PARAMS: Uint8Array = Uint8Array.from(EVENTS, (e) => e.params.length);

/** As a count in {@link COUNT_TO_PASS}: any. */
export const ANY_COUNT = 0xff;

/**
 * By event code: how many parameters an event must have, and one, to need no conversion; {@link ANY_COUNT}; or 0 if it
 * needs it always.
 */
export const COUNT_TO_PASS: Uint8Array = PLAN.map((plan, code) =>
  plan === KEEP ? ANY_COUNT : plan === IF_SHORT ? (PARAMS[code] as number) + 1 : 0,
);

/** Name and direction of an event code, for messages. */
function title(code: number): string {
  const e = EVENTS[code];
  return e === undefined ? `${code}` : `${e.name} ${e.isExit ? "exit" : "enter"} (type ${code})`;
}

/**
 * Turns events of old captures into those that today's rules expect: what used to be told by an enter event is now a
 * part of its exit event. Enter events are kept by thread until their exits come.
 */
export class Converter {
  /** Offset of the result of {@link convert}. */
  ev = 0;
  private readonly enters = new EnterStore();
  // the event being built
  private cell = 2;
  private lens = 0;
  private at = 0;
  private limit = 0;

  /**
   * @param memory where events are read from, and results written to
   * @param rooms offsets of two rooms of {@link MAX_CONVERTED} bytes each for results
   */
  constructor(
    private readonly memory: EventMemory,
    private readonly rooms: readonly [number, number],
  ) {}

  /**
   * Convert the event at `ev` as far as needed; the result is at {@link ev}.
   * @returns Outcome.PASS or Outcome.DROP
   * @throws {ConversionError}
   */
  convert(ev: number): number {
    this.ev = ev;
    let outcome = this.check(ev);
    for (let round = 0; outcome === Outcome.CONTINUE; round++) {
      if (round === MAX_ROUNDS) throw new ConversionError(`no end of conversions after ${MAX_ROUNDS} rounds`);
      const to = this.rooms[round & 1] as number;
      outcome = this.step(this.ev, to);
    }
    return outcome;
  }

  /** Does this event need conversion? */
  check(ev: number): number {
    const { dv } = this.memory;
    const type = dv.getUint16(ev + EVENT.TYPE, true);
    switch (PLAN[type]) {
      case KEEP:
        return Outcome.PASS;
      case LOSE:
        return Outcome.DROP;
      case ALWAYS:
        if ((type & 1) === 0) return Outcome.CONTINUE;
        break;
    }
    const nparams = dv.getUint32(ev + EVENT.NPARAMS, true);
    const expected = PARAMS[type] as number;
    if (nparams > expected)
      throw new ConversionError(`invalid event: ${title(type)} has ${nparams} parameters, expected ${expected}`);
    return PLAN[type] === ALWAYS || nparams !== expected ? Outcome.CONTINUE : Outcome.PASS;
  }

  /**
   * One round of conversion of the event at `ev`, into the room at `to`. The result is at {@link ev}.
   * @throws {ConversionError}
   */
  step(ev: number, to: number): number {
    const { dv, u8 } = this.memory;
    const type = dv.getUint16(ev + EVENT.TYPE, true);
    const nparams = dv.getUint32(ev + EVENT.NPARAMS, true);
    const len = dv.getUint32(ev + EVENT.LEN, true);
    if (len > MAX_CONVERTED)
      throw new ConversionError(
        `invalid event: len ${len} of ${title(type)} is larger than ${MAX_CONVERTED}, the most that can be converted`,
      );
    const c = conversionOf(type, nparams);
    if (c === undefined)
      throw new ConversionError(`no conversion is known for ${title(type)} with ${nparams} parameters`);
    const tid = dv.getUint32(ev + EVENT.TID, true) + dv.getUint32(ev + EVENT.TID + 4, true) * TWO32;
    if (c.store) this.enters.set(tid, u8, ev, len);
    if (c.pass) return Outcome.PASS;
    if (c.store) return Outcome.DROP;
    this.build(c, ev, type, nparams, len, tid, to);
    this.ev = to;
    return this.check(to);
  }

  /** The enter event kept of a thread, as a copy. */
  stored(tid: number): Uint8Array | undefined {
    const s = this.enters.get(tid);
    return s?.bytes.slice(0, s.len);
  }

  /** Forget all enter events. */
  reset(): void {
    this.enters.clear();
  }

  private build(c: Conversion, ev: number, type: number, nparams: number, len: number, tid: number, to: number): void {
    const { dv, u8 } = this.memory;
    const first = c.add ? nparams : 0;
    const count = first + c.from.length;
    const cell = LARGE_CELLS[c.to] === 1 ? 4 : 2;
    this.cell = cell;
    this.limit = to + MAX_CONVERTED;
    this.lens = to + EVENT.SIZE;
    this.at = this.lens + count * cell;
    u8.copyWithin(to, ev, ev + EVENT.SIZE);
    dv.setUint16(to + EVENT.TYPE, c.to, true);
    dv.setUint32(to + EVENT.NPARAMS, count, true);
    if (c.add) this.copyAll(ev, type, nparams, len);
    const enter = this.enters.get(tid);
    let used = false;
    for (let i = 0; i < c.from.length; i++) {
      const param = first + i;
      const index = c.index[i] as number;
      switch (c.from[i]) {
        case From.OLD:
          this.copy(c.to, param, u8, dv, ev, type, index, "event itself");
          break;
        case From.ENTER:
        case From.ENTER_OR_EMPTY:
          if (enter !== undefined) {
            this.copyEnter(c.to, param, enter, type, index);
            used = true;
          } else if (c.from[i] === From.ENTER) this.blank(c.to, param);
          else this.setLength(param, 0);
          break;
        case From.BLANK:
          this.blank(c.to, param);
          break;
        case From.EMPTY:
          this.setLength(param, 0);
          break;
        default:
          this.append(param, containerJson(u8, dv, ev));
      }
    }
    dv.setUint32(to + EVENT.LEN, this.at - to, true);
    if (used) this.enters.delete(tid);
  }

  private room(n: number): void {
    if (this.at + n > this.limit)
      throw new ConversionError(`the converted event would not fit in the conversion buffer of ${MAX_CONVERTED} bytes`);
  }

  private setLength(param: number, n: number): void {
    const { dv } = this.memory;
    const p = this.lens + param * this.cell;
    if (this.cell === 2) dv.setUint16(p, n, true);
    else dv.setUint32(p, n, true);
  }

  /** Take over all parameters of an event, to the last byte. */
  private copyAll(ev: number, type: number, nparams: number, len: number): void {
    const { u8 } = this.memory;
    const cell = LARGE_CELLS[type] === 1 ? 4 : 2;
    const values = ev + EVENT.SIZE + nparams * cell;
    const n = ev + len - values;
    this.room(n);
    u8.copyWithin(this.lens, ev + EVENT.SIZE, values);
    u8.copyWithin(this.at, values, values + n);
    this.at += n;
  }

  private copyEnter(to: number, param: number, enter: StoredEnter, exit: number, index: number): void {
    const type = enter.dv.getUint16(EVENT.TYPE, true);
    if (type !== exit - 1)
      throw new ConversionError(`the enter event that was kept for ${title(exit)} is another: ${title(type)}`);
    this.copy(to, param, enter.bytes, enter.dv, 0, type, index, "enter event");
  }

  /** Take over parameter `index` of the event at `ev`, cut to what its new type can hold. */
  private copy(
    to: number,
    param: number,
    u8: Uint8Array,
    dv: DataView,
    ev: number,
    type: number,
    index: number,
    whose: string,
  ): void {
    const nparams = dv.getUint32(ev + EVENT.NPARAMS, true);
    if (index >= nparams)
      throw new ConversionError(
        `parameter ${index} of the ${whose} is needed for ${title(to)}, but ${title(type)} has only ${nparams}`,
      );
    const cell = LARGE_CELLS[type] === 1 ? 4 : 2;
    const lens = ev + EVENT.SIZE;
    let p = lens + nparams * cell;
    let n = 0;
    for (let i = 0; ; i++) {
      n = cell === 2 ? dv.getUint16(lens + i * 2, true) : dv.getUint32(lens + i * 4, true);
      if (i === index) break;
      p += n;
    }
    const fixed = (FIXED_BYTES[to] as Uint8Array)[param] ?? 0;
    const most = fixed > 0 ? fixed : this.cell === 2 ? 0xffff : 0xffff_ffff;
    if (n > most) n = most;
    this.room(n);
    const target = this.memory.u8;
    const at = this.at;
    for (let i = 0; i < n; i++) target[at + i] = u8[p + i] as number;
    this.at = at + n;
    this.setLength(param, n);
  }

  private blank(to: number, param: number): void {
    const n = (FIXED_BYTES[to] as Uint8Array)[param] ?? 0;
    this.room(n);
    this.memory.u8.fill((BLANK_BYTE[to] as Uint8Array)[param] ?? 0, this.at, this.at + n);
    this.at += n;
    this.setLength(param, n);
  }

  private append(param: number, bytes: Uint8Array): void {
    this.room(bytes.length);
    this.memory.u8.set(bytes, this.at);
    this.at += bytes.length;
    this.setLength(param, bytes.length);
  }
}
