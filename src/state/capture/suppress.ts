import { EVENTS } from "../../event/table.js";
import type { EventView } from "../../event/view.js";

const PTID = 5;
const COMM = 13;
const MAKES = EVENTS.map(
  (e) =>
    e.isExit && ["clone", "fork", "vfork", "clone3", "execve", "execveat"].includes(e.name) && e.params.length > COMM,
);
const IS_EXIT = EVENTS.map((e) => e.name === "procexit");

/** Threads whose events are not to be seen: those of programs of a name, and all that they start. */
export class Suppression {
  active = false;
  private readonly comms = new Set<string>();
  private readonly tids = new Set<number>();

  /** Suppress all programs of this name from now on. */
  comm(name: string): void {
    this.comms.add(name);
    this.active = true;
  }

  tid(tid: number): void {
    this.tids.add(tid);
    this.active = true;
  }

  has(tid: number): boolean {
    return tid !== 0 && this.tids.has(tid);
  }

  /** A thread of the list at the start of a capture. */
  listed(tid: number, comm: string): void {
    if (this.comms.has(comm)) this.tids.add(tid);
  }

  /** Is the event to be dropped? */
  drops(ev: EventView): boolean {
    const { tid } = ev;
    if (IS_EXIT[ev.type]) {
      // the end itself is needed, lest the thread stay in the table
      this.tids.delete(tid);
      return false;
    }
    if (!MAKES[ev.type]) return this.has(tid);
    if (ev.nparams <= COMM) return false;
    const at = ev.off[COMM] as number;
    const comm = Buffer.from(ev.u8.buffer, ev.u8.byteOffset + at, ev.textLen(COMM)).toString("utf8");
    if (!this.has(ev.int(PTID)) && !this.comms.has(comm)) return false;
    this.tids.add(tid);
    return true;
  }
}
