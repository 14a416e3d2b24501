import type { ByteWriter } from "./writer.js";

/** Write an address of 4 or 16 bytes (network order). */
export function writeIp(w: ByteWriter, buf: Uint8Array, off: number, len: number): void {
  if (len === 4) writeIpv4(w, buf, off);
  else writeIpv6(w, buf, off);
}

function writeIpv4(w: ByteWriter, buf: Uint8Array, off: number): void {
  for (let i = 0; i < 4; i++) {
    if (i > 0) w.byte(46);
    w.dec(buf[off + i] as number);
  }
}

/** True for an IPv4 address in IPv6 clothes (::ffff:a.b.c.d). */
export function isMapped(buf: Uint8Array, off: number): boolean {
  for (let i = 0; i < 10; i++) if (buf[off + i] !== 0) return false;
  return buf[off + 10] === 0xff && buf[off + 11] === 0xff;
}

/** True for an IPv4 address in IPv6 clothes, and for the zero address, which may be either. */
export function isMappedOrZero(buf: Uint8Array, off: number): boolean {
  if (isMapped(buf, off)) return true;
  for (let i = 0; i < 16; i++) if (buf[off + i] !== 0) return false;
  return true;
}

function writeIpv6(w: ByteWriter, buf: Uint8Array, off: number): void {
  // The longest run of two or more zero groups is written as "::" (RFC 5952, as inet_ntop does).
  let best = -1;
  let bestLen = 1;
  let run = 0;
  for (let i = 0; i < 8; i++) {
    if (buf[off + 2 * i] === 0 && buf[off + 2 * i + 1] === 0) {
      run++;
      if (run > bestLen) {
        bestLen = run;
        best = i - run + 1;
      }
    } else run = 0;
  }
  if (isMapped(buf, off) || (best === 0 && bestLen === 6)) {
    w.ascii(isMapped(buf, off) ? "::ffff:" : "::");
    writeIpv4(w, buf, off + 12);
    return;
  }
  for (let i = 0; i < 8; i++) {
    if (i === best) {
      w.byte(58);
      if (i + bestLen === 8) w.byte(58);
      i += bestLen - 1;
      continue;
    }
    if (i > 0) w.byte(58);
    w.hex(((buf[off + 2 * i] as number) << 8) | (buf[off + 2 * i + 1] as number), 1, false);
  }
}

/** Write `address:port`. */
export function writeEndpoint(w: ByteWriter, buf: Uint8Array, off: number, len: number, port: number): void {
  writeIp(w, buf, off, len);
  w.byte(58);
  w.dec(port);
}
