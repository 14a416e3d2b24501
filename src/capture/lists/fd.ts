import { type Cursor, EntryError } from "../cursor.js";
import { type FdListEntry, FdListType } from "../metadata.js";

const NAME = 1023;
const EMPTY = new Uint8Array(0);
const IPV4 = 4;
const IPV6 = 16;

/** Longest possible entry of the version that does not tell its length. */
export const MAX_FD_ENTRY: number = 4096;

const BLANK = {
  ino: 0n,
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

/** Read one fd of an fd list. */
export function readFd(c: Cursor, version: number): FdListEntry {
  const fd = c.i64("fd");
  const ino = c.u64("inode");
  const type = c.u8("type");
  const base = { ...BLANK, fd, ino, type };
  switch (type) {
    case FdListType.UNKNOWN:
      return base;
    case FdListType.FILE_V2: {
      const openFlags = c.u32("open flags");
      const name = c.name("name", NAME);
      const dev = version >= 2 && c.left >= 4 ? c.u32("device") : 0;
      return { ...base, openFlags, name, dev };
    }
    case FdListType.IPV4:
      return socket(c, base, IPV4);
    case FdListType.IPV6:
      return socket(c, base, IPV6);
    case FdListType.IPV4_SERVER:
      return server(c, base, IPV4);
    case FdListType.IPV6_SERVER:
      return server(c, base, IPV6);
    case FdListType.UNIX: {
      const source = c.u64("source");
      const destination = c.u64("destination");
      return { ...base, source, destination, name: c.name("path", NAME) };
    }
    default:
      if (type <= FdListType.PIDFD) return { ...base, name: c.name("name", NAME) };
      // made by a later version: the entry's length says where the next begins
      if (version < 2) throw new EntryError(`fd ${fd} is of the unknown type ${type}`);
      c.pos = c.end;
      return { ...base, type: FdListType.UNSUPPORTED, name: new TextEncoder().encode(`unknown-type:[${type}]`) };
  }
}

function socket(c: Cursor, base: FdListEntry, size: number): FdListEntry {
  const sip = c.bytes(size, "source address");
  const dip = c.bytes(size, "destination address");
  const sport = c.u16("source port");
  const dport = c.u16("destination port");
  return { ...base, sip, dip, sport, dport, l4: c.u8("transport") };
}

function server(c: Cursor, base: FdListEntry, size: number): FdListEntry {
  const sip = c.bytes(size, "address");
  const sport = c.u16("port");
  return { ...base, sip, sport, l4: c.u8("transport") };
}
