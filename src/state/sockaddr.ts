import { Slice } from "../event/bytes.js";
import { isMappedOrZero } from "../event/text/net.js";

/** Portable address families as they stand in SOCKADDR and SOCKTUPLE parameters. */
export const Family = { UNSPEC: 0, UNIX: 1, INET: 2, INET6: 10 } as const;

/** A decoded SOCKTUPLE or SOCKADDR parameter; the slices point into the event. */
export class SockTuple {
  family = 0;
  readonly src = new Slice();
  sport = 0;
  readonly dst = new Slice();
  dport = 0;
  /** UNIX: path; SRC and DST hold 8-byte socket ids. */
  readonly path = new Slice();

  private reset(family: number): void {
    this.family = family;
    this.src.len = 0;
    this.dst.len = 0;
    this.path.len = 0;
    this.sport = 0;
    this.dport = 0;
  }

  /** Read a SOCKTUPLE; false if it is empty or malformed. */
  tuple(u8: Uint8Array, off: number, len: number): boolean {
    if (len < 1) return false;
    const family = u8[off] as number;
    this.reset(family);
    if (family === Family.UNIX) {
      if (len < 17) return false;
      this.src.set(u8, off + 1, 8);
      this.dst.set(u8, off + 9, 8);
      this.path.set(u8, off + 17, textLength(u8, off + 17, len - 17));
      return true;
    }
    const size = family === Family.INET ? 4 : family === Family.INET6 ? 16 : 0;
    if (size === 0 || len < 1 + 2 * (size + 2)) return false;
    this.src.set(u8, off + 1, size);
    this.sport = u16(u8, off + 1 + size);
    this.dst.set(u8, off + 3 + size, size);
    this.dport = u16(u8, off + 3 + 2 * size);
    if (size === 16 && isMappedOrZero(u8, this.src.off) && isMappedOrZero(u8, this.dst.off)) {
      this.family = Family.INET;
      this.src.set(u8, this.src.off + 12, 4);
      this.dst.set(u8, this.dst.off + 12, 4);
    }
    return true;
  }

  /** Read a SOCKADDR into `src` and `sport`, or `path`. */
  addr(u8: Uint8Array, off: number, len: number): boolean {
    if (len < 1) return false;
    const family = u8[off] as number;
    this.reset(family);
    if (family === Family.UNIX) {
      this.path.set(u8, off + 1, textLength(u8, off + 1, len - 1));
      return true;
    }
    const size = family === Family.INET ? 4 : family === Family.INET6 ? 16 : 0;
    if (size === 0 || len < 3 + size) return false;
    this.src.set(u8, off + 1, size);
    this.sport = u16(u8, off + 1 + size);
    return true;
  }
}

function textLength(u8: Uint8Array, off: number, len: number): number {
  return len > 0 && u8[off + len - 1] === 0 ? len - 1 : len;
}

function u16(u8: Uint8Array, off: number): number {
  return (u8[off] as number) | ((u8[off + 1] as number) << 8);
}
