import type { FdBlock, Inspector, ThreadBlock } from "./inspector.js";
import {
  type FdListEntry,
  FdListType,
  type GroupEntry,
  type InterfaceEntry,
  type MachineInfo,
  type MetadataSink,
  type ThreadEntry,
  type UserEntry,
} from "./metadata.js";

const IPV4_BYTES = 4;

/** The process list's entry as the inspector takes it. */
function threadBlock(t: ThreadEntry): ThreadBlock {
  return {
    tid: t.tid,
    pid: t.pid,
    ptid: t.ptid,
    sid: t.sid,
    vpgid: t.vpgid,
    pgid: t.pgid,
    vtid: t.vtid,
    vpid: t.vpid,
    comm: t.comm,
    exe: t.exe,
    exepath: t.exepath,
    args: t.args,
    env: t.env,
    cwd: t.cwd,
    root: t.root,
    cgroups: t.cgroups,
    uid: t.uid,
    gid: t.gid,
    loginuid: t.loginuid,
    flags: t.flags,
    fdlimit: t.fdlimit,
    exe_writable: t.exeWritable,
    exe_upper_layer: t.exeUpperLayer,
    exe_lower_layer: t.exeLowerLayer,
    exe_from_memfd: t.exeFromMemfd,
    cap_inheritable: t.capInheritable,
    cap_permitted: t.capPermitted,
    cap_effective: t.capEffective,
    exe_ino: t.exeIno,
    exe_ino_ctime: t.exeCtimeNs,
    exe_ino_mtime: t.exeMtimeNs,
    vmsize_kb: t.vmSizeKb,
    vmrss_kb: t.vmRssKb,
    vmswap_kb: t.vmSwapKb,
    pfmajor: t.faultsMajor,
    pfminor: t.faultsMinor,
    tty: t.tty,
    pidns_init_start_ts: t.pidnsStartNs,
  };
}

function fdInfo(f: FdListEntry): FdBlock["info"] {
  const pair = { sip: f.sip, dip: f.dip, sport: f.sport, dport: f.dport, l4proto: f.l4 };
  const server = { ip: f.sip, port: f.sport, l4proto: f.l4 };
  switch (f.type) {
    case FdListType.IPV4:
      return { ipv4info: pair };
    case FdListType.IPV6:
      return { ipv6info: pair };
    case FdListType.IPV4_SERVER:
      return { ipv4serverinfo: server };
    case FdListType.IPV6_SERVER:
      return { ipv6serverinfo: server };
    case FdListType.UNIX:
      return { unix_socket_info: { source: f.source, destination: f.destination, fname: f.name } };
    case FdListType.FILE_V2:
      return { regularinfo: { open_flags: f.openFlags, fname: f.name, dev: f.dev } };
    default:
      return { fname: f.name };
  }
}

/** Hands what a capture says of the machine to an inspector. */
export class StateLoader implements MetadataSink {
  machineInfo: MachineInfo | undefined;
  /** Something was told since the last {@link flush}. */
  dirty = true;
  private fdsOf = -1;
  private fds: FdBlock[] = [];

  /** @param inspector the inspector of the section at hand */
  constructor(private readonly inspector: () => Inspector) {}

  machine(info: MachineInfo): void {
    this.machineInfo = info;
  }

  thread(entry: ThreadEntry): void {
    this.handOver();
    this.dirty = true;
    this.inspector().addThread(threadBlock(entry));
  }

  fdList(tid: number): void {
    this.handOver();
    this.fdsOf = tid;
  }

  fd(_tid: number, entry: FdListEntry): void {
    this.dirty = true;
    this.fds.push({ fd: entry.fd, ino: entry.ino, type: entry.type, info: fdInfo(entry) });
  }

  interface(entry: InterfaceEntry): void {
    const family = entry.address.length === IPV4_BYTES ? 4 : 6;
    this.inspector().addInterface({ family, address: entry.address, netmask: entry.netmask, name: entry.name });
  }

  user(entry: UserEntry): void {
    this.inspector().addUser(entry);
  }

  group(entry: GroupEntry): void {
    this.inspector().addGroup(entry);
  }

  /** All was told: relate it. */
  flush(): void {
    this.handOver();
    this.inspector().open();
    this.dirty = false;
  }

  /** Hand over the fds of the last thread. */
  private handOver(): void {
    if (this.fds.length > 0) this.inspector().addFds(this.fdsOf, this.fds);
    this.fds = [];
  }

  /** Another section begins. */
  restart(): void {
    this.fds = [];
    this.machineInfo = undefined;
    this.dirty = true;
  }
}
