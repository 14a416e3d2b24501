import { CaptureError } from "../../../src/capture/error.js";
import type {
  FdListEntry,
  GroupEntry,
  InterfaceEntry,
  MachineInfo,
  ThreadEntry,
  UserEntry,
} from "../../../src/capture/metadata.js";
import { CaptureReader } from "../../../src/capture/reader.js";
import { unpacked } from "../../../src/capture/source.js";
import { EVENT } from "../../../src/event/record.js";
import { EventView } from "../../../src/event/view.js";

export interface ReadEvent {
  readonly type: number;
  readonly cpu: number;
  readonly flags: number;
  readonly nparams: number;
  readonly bytes: Uint8Array;
  readonly lengths: readonly number[];
}

/** All that a capture holds. */
export interface ReadCapture {
  readonly sections: number[];
  readonly machines: MachineInfo[];
  readonly threads: ThreadEntry[];
  readonly fds: { tid: number; entry: FdListEntry }[];
  readonly interfaces: InterfaceEntry[];
  readonly users: UserEntry[];
  readonly groups: GroupEntry[];
  readonly events: ReadEvent[];
  readonly stats: CaptureReader["stats"];
  readonly done: boolean;
  readonly fault: CaptureError | undefined;
}

/** Read a whole capture, given in pieces of `step` bytes. */
export async function readAll(bytes: Uint8Array, step: number = bytes.length): Promise<ReadCapture> {
  const out = {
    sections: [] as number[],
    machines: [] as MachineInfo[],
    threads: [] as ThreadEntry[],
    fds: [] as { tid: number; entry: FdListEntry }[],
    interfaces: [] as InterfaceEntry[],
    users: [] as UserEntry[],
    groups: [] as GroupEntry[],
    events: [] as ReadEvent[],
  };
  const reader = new CaptureReader(
    {
      section: (i) => out.sections.push(i),
      machine: (m) => out.machines.push(m),
      thread: (t) => out.threads.push(t),
      fd: (tid, entry) => out.fds.push({ tid, entry }),
      interface: (i) => out.interfaces.push(i),
      user: (u) => out.users.push(u),
      group: (g) => out.groups.push(g),
    },
    "test.scap",
  );
  const view = new EventView();
  const drain = (): void => {
    while (reader.next()) {
      const { window, ev } = reader;
      view.attach(window.buffer);
      view.atBare(ev);
      const len = window.dv.getUint32(ev + EVENT.LEN, true);
      out.events.push({
        type: view.type,
        cpu: reader.cpu,
        flags: reader.flags,
        nparams: view.nparams,
        bytes: window.u8.slice(ev, ev + len),
        lengths: [...view.len.subarray(0, view.nparams)],
      });
    }
  };
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < bytes.length; i += step) yield bytes.subarray(i, i + step);
  };
  let fault: CaptureError | undefined;
  try {
    for await (const chunk of unpacked(pieces())) {
      reader.push(chunk);
      drain();
    }
    reader.end();
    drain();
  } catch (e) {
    if (!(e instanceof CaptureError)) throw e;
    fault = e;
  }
  return { ...out, stats: reader.stats, done: reader.done, fault };
}
