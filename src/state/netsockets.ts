import { readFileSync } from "node:fs";
import { EMPTY } from "../event/bytes.js";
import { FdKind, L4, Role } from "./fd.js";

/** What /proc tells of a socket. */
export interface NetSocket {
  /** FdKind: IPV4, IPV6, UNIX or NETLINK. */
  readonly kind: number;
  readonly l4: number;
  readonly local: Uint8Array;
  readonly remote: Uint8Array;
  readonly lport: number;
  readonly rport: number;
  /** Waits for connections (TCP). */
  readonly listening: boolean;
  /** UNIX: path; an abstract one begins with a NUL. */
  readonly path: Uint8Array;
}

const MAX_SOCKETS = 200_000;
/** State of a TCP socket that waits for connections. */
const LISTEN = "0A";

const INET: readonly (readonly [file: string, l4: number, size: number])[] = [
  ["tcp", L4.TCP, 4],
  ["tcp6", L4.TCP, 16],
  ["udp", L4.UDP, 4],
  ["udp6", L4.UDP, 16],
  ["raw", L4.RAW, 4],
  ["raw6", L4.RAW, 16],
];

const NONE = { l4: 0, local: EMPTY, remote: EMPTY, lport: 0, rport: 0, listening: false, path: EMPTY };

/** All sockets of the network namespace of a process, by inode. */
export function netSockets(pid: number | string, root = "/proc"): Map<bigint, NetSocket> {
  const out = new Map<bigint, NetSocket>();
  const dir = `${root}/${pid}/net`;
  for (const [file, l4, size] of INET) inet(table(`${dir}/${file}`), l4, size, out);
  for (const f of table(`${dir}/unix`)) {
    // Num RefCount Protocol Flags Type St Inode Path
    const inode = big(f[6]);
    if (out.size >= MAX_SOCKETS || inode === 0n) continue;
    const path = (f[7] ?? "").replace(/^@/, "\0");
    out.set(inode, { ...NONE, kind: FdKind.UNIX, path: new Uint8Array(Buffer.from(path)) });
  }
  for (const f of table(`${dir}/netlink`)) {
    const inode = big(f[9]);
    if (inode !== 0n) out.set(inode, { ...NONE, kind: FdKind.NETLINK });
  }
  return out;
}

/** Sockets of TCP and UDP alone. */
export function inetSockets(pid: number | string, root = "/proc"): Map<bigint, NetSocket> {
  const out = new Map<bigint, NetSocket>();
  for (const [file, l4, size] of INET) if (l4 !== L4.RAW) inet(table(`${root}/${pid}/net/${file}`), l4, size, out);
  return out;
}

/**
 * Which side of their connections the sockets of a network namespace are on. A socket does not tell who called whom;
 * but who answers has the port that somebody listens on, and who calls has, as a rule, one that the kernel picked.
 * @param ephemeral the ports that the kernel picks from
 */
export function* rolesOf(
  sockets: ReadonlyMap<bigint, NetSocket>,
  ephemeral: readonly [first: number, last: number],
): Generator<[inode: bigint, role: number]> {
  const listened = new Set<number>();
  for (const s of sockets.values()) if (s.listening) listened.add(s.lport);
  const answering = new Set<string>();
  for (const s of sockets.values())
    if (s.rport !== 0 && listened.has(s.lport)) answering.add(`${end(s.local, s.lport)} ${end(s.remote, s.rport)}`);
  for (const [inode, s] of sockets) {
    if (s.rport === 0) continue;
    if (s.l4 === L4.UDP) yield [inode, Role.CLIENT];
    else if (s.l4 !== L4.TCP) continue;
    else if (listened.has(s.lport)) yield [inode, Role.SERVER];
    else if (s.lport >= ephemeral[0] && s.lport <= ephemeral[1]) yield [inode, Role.CLIENT];
    else if (answering.has(`${end(s.remote, s.rport)} ${end(s.local, s.lport)}`)) yield [inode, Role.CLIENT];
  }
}

const end = (address: Uint8Array, port: number): string => `${address.join(".")}:${port}`;

/** First and last of the ports that the kernel picks from. */
export function ephemeralPorts(): [first: number, last: number] {
  try {
    const [first = 32768, last = 60999] = readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "latin1")
      .trim()
      .split(/\s+/)
      .map(Number);
    return [first, last];
  } catch {
    return [32768, 60999];
  }
}

function table(path: string): string[][] {
  try {
    return readFileSync(path, "latin1")
      .split("\n")
      .slice(1)
      .map((l) => l.trim().split(/\s+/));
  } catch {
    return [];
  }
}

function inet(rows: string[][], l4: number, size: number, out: Map<bigint, NetSocket>): void {
  for (const f of rows) {
    // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
    const inode = big(f[9]);
    if (out.size >= MAX_SOCKETS || inode === 0n) continue;
    const [local, lport] = endpoint(f[1] ?? "", size);
    const [remote, rport] = endpoint(f[2] ?? "", size);
    const kind = size === 4 ? FdKind.IPV4 : FdKind.IPV6;
    out.set(inode, { kind, l4, local, lport, remote, rport, listening: f[3] === LISTEN, path: EMPTY });
  }
}

function big(text: string | undefined): bigint {
  return text !== undefined && /^\d+$/.test(text) ? BigInt(text) : 0n;
}

/** `0100007F:1F90`: words of the address in the machine's byte order, the port as a number. */
function endpoint(text: string, size: number): [ip: Uint8Array, port: number] {
  const [hex = "", port = "0"] = text.split(":");
  const ip = new Uint8Array(size);
  for (let w = 0; w < size; w += 4)
    for (let b = 0; b < 4; b++) ip[w + b] = Number.parseInt(hex.substr(2 * (w + 3 - b), 2), 16) || 0;
  return [ip, Number.parseInt(port, 16)];
}
