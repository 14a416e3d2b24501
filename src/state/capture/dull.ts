import { Slice } from "../../event/bytes.js";
import { EVENT } from "../../event/record.js";
import { EVENTS } from "../../event/table.js";
import type { FdEntry } from "../fd.js";
import { current } from "./facts.js";
import { OPENS, type OpenParams } from "./files.js";
import { OpenedFiles } from "./opened.js";
import type { Thread } from "./thread.js";

/** Flags under which the mode says something, too. */
const MAKES = 4 | 8192;
const SLASH = 47;
/** Device of the entries of files that could not be opened; no other has it. */
const FAILED_DEV = -1;

const PARAMS: readonly (OpenParams | undefined)[] = EVENTS.map((e) =>
  e.isExit && current(e) ? OPENS[e.name] : undefined,
);

/**
 * Opens that no rule can match, whoever makes them: of a whole path, by which call, under which flags, with success or
 * not. Programs open the same files over and over, so most opens of a capture can be passed by. It is what the kernel's
 * filter does for live events (bpf/lib/filter.h), and the same conditions say which opens are such.
 */
export class DullOpens {
  private readonly failed = new OpenedFiles();
  private readonly text = new Slice();
  // what `read` has found
  private result = 0;
  private nameAt = 0;
  private nameSize = 0;
  private flags = 0;
  private dev = 0;
  private low = 0;
  private high = 0;

  constructor(private readonly opened: OpenedFiles) {}

  /**
   * Can opens like this one be passed by, once no rule can match them?
   * @param entry what is known of the fd that it made
   * @param fd the one that rules see with it
   * @returns false if not, or if they are already
   */
  mayLearn(dv: DataView, u8: Uint8Array, ev: number, type: number, entry: FdEntry | null, fd: number): boolean {
    if (!this.read(dv, ev, type) || (this.flags & MAKES) !== 0) return false;
    if (this.result < 0) {
      if (fd >= 0 || this.nameSize < 2 || u8[this.nameAt] !== SLASH || u8[this.nameAt + this.nameSize - 1] !== 0)
        return false;
      const s = this.slot(u8);
      return s < 0 || this.failed.dull[s] !== type + 1;
    }
    const s = this.slot(u8);
    // a thread without a table of fds has no entry, so that rules see less of its opens than of others
    return s >= 0 && this.opened.at(s) === entry && this.opened.dull[s] !== type + 1;
  }

  /** No rule can match opens like this one, of which {@link mayLearn} was true. */
  learn(dv: DataView, u8: Uint8Array, ev: number, type: number): void {
    if (!this.read(dv, ev, type)) return;
    if (this.result < 0) {
      const { text } = this;
      text.set(u8, this.nameAt, this.nameSize - 1);
      this.failed.entry(this.flags, text, text, FAILED_DEV, 0, 0);
    }
    const s = this.slot(u8);
    if (s >= 0) this.table.dull[s] = type + 1;
  }

  /**
   * Do for an open that no rule can match what it does to its thread, apart from what all events do.
   * @param fd the one that rules would see with it if it makes none: after an enter event, that of an earlier call
   * @returns the fd that it made; -1 if it made none; -2 if it is none of these, and nothing has changed
   */
  pass(dv: DataView, u8: Uint8Array, ev: number, type: number, t: Thread, fd: number): number {
    if (t.enter !== null || !this.read(dv, ev, type)) return -2;
    const s = this.slot(u8);
    if (s < 0 || this.table.dull[s] !== type + 1) return -2;
    if (this.result < 0) return fd >= 0 ? -2 : -1;
    t.refreshFds();
    t.fds?.set(this.result, this.opened.at(s));
    return this.result;
  }

  private get table(): OpenedFiles {
    return this.result < 0 ? this.failed : this.opened;
  }

  private slot(u8: Uint8Array): number {
    const { result, flags, nameAt, nameSize } = this;
    return result < 0
      ? this.failed.find(flags, u8, nameAt, nameSize, FAILED_DEV, 0, 0)
      : this.opened.find(flags, u8, nameAt, nameSize, this.dev, this.low, this.high);
  }

  /** Read the parameters; false if they are not as today's kernels tell them. */
  private read(dv: DataView, ev: number, type: number): boolean {
    const params = PARAMS[type];
    const n = dv.getUint16(ev + EVENT.NPARAMS, true);
    if (params === undefined || n <= params.ino) return false;
    const lens = ev + EVENT.SIZE;
    let at = lens + 2 * n;
    if (dv.getUint16(lens, true) !== 8) return false;
    const low = dv.getInt32(at, true);
    if (dv.getInt32(at + 4, true) !== low >> 31) return false;
    this.result = low;
    for (let i = 0; i <= params.ino; i++) {
      const len = dv.getUint16(lens + 2 * i, true);
      if (i === params.name) {
        this.nameAt = at;
        this.nameSize = len;
      } else if (i === params.flags) {
        if (len !== 4) return false;
        this.flags = dv.getUint32(at, true);
      } else if (i === params.dev) {
        if (len !== 4) return false;
        this.dev = dv.getUint32(at, true);
      } else if (i === params.ino) {
        if (len !== 8) return false;
        this.low = dv.getUint32(at, true);
        this.high = dv.getUint32(at + 4, true);
      }
      at += len;
    }
    return true;
  }
}
