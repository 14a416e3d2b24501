import { readFileSync } from "node:fs";
import { type FdListEntry, FdListType } from "../metadata.js";

/** What the kernel tells of a socket, by its inode. */
export type SocketFacts = Pick<
  FdListEntry,
  "type" | "name" | "l4" | "sip" | "dip" | "sport" | "dport" | "source" | "destination"
>;

const MAX_SOCKETS = 200_000;
const EMPTY = new Uint8Array(0);
const TCP = 2;
const UDP = 3;
const RAW = 5;
/** State of a TCP socket that waits for connections. */
const LISTEN = "0A";

const INET: readonly (readonly [file: string, l4: number, size: number])[] = [
  ["tcp", TCP, 4],
  ["tcp6", TCP, 16],
  ["udp", UDP, 4],
  ["udp6", UDP, 16],
  ["raw", RAW, 4],
  ["raw6", RAW, 16],
];

const NONE = { name: EMPTY, l4: 0, sip: EMPTY, dip: EMPTY, sport: 0, dport: 0, source: 0n, destination: 0n };

/** All sockets of the network namespace of a process, by inode. */
export function socketsOf(pid: number | string, root = "/proc"): Map<bigint, SocketFacts> {
  const out = new Map<bigint, SocketFacts>();
  const dir = `${root}/${pid}/net`;
  for (const [file, l4, size] of INET) inet(table(`${dir}/${file}`), l4, size, out);
  for (const f of table(`${dir}/unix`)) {
    // Num RefCount Protocol Flags Type St Inode Path
    const inode = big(f[6]);
    if (out.size >= MAX_SOCKETS || inode === 0n) continue;
    const path = (f[7] ?? "").replace(/^@/, "\0");
    out.set(inode, { ...NONE, type: FdListType.UNIX, name: new Uint8Array(Buffer.from(path)) });
  }
  for (const f of table(`${dir}/netlink`)) {
    const inode = big(f[9]);
    if (inode !== 0n) out.set(inode, { ...NONE, type: FdListType.NETLINK });
  }
  return out;
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

function inet(rows: string[][], l4: number, size: number, out: Map<bigint, SocketFacts>): void {
  for (const f of rows) {
    // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
    const inode = big(f[9]);
    if (out.size >= MAX_SOCKETS || inode === 0n) continue;
    const [sip, sport] = endpoint(f[1] ?? "", size);
    const [dip, dport] = endpoint(f[2] ?? "", size);
    const server = f[3] === LISTEN || (dport === 0 && sport !== 0);
    const four = size === 4;
    const type = server
      ? four
        ? FdListType.IPV4_SERVER
        : FdListType.IPV6_SERVER
      : four
        ? FdListType.IPV4
        : FdListType.IPV6;
    out.set(inode, { ...NONE, type, l4, sip, dip, sport, dport });
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
