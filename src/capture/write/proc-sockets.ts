import { FdKind } from "../../state/fd.js";
import { type NetSocket, netSockets } from "../../state/netsockets.js";
import { type FdListEntry, FdListType } from "../metadata.js";

/** What the kernel tells of a socket, by its inode. */
export type SocketFacts = Pick<
  FdListEntry,
  "type" | "name" | "l4" | "sip" | "dip" | "sport" | "dport" | "source" | "destination"
>;

/** Transports in lists are one more than elsewhere, and raw is told apart from ICMP. */
const FIRST_L4 = 1;

/** All sockets of the network namespace of a process, by inode, as lists tell of them. */
export function socketsOf(pid: number | string, root = "/proc"): Map<bigint, SocketFacts> {
  return new Map([...netSockets(pid, root)].map(([inode, s]) => [inode, facts(s)]));
}

function facts(s: NetSocket): SocketFacts {
  const { local, remote, lport, rport, path } = s;
  const base = { name: path, l4: 0, sip: local, dip: remote, sport: lport, dport: rport, source: 0n, destination: 0n };
  if (s.kind === FdKind.UNIX) return { ...base, type: FdListType.UNIX };
  if (s.kind === FdKind.NETLINK) return { ...base, type: FdListType.NETLINK };
  const serves = s.listening || (rport === 0 && lport !== 0);
  const four = s.kind === FdKind.IPV4;
  const type = serves
    ? four
      ? FdListType.IPV4_SERVER
      : FdListType.IPV6_SERVER
    : four
      ? FdListType.IPV4
      : FdListType.IPV6;
  return { ...base, l4: s.l4 + FIRST_L4, type };
}
