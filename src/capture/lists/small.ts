import { type Cursor, decodeName, EntryError } from "../cursor.js";
import type { GroupEntry, InterfaceEntry, MachineInfo, UserEntry } from "../metadata.js";

const INTERFACE_NAME = 1023;
const USER_TEXT = 255;
const USER = 0;
const HOSTNAME = 128;

/** Bytes of the machine block's body. */
export const MACHINE_BYTES = 180;
/** Longest possible entries of the versions that do not tell their length. */
export const MAX_INTERFACE_ENTRY: number = 2048;
export const MAX_USER_ENTRY: number = 1024;

export function readMachine(c: Cursor): MachineInfo {
  const cpus = c.u32("number of CPUs");
  const memoryBytes = c.n64("memory size");
  const maxPid = c.n64("highest pid");
  const hostname = decodeName(c.bytes(HOSTNAME, "host name"));
  const bootNs = c.u64("boot time");
  const flags = c.u64("flags");
  return { cpus, memoryBytes, maxPid, hostname, bootNs, flags };
}

/** Read one address of an interface list. */
export function readInterface(c: Cursor): InterfaceEntry {
  const type = c.u16("type");
  if (type < 1 || type > 4) throw new EntryError(`unknown interface type ${type}`);
  const nameLength = c.u16("length of name");
  if (nameLength > INTERFACE_NAME) throw new EntryError(`corrupted entry: interface name of ${nameLength} bytes`);
  const size = type % 2 === 1 ? 4 : 16;
  const address = c.bytes(size, "address");
  const netmask = c.bytes(size, "netmask");
  const broadcast = c.bytes(size, "broadcast address");
  const linkSpeed = type <= 2 ? c.n64("link speed") : 0;
  return { name: decodeName(c.bytes(nameLength, "name")), address, netmask, broadcast, linkSpeed };
}

/** Read one account or group of a user list. */
export function readUser(c: Cursor): UserEntry | GroupEntry {
  const text = (what: string): string => decodeName(c.text(what, USER_TEXT));
  if (c.u8("type") !== USER) {
    const gid = c.u32("gid");
    return { gid, name: text("group name") };
  }
  const uid = c.u32("uid");
  const gid = c.u32("gid");
  const name = text("user name");
  const home = text("home");
  return { uid, gid, name, home, shell: text("shell") };
}
