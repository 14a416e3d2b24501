/** Bytes of an IPv4 address in dotted text; undefined if it is not one. */
export function parseIpv4(text: string): Uint8Array | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const parts = text.split(".");
  const out = new Uint8Array(4);
  for (let i = 0; i < 4; i++) {
    const p = parts[i] as string;
    const n = Number(p);
    if (n > 255 || (p.length > 1 && p[0] === "0")) return undefined;
    out[i] = n;
  }
  return out;
}

/** Bytes of an IPv6 address in text (RFC 4291, `::` and a dotted tail allowed); undefined if it is not one. */
export function parseIpv6(text: string): Uint8Array | undefined {
  let head = text;
  let tail: Uint8Array | undefined;
  const dot = text.indexOf(".");
  if (dot >= 0) {
    const colon = text.lastIndexOf(":");
    tail = parseIpv4(text.slice(colon + 1));
    if (colon < 0 || tail === undefined) return undefined;
    head = `${text.slice(0, colon)}:0:0`;
  }
  const gap = head.indexOf("::");
  if (gap >= 0 && head.indexOf("::", gap + 1) >= 0) return undefined;
  const left = groups(gap < 0 ? head : head.slice(0, gap));
  const right = gap < 0 ? [] : groups(head.slice(gap + 2));
  if (left === undefined || right === undefined) return undefined;
  const count = left.length + right.length;
  if (gap < 0 ? count !== 8 : count > 7) return undefined;
  const out = new Uint8Array(16);
  for (const [i, g] of left.entries()) put(out, i, g);
  for (const [i, g] of right.entries()) put(out, 8 - right.length + i, g);
  if (tail !== undefined) out.set(tail, 12);
  return out;
}

function groups(text: string): number[] | undefined {
  if (text === "") return [];
  const out: number[] = [];
  for (const g of text.split(":")) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(g)) return undefined;
    out.push(Number.parseInt(g, 16));
  }
  return out;
}

function put(out: Uint8Array, group: number, value: number): void {
  out[group * 2] = value >> 8;
  out[group * 2 + 1] = value & 255;
}

/** Text with a dot is IPv4, anything else IPv6. */
export function parseIp(text: string): Uint8Array | undefined {
  return text.includes(".") && !text.includes(":") ? parseIpv4(text) : parseIpv6(text);
}

/** A network: address bytes (host bits cleared) and prefix length. */
export interface IpNet {
  readonly addr: Uint8Array;
  readonly prefix: number;
}

/** `10.0.0.0/8`, `fe80::/10`; undefined if it is not one. */
export function parseNet(text: string): IpNet | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const bits = text.slice(slash + 1);
  const addr = parseIp(text.slice(0, slash));
  if (addr === undefined || !/^\d{1,3}$/.test(bits)) return undefined;
  const prefix = Number(bits);
  if (prefix > addr.length * 8 || (addr.length === 16 && prefix === 0)) return undefined;
  for (let i = 0; i < addr.length; i++) {
    const keep = Math.min(8, Math.max(0, prefix - i * 8));
    addr[i] = (addr[i] as number) & (0xff00 >> keep) & 0xff;
  }
  return { addr, prefix };
}

/** Is the address of `len` bytes at `off` inside the network? */
export function inNet(net: IpNet, buf: Uint8Array, off: number, len: number): boolean {
  const { addr, prefix } = net;
  if (len !== addr.length) return false;
  const whole = prefix >> 3;
  for (let i = 0; i < whole; i++) if (buf[off + i] !== addr[i]) return false;
  const rest = prefix & 7;
  return rest === 0 || (((buf[off + whole] as number) ^ (addr[whole] as number)) & (0xff00 >> rest) & 0xff) === 0;
}
