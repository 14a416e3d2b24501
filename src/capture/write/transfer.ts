import { EVENT } from "../../event/record.js";
import { EVENTS } from "../../event/table.js";
import type { LiveContext } from "../../state/live.js";
import { EventFlag } from "../blocks.js";
import type {
  FdListEntry,
  GroupEntry,
  InterfaceEntry,
  MachineInfo,
  MetadataSink,
  ThreadEntry,
  UserEntry,
} from "../metadata.js";
import type { CaptureHead, CaptureWriter } from "./writer.js";

const STATEFUL = EVENTS.map((e) =>
  ["MODIFIES_STATE", "CREATES_FD", "DESTROYS_FD"].some((f) => e.flags.has(f)),
);
const META = EVENTS.map((e) => e.categories.includes("METAEVENT"));
const UNKNOWN: MachineInfo = { cpus: 0, memoryBytes: 0, maxPid: 0, hostname: "", bootNs: 0n, flags: 0n };

/** Keeps what a capture says of the machine, to be written again. */
export class HeadKeeper implements MetadataSink {
  private machineInfo: MachineInfo = UNKNOWN;
  private threads: ThreadEntry[] = [];
  private fdLists: [number, FdListEntry[]][] = [];
  private interfaces: InterfaceEntry[] | undefined;
  private users: UserEntry[] | undefined;
  private groups: GroupEntry[] = [];
  /** A section has begun whose head was not taken yet. */
  fresh = false;

  section(): void {
    this.machineInfo = UNKNOWN;
    this.threads = [];
    this.fdLists = [];
    this.interfaces = undefined;
    this.users = undefined;
    this.groups = [];
    this.fresh = true;
  }

  machine(info: MachineInfo): void {
    this.machineInfo = info;
  }

  thread(entry: ThreadEntry): void {
    this.threads.push(entry);
  }

  fdList(tid: number): void {
    this.fdLists.push([tid, []]);
  }

  fd(_tid: number, entry: FdListEntry): void {
    this.fdLists.at(-1)?.[1].push(entry);
  }

  interfaceList(): void {
    this.interfaces = [];
  }

  interface(entry: InterfaceEntry): void {
    this.interfaces ??= [];
    this.interfaces.push(entry);
  }

  userList(): void {
    this.users = [];
    this.groups = [];
  }

  user(entry: UserEntry): void {
    this.users ??= [];
    this.users.push(entry);
  }

  group(entry: GroupEntry): void {
    this.users ??= [];
    this.groups.push(entry);
  }

  /** The head as it was read. */
  take(): CaptureHead {
    this.fresh = false;
    return {
      machine: this.machineInfo,
      threads: this.threads,
      fds: this.fdLists,
      ...(this.interfaces === undefined ? {} : { interfaces: this.interfaces }),
      ...(this.users === undefined ? {} : { users: this.users, groups: this.groups }),
    };
  }
}

/** Write the event at hand as it stands, with what a recording of ours has behind it. */
export function writeShown(out: CaptureWriter, x: LiveContext): void {
  const { ev } = x;
  const tail = ev.rec < 0 && ev.annexLen > 0 ? ev.u8.subarray(ev.annexOff, ev.annexOff + ev.annexLen) : undefined;
  out.event(ev.u8, ev.ev, ev.dv.getUint32(ev.ev + EVENT.LEN, true), x.cpu, 0, tail);
}

/** Write the event at hand so that it changes the state of a reader, if it does, and is not shown. */
export function writeHidden(out: CaptureWriter, x: LiveContext): boolean {
  const { ev } = x;
  if (!STATEFUL[ev.type] && !META[ev.type] && ev.info.name !== "procexit") return false;
  out.event(ev.u8, ev.ev, ev.dv.getUint32(ev.ev + EVENT.LEN, true), x.cpu, EventFlag.STATE_ONLY);
  return true;
}
