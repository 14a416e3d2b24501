import { EMPTY, encodeText } from "../event/bytes.js";
import { parseIp } from "../filter/ip.js";
import type { FdRow, ThreadRow } from "../state/capture/rows.js";

/** Text, or the bytes of one. */
export type Text = string | Uint8Array;
/** A list of texts, or their bytes, each ended by NUL. */
export type Texts = readonly string[] | Uint8Array;

/** A thread as it stands in a capture's process list. What is left out is as a fresh process on the host has it. */
export interface ThreadBlock {
  readonly tid: number;
  readonly pid: number;
  readonly ptid: number;
  readonly vtid: number;
  readonly vpid: number;
  readonly sid?: number;
  readonly vpgid?: number;
  readonly pgid?: number;
  readonly comm: Text;
  readonly exe: Text;
  readonly exepath: Text;
  readonly args: Texts;
  readonly env: Texts;
  readonly cwd: Text;
  readonly root?: Text;
  readonly cgroups?: Texts;
  readonly uid: number;
  readonly gid: number;
  readonly loginuid?: number;
  readonly flags?: number;
  readonly fdlimit?: number;
  readonly exe_writable?: boolean;
  readonly exe_upper_layer?: boolean;
  readonly exe_lower_layer?: boolean;
  readonly exe_from_memfd?: boolean;
  readonly cap_permitted?: bigint | number;
  readonly cap_effective?: bigint | number;
  readonly cap_inheritable?: bigint | number;
  readonly exe_ino?: bigint | number;
  readonly exe_ino_ctime?: bigint | number;
  readonly exe_ino_mtime?: bigint | number;
  readonly vmsize_kb?: number;
  readonly vmrss_kb?: number;
  readonly vmswap_kb?: number;
  readonly pfmajor?: number;
  readonly pfminor?: number;
  readonly clone_ts?: bigint | number;
  readonly tty?: number;
  readonly pidns_init_start_ts?: bigint | number;
}

/** An address: bytes in network order, or text. */
export type Ip = Uint8Array | string;

interface Pair {
  readonly sip: Ip;
  readonly dip: Ip;
  readonly sport: number;
  readonly dport: number;
  readonly l4proto?: number;
}

interface Bound {
  readonly ip: Ip;
  readonly port: number;
  readonly l4proto?: number;
}

/** What an fd list tells of an fd, by its kind. */
export type FdBlockInfo =
  | {
      readonly regularinfo: {
        readonly open_flags?: number;
        readonly fname: Text;
        readonly dev?: number;
        readonly mount_id?: number;
      };
    }
  | { readonly ipv4info: Pair }
  | { readonly ipv6info: Pair }
  | { readonly ipv4serverinfo: Bound }
  | { readonly ipv6serverinfo: Bound }
  | {
      readonly unix_socket_info: {
        readonly source?: bigint | number;
        readonly destination?: bigint | number;
        readonly fname?: Text;
      };
    }
  | { readonly fname: Text };

/** An fd as it stands in a capture's fd list. */
export interface FdBlock {
  readonly fd: number;
  readonly ino?: bigint | number;
  /** Number of the type, or its symbol: `SCAP_FD_FILE_V2`. */
  readonly type: number | string;
  readonly info: FdBlockInfo;
}

const NO_ID = 0xffffffff;

function bytes(t: Text | undefined): Uint8Array {
  return t === undefined ? EMPTY : typeof t === "string" ? encodeText(t) : t;
}

function list(t: Texts | undefined): Uint8Array {
  if (t === undefined) return EMPTY;
  return t instanceof Uint8Array ? t : encodeText(t.map((s) => `${s}\0`).join(""));
}

const big = (v: bigint | number | undefined): bigint => BigInt(v ?? 0);

/** The row that the state takes for a block. */
export function threadRow(b: ThreadBlock): ThreadRow {
  return {
    tid: b.tid,
    pid: b.pid,
    ptid: b.ptid,
    sid: b.sid ?? 0,
    vpgid: b.vpgid ?? 0,
    pgid: b.pgid ?? 0,
    vtid: b.vtid,
    vpid: b.vpid,
    comm: bytes(b.comm),
    exe: bytes(b.exe),
    exepath: bytes(b.exepath),
    args: list(b.args),
    cwd: bytes(b.cwd),
    root: bytes(b.root ?? "/"),
    env: list(b.env),
    cgroups: list(b.cgroups),
    fdlimit: b.fdlimit ?? 0,
    flags: b.flags ?? 0,
    uid: b.uid,
    gid: b.gid,
    loginuid: b.loginuid ?? NO_ID,
    vmSizeKb: b.vmsize_kb ?? 0,
    vmRssKb: b.vmrss_kb ?? 0,
    vmSwapKb: b.vmswap_kb ?? 0,
    faultsMajor: b.pfmajor ?? 0,
    faultsMinor: b.pfminor ?? 0,
    pidnsStartNs: big(b.pidns_init_start_ts),
    tty: b.tty ?? 0,
    capInheritable: big(b.cap_inheritable),
    capPermitted: big(b.cap_permitted),
    capEffective: big(b.cap_effective),
    exeWritable: b.exe_writable ?? false,
    exeUpperLayer: b.exe_upper_layer ?? false,
    exeLowerLayer: b.exe_lower_layer ?? false,
    exeFromMemfd: b.exe_from_memfd ?? false,
    exeIno: big(b.exe_ino),
    exeCtimeNs: big(b.exe_ino_ctime),
    exeMtimeNs: big(b.exe_ino_mtime),
    cloneNs: big(b.clone_ts),
  };
}

/** Symbols of the types, in the order of their numbers. */
const SYMBOLS: readonly string[] = [
  "UNKNOWN",
  "FILE",
  "DIRECTORY",
  "IPV4_SOCK",
  "IPV6_SOCK",
  "IPV4_SERVSOCK",
  "IPV6_SERVSOCK",
  "FIFO",
  "UNIX_SOCK",
  "EVENT",
  "UNSUPPORTED",
  "SIGNALFD",
  "EVENTPOLL",
  "INOTIFY",
  "TIMERFD",
  "NETLINK",
  "FILE_V2",
  "BPF",
  "USERFAULTFD",
  "IOURING",
  "MEMFD",
  "PIDFD",
];

function typeNumber(type: number | string): number {
  if (typeof type === "number") return type;
  const n = SYMBOLS.indexOf(type.replace(/^SCAP_FD_/, ""));
  if (n < 0) throw new TypeError(`there is no fd type '${type}': it is one of ${SYMBOLS.join(", ")}`);
  return n;
}

function ip(v: Ip): Uint8Array {
  if (v instanceof Uint8Array) return v;
  const out = parseIp(v);
  if (out === undefined) throw new TypeError(`'${v}' is no IP address`);
  return out;
}

/** The row that the state takes for a block. */
export function fdRow(b: FdBlock): FdRow {
  const type = typeNumber(b.type);
  const base: FdRow = {
    fd: b.fd,
    ino: big(b.ino),
    type,
    name: EMPTY,
    openFlags: 0,
    dev: 0,
    l4: 0,
    sip: EMPTY,
    dip: EMPTY,
    sport: 0,
    dport: 0,
    source: 0n,
    destination: 0n,
  };
  const { info } = b;
  if ("regularinfo" in info) {
    const r = info.regularinfo;
    return { ...base, name: bytes(r.fname), openFlags: r.open_flags ?? 0, dev: r.dev ?? 0 };
  }
  if ("ipv4info" in info) return pair(base, info.ipv4info);
  if ("ipv6info" in info) return pair(base, info.ipv6info);
  if ("ipv4serverinfo" in info) return bound(base, info.ipv4serverinfo);
  if ("ipv6serverinfo" in info) return bound(base, info.ipv6serverinfo);
  if ("unix_socket_info" in info) {
    const u = info.unix_socket_info;
    return { ...base, source: big(u.source), destination: big(u.destination), name: bytes(u.fname) };
  }
  return { ...base, name: bytes(info.fname) };
}

function pair(base: FdRow, p: Pair): FdRow {
  return { ...base, sip: ip(p.sip), dip: ip(p.dip), sport: p.sport, dport: p.dport, l4: p.l4proto ?? 0 };
}

function bound(base: FdRow, s: Bound): FdRow {
  return { ...base, sip: ip(s.ip), sport: s.port, l4: s.l4proto ?? 0 };
}
