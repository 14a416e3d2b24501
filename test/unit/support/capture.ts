import { type EventSpec, encodeEvent } from "../../../src/capture/encode.js";
import { Inspector, type InspectorOptions, type ThreadBlock } from "../../../src/capture/inspector.js";
import type { LiveContext } from "../../../src/state/live.js";

const START = 1_700_000_000_000_000_000n;

/** A made-up recorded machine: init (1), a shell (200) that it started, and what tests let them do. */
export class Machine extends Inspector {
  now = START;

  constructor(options: InspectorOptions = {}, more: readonly ThreadBlock[] = []) {
    super({ hostname: "box", ...options });
    this.addUser({ uid: 0, gid: 0, name: "root", home: "/root", shell: "/bin/bash" });
    this.addUser({ uid: 1000, gid: 1000, name: "ann", home: "/home/ann", shell: "/bin/zsh" });
    this.addGroup({ gid: 1000, name: "staff" });
    this.addThread(thread(1, 0, "init"));
    this.addThread(thread(200, 1, "sh"));
    for (const t of more) this.addThread(t);
    this.addInterface({ address: new Uint8Array([10, 0, 0, 1]), netmask: new Uint8Array([255, 255, 255, 0]) });
    this.open();
  }

  /** An event of a thread. */
  on(tid: number, type: string, params: EventSpec["params"] & object = {}): LiveContext | null {
    this.now += 1_000_000n;
    return this.next(encodeEvent({ type, tid, ts: this.now, params }));
  }

  /** Fields of the event, in order. */
  show(...fields: readonly string[]): (string | null)[] {
    return fields.map((f) => this.field(f));
  }

  /** A fork as its parent tells it, its child, or both. */
  fork(
    parent: number,
    child: number,
    o: { tell?: "parent" | "child" | "both"; flags?: string; pid?: number } = {},
  ): void {
    const { tell = "both", flags = "" } = o;
    const rest = (tid: number, pid: number, ptid: number) => ({
      exe: "/bin/sh", args: ["-c", "x"], tid, pid, ptid, comm: "sh", cgroups: ["cpu=/"], flags: flags === "" ? 0 : flags,
      uid: 1000, gid: 1000, vtid: tid, vpid: pid, fdlimit: 1024,
    }); // biome-ignore format: one record
    const of = this.thread(parent);
    const pid = o.pid ?? child;
    if (tell !== "child") this.on(parent, "clone", { res: child, ...rest(parent, of?.pid ?? parent, of?.ptid ?? 0) });
    if (tell !== "parent")
      this.on(child, "clone", { res: 0, ...rest(child, pid, pid === child ? (of?.pid ?? parent) : (of?.ptid ?? 0)) });
  }
}

/** A thread as a process list has it. */
export function thread(tid: number, ptid: number, comm: string, more: Partial<ThreadBlock> = {}): ThreadBlock {
  return {
    tid, pid: tid, ptid, vtid: tid, vpid: tid, comm, exe: `/bin/${comm}`, exepath: `/usr/bin/${comm}`, args: [], env: [],
    cwd: "/root/", cgroups: ["cpu=/"], uid: 0, gid: 0, ...more,
  }; // biome-ignore format: one record
}
