import { ANNEX_TASK, AnnexTag, RecordFlag } from "../../../src/event/record.js";
import { EventView } from "../../../src/event/view.js";
import { LiveContext } from "../../../src/state/live.js";
import type { Process } from "../../../src/state/process.js";
import { SystemState } from "../../../src/state/system.js";
import { Users } from "../../../src/state/users.js";
import { type AnnexEntry, nul, type RecordSpec, viewOf } from "./records.js";

/** A made-up host: state and context fed with records that tests write down. */
export class TestHost {
  readonly view = new EventView();
  readonly users = new Users({});
  readonly state: SystemState;
  readonly x: LiveContext;

  constructor() {
    this.users.addUser(0, 0, "root", "/root", "/bin/bash");
    this.users.addUser(1000, 1000, "ann", "/home/ann", "/bin/zsh");
    this.users.addGroup(1000, "staff");
    this.state = new SystemState({ live: false, users: this.users, hostname: "box" });
    this.x = new LiveContext(this.view, this.state);
  }

  /** Move to a record and bring the state up to it; rules would be judged now. */
  on(spec: RecordSpec): LiveContext {
    viewOf(spec, this.view);
    this.x.num++;
    this.x.at();
    this.state.before(this.x);
    return this.x;
  }

  /** A record from first to last. */
  run(spec: RecordSpec): LiveContext {
    this.on(spec);
    this.state.after(this.x);
    return this.x;
  }

  /** Fork `pid` from `ppid` by the child's own event. */
  fork(
    pid: number,
    ppid: number,
    options: { comm?: string; start?: number; parentStart?: number; args?: string[]; cgroups?: Uint8Array } = {},
  ): Process {
    const start = options.start ?? pid * 1e9;
    const x = this.run({
      type: "clone",
      tid: pid,
      start,
      flags: RecordFlag.PRIMARY | RecordFlag.STATE,
      params: [
        0,
        options.comm ?? "sh",
        nul(...(options.args ?? ["-c"])),
        pid,
        pid,
        ppid,
        "",
        1024,
        0,
        0,
        10,
        5,
        0,
        options.comm ?? "sh",
        options.cgroups ?? nul("cpu=/"),
        0,
        1000,
        1000,
        pid,
        pid,
        0,
      ],
      annex: [task({ start, parentStart: options.parentStart ?? 0, tgid: pid, ptgid: ppid })],
    });
    if (x.proc === null) throw new Error("the fork made no process");
    return x.proc;
  }

  /** Let `pid` execute a program. */
  exec(
    pid: number,
    path: string,
    argv: readonly string[],
    options: { env?: string[]; flags?: number; start?: number; comm?: string; cgroups?: Uint8Array; uid?: number } = {},
  ): LiveContext {
    return this.run({
      type: "execve",
      tid: pid,
      start: options.start ?? pid * 1e9,
      flags: RecordFlag.PRIMARY | RecordFlag.STATE,
      params: [
        0,
        argv[0] ?? "",
        nul(...argv.slice(1)),
        pid,
        pid,
        1,
        "",
        1024,
        0,
        0,
        20,
        8,
        0,
        options.comm ?? path.slice(path.lastIndexOf("/") + 1).slice(0, 15),
        options.cgroups ?? nul("cpu=/"),
        nul(...(options.env ?? ["HOME=/root"])),
        0,
        pid,
        1000,
        options.flags ?? 0,
        0,
        0,
        0,
        77,
        5n,
        6n,
        options.uid ?? 1000,
        path,
        pid,
        1000,
        path,
      ],
    });
  }
}

/** Annex TASK entry. */
export function task(t: {
  start?: number;
  parentStart?: number;
  tgid?: number;
  ptgid?: number;
  euid?: number;
  sid?: number;
  caps?: number;
}): AnnexEntry {
  const bytes = new Uint8Array(ANNEX_TASK.SIZE);
  const dv = new DataView(bytes.buffer);
  dv.setBigUint64(ANNEX_TASK.START, BigInt(t.start ?? 0), true);
  dv.setBigUint64(ANNEX_TASK.PARENT_START, BigInt(t.parentStart ?? 0), true);
  dv.setBigUint64(ANNEX_TASK.CAP_EFFECTIVE, BigInt(t.caps ?? 0), true);
  dv.setUint32(ANNEX_TASK.EUID, t.euid ?? 1000, true);
  dv.setUint32(ANNEX_TASK.EGID, 1000, true);
  dv.setUint32(ANNEX_TASK.LOGINUID, 1000, true);
  dv.setUint32(ANNEX_TASK.SID, t.sid ?? t.tgid ?? 0, true);
  dv.setUint32(ANNEX_TASK.PGID, t.tgid ?? 0, true);
  dv.setUint32(ANNEX_TASK.VPGID, t.tgid ?? 0, true);
  dv.setUint32(ANNEX_TASK.TGID, t.tgid ?? 0, true);
  dv.setUint32(ANNEX_TASK.PTGID, t.ptgid ?? 0, true);
  return { tag: AnnexTag.TASK, bytes };
}
