import { EVENT } from "../../event/record.js";
import { EVENT_CODES } from "../../event/table.js";
import { faultOf } from "../eventcheck.js";
import { ConversionError, Converter, MAX_CONVERTED, Outcome } from "./converter.js";

const ROOM = MAX_CONVERTED + 0x1000;

/** What one round of conversion came to. */
export interface ConversionStep {
  /** `continue`: the event has to be converted once more. */
  readonly outcome: "pass" | "drop" | "continue";
  /** The event after this round; undefined if it is dropped. */
  readonly event: Uint8Array | undefined;
}

/**
 * Converts events (scap event blocks without cpu and flags) of old captures one by one: for tools and tests. Reading
 * a capture does the same by itself.
 */
export class EventConverter {
  private readonly u8 = new Uint8Array(3 * ROOM);
  private readonly dv = new DataView(this.u8.buffer);
  private readonly converter = new Converter({ u8: this.u8, dv: this.dv }, [ROOM, 2 * ROOM]);

  /** Is the event as it should be, not wanted at all, or to be converted? */
  check(event: Uint8Array): "pass" | "drop" | "convert" {
    this.put(event);
    const outcome = this.converter.check(0);
    if (outcome === Outcome.CONTINUE) return "convert";
    return outcome === Outcome.PASS ? "pass" : "drop";
  }

  /** One round of conversion of an event that needs it. */
  step(event: Uint8Array): ConversionStep {
    if (this.check(event) !== "convert") throw new ConversionError("the event needs no conversion");
    this.converter.ev = 0;
    switch (this.converter.step(0, ROOM)) {
      case Outcome.DROP:
        return { outcome: "drop", event: undefined };
      case Outcome.PASS:
        return { outcome: "pass", event: this.take() };
      default:
        return { outcome: "continue", event: this.take() };
    }
  }

  /** Convert an event to its newest form; undefined if nobody shall see it. */
  convert(event: Uint8Array): Uint8Array | undefined {
    this.put(event);
    return this.converter.convert(0) === Outcome.PASS ? this.take() : undefined;
  }

  /** The enter event that waits for its exit event in this thread. */
  stored(tid: number): Uint8Array | undefined {
    return this.converter.stored(tid);
  }

  private put(event: Uint8Array): void {
    if (event.length > ROOM)
      throw new ConversionError(`invalid event: ${event.length} bytes, at most ${MAX_CONVERTED} can be converted`);
    this.u8.set(event);
    const fault = event.length < EVENT.SIZE ? "invalid event: no header" : undefined;
    const type = this.dv.getUint16(EVENT.TYPE, true);
    const bad = fault ?? (type >= EVENT_CODES ? `unknown event type ${type}` : faultOf(this.dv, 0, event.length));
    if (bad !== undefined) throw new ConversionError(bad);
  }

  private take(): Uint8Array {
    const { ev } = this.converter;
    return this.u8.slice(ev, ev + this.dv.getUint32(ev + EVENT.LEN, true));
  }
}
