import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { ThreadFlag } from "../../state/capture/flags.js";
import { ExeFlag } from "../../state/process.js";
import type { ProcRow, ProcSnapshot } from "../../state/procfs.js";
import type { ThreadEntry } from "../metadata.js";

const MAX_THREADS = 65_536;
const OTHER_THREAD = ThreadFlag.THREAD | ThreadFlag.FILES;

/** All threads of the processes of a scan, as a process list tells of them. */
export function procThreads(s: ProcSnapshot, root = "/proc"): ThreadEntry[] {
  const out: ThreadEntry[] = [];
  for (const row of s.rows) {
    const leader = leaderEntry(row, root);
    out.push(leader);
    if (row.threads > 1) addOthers(leader, root, out);
    if (out.length >= MAX_THREADS) break;
  }
  return out;
}

function leaderEntry(r: ProcRow, root: string): ThreadEntry {
  return {
    tid: r.pid,
    pid: r.pid,
    ptid: r.ppid,
    sid: r.sid,
    vpgid: r.vpgid,
    pgid: r.pgid,
    vtid: r.vpid,
    vpid: r.vpid,
    comm: r.comm,
    exe: r.exe,
    exepath: r.exepath,
    args: r.argv,
    cwd: r.cwd,
    root: rootOf(r.pid, root),
    env: r.env,
    cgroups: r.cgroups,
    fdlimit: r.fdlimit,
    flags: 0,
    uid: r.uid,
    gid: r.gid,
    loginuid: r.loginuid,
    vmSizeKb: r.vmSize,
    vmRssKb: r.vmRss,
    vmSwapKb: r.vmSwap,
    faultsMajor: r.faultsMajor,
    faultsMinor: r.faultsMinor,
    pidnsStartNs: 0n,
    tty: r.tty,
    capInheritable: BigInt(r.capInheritable),
    capPermitted: BigInt(r.capPermitted),
    capEffective: BigInt(r.capEffective),
    exeWritable: (r.exeFlags & ExeFlag.WRITABLE) !== 0,
    exeUpperLayer: (r.exeFlags & ExeFlag.UPPER_LAYER) !== 0,
    exeLowerLayer: (r.exeFlags & ExeFlag.LOWER_LAYER) !== 0,
    exeFromMemfd: (r.exeFlags & ExeFlag.MEMFD) !== 0,
    exeIno: r.exeIno,
    exeCtimeNs: r.exeCtime,
    exeMtimeNs: r.exeMtime,
  };
}

function rootOf(pid: number, root: string): Uint8Array {
  try {
    return new Uint8Array(readlinkSync(`${root}/${pid}/root`, "buffer"));
  } catch {
    return new Uint8Array([47]);
  }
}

/** The threads besides the leader differ from it in id and name. */
function addOthers(leader: ThreadEntry, root: string, out: ThreadEntry[]): void {
  const dir = `${root}/${leader.pid}/task`;
  let names: string[];
  try {
    names = readdirSync(dir);
  } catch {
    return;
  }
  for (const name of names) {
    const tid = Number(name);
    if (tid === leader.pid) continue;
    try {
      const comm = readFileSync(`${dir}/${name}/comm`);
      const inner = /^NSpid:.*?(\d+)$/m.exec(readFileSync(`${dir}/${name}/status`, "latin1"))?.[1];
      out.push({
        ...leader,
        tid,
        vtid: inner === undefined ? tid : Number(inner),
        comm: new Uint8Array(comm.subarray(0, comm.length - 1)),
        flags: OTHER_THREAD,
      });
    } catch {
      // ended while we looked
    }
  }
}
