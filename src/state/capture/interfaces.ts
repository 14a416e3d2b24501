/** One address of a network interface. */
export interface InterfaceRow {
  /** 4 or 16 bytes, network order. */
  readonly address: Uint8Array;
  readonly netmask: Uint8Array;
}

function same(a: Uint8Array, b: Uint8Array, n = a.length): boolean {
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return false;
  return true;
}

const zeros = (ip: Uint8Array): boolean => ip.every((b) => b === 0);

const LOOPBACK4 = new Uint8Array([127, 0, 0, 1]);
const LOOPBACK6 = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
/** IPv6 networks are told apart by their first half. */
const NET6 = 8;

/** The addresses of the machine that was recorded. */
export class Interfaces {
  private rows: InterfaceRow[] = [];

  add(row: InterfaceRow): void {
    this.rows.push({ address: row.address.slice(), netmask: row.netmask.slice() });
  }

  clear(): void {
    this.rows = [];
  }

  /** Is this (4 or 16 bytes) an address of the machine? */
  isLocal(buf: Uint8Array, off: number, len: number): boolean {
    for (const { address } of this.rows) {
      if (address.length !== len) continue;
      const n = len === 4 ? 4 : NET6;
      let i = 0;
      while (i < n && address[i] === buf[off + i]) i++;
      if (i === n) return true;
    }
    return false;
  }

  /** The address that the machine would use to talk to `peer`; zeros if it has none. */
  towards(peer: Uint8Array): Uint8Array {
    const rows = this.rows.filter((r) => r.address.length === peer.length);
    const exact = rows.find((r) => same(r.address, peer));
    if (exact) return exact.address;
    const near =
      peer.length === 4
        ? rows.find((r) => r.address.every((b, i) => ((b ^ (peer[i] as number)) & (r.netmask[i] ?? 0)) === 0))
        : rows.find((r) => same(r.address, peer, NET6));
    if (near) return near.address;
    const loopback = peer.length === 4 ? LOOPBACK4 : LOOPBACK6;
    return rows.find((r) => !same(r.address, loopback))?.address ?? new Uint8Array(peer.length);
  }

  /** Fill in the end of a tuple that is all zeros, as it must have been. */
  complete(
    src: Uint8Array,
    sport: number,
    dst: Uint8Array,
    dport: number,
  ): readonly [src: Uint8Array, dst: Uint8Array] {
    if (zeros(src)) {
      const own = this.towards(dst);
      return sport === dport && same(own, dst) ? [src, dst] : [own, dst];
    }
    if (!zeros(dst)) return [src, dst];
    const own = this.towards(src);
    return sport === dport && same(own, src) ? [src, dst] : [src, own];
  }
}
