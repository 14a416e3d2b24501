import type { Cursor } from "../cursor.js";
import type { ThreadEntry } from "../metadata.js";

const NAME = 1024;
const LONG = 4096;
const NO_ID = 0xffffffff;
const EMPTY = new Uint8Array(0);
const NUL = 0;
/** Up to here an entry that was written before two fields were put in has no room for them: loginuid, writable, caps. */
const WITHOUT_PIDNS = 29;

/** Longest possible entry of the versions that do not tell their length. */
export const MAX_THREAD_ENTRY: number = 32 * 1024;

/** The texts before the last NUL, and that NUL even if the file leaves it out. */
function ended(b: Uint8Array): Uint8Array {
  if (b.length === 0 || b[b.length - 1] === NUL) return b;
  const out = new Uint8Array(b.length + 1);
  out.set(b);
  return out;
}

/** Read one thread of a process list. From version 9 on, fields are there as far as the entry reaches. */
export function readThread(c: Cursor, version: number): ThreadEntry {
  const tid = c.i64("tid");
  const pid = c.i64("pid");
  const ptid = c.i64("ptid");
  const sid = version >= 6 ? c.i64("sid") : -1;
  const vpgid = version >= 8 ? c.i64("vpgid") : -1;
  const comm = c.name("comm", NAME);
  const exe = c.name("exe", NAME);
  const exepath = version >= 7 ? c.name("exepath", NAME) : EMPTY;
  const args = ended(c.text("args", LONG));
  const cwd = c.name("cwd", NAME);
  const fdlimit = c.i64("fdlimit");
  const flags = c.u32("flags");
  const uid = c.u32("uid");
  const gid = c.u32("gid");
  const v2 = version >= 2;
  const vmSizeKb = v2 ? c.u32("vmsize_kb") : 0;
  const vmRssKb = v2 ? c.u32("vmrss_kb") : 0;
  const vmSwapKb = v2 ? c.u32("vmswap_kb") : 0;
  const faultsMajor = v2 ? c.n64("pfmajor") : 0;
  const faultsMinor = v2 ? c.n64("pfminor") : 0;
  const env = version >= 3 ? ended(c.text("env", LONG)) : EMPTY;
  const v4 = version >= 4;
  const vtid = v4 ? c.i64("vtid") : -1;
  const vpid = v4 ? c.i64("vpid") : -1;
  const cgroups = v4 ? ended(c.text("cgroups", LONG)) : EMPTY;
  const root = version >= 5 ? c.name("root", NAME) : EMPTY;

  const later = version >= 9;
  const has = (n: number): boolean => later && c.left >= n;
  const pidns = later && c.left > WITHOUT_PIDNS;
  const u64 = (name: string): bigint => (has(8) ? c.u64(name) : 0n);
  const flag = (name: string): boolean => has(1) && c.u8(name) !== 0;
  // the order of evaluation is the order of the file
  return {
    tid,
    pid,
    ptid,
    sid,
    vpgid,
    vtid,
    vpid,
    comm,
    exe,
    exepath,
    args,
    cwd,
    root,
    env,
    cgroups,
    fdlimit,
    flags,
    uid,
    gid,
    vmSizeKb,
    vmRssKb,
    vmSwapKb,
    faultsMajor,
    faultsMinor,
    pidnsStartNs: pidns ? u64("pidns_init_start_ts") : 0n,
    tty: pidns && has(4) ? c.u32("tty") : 0,
    loginuid: has(4) ? c.u32("loginuid") : NO_ID,
    exeWritable: flag("exe_writable"),
    capInheritable: u64("cap_inheritable"),
    capPermitted: u64("cap_permitted"),
    capEffective: u64("cap_effective"),
    exeUpperLayer: flag("exe_upper_layer"),
    exeIno: u64("exe_ino"),
    exeCtimeNs: u64("exe_ino_ctime"),
    exeMtimeNs: u64("exe_ino_mtime"),
    exeFromMemfd: flag("exe_from_memfd"),
    exeLowerLayer: flag("exe_lower_layer"),
    pgid: has(8) ? c.i64("pgid") : -1,
  };
}
