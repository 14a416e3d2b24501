import { isMappedOrZero, writeEndpoint } from "./net.js";
import type { ByteWriter } from "./writer.js";

function word(u8: Uint8Array, at: number): number {
  return (
    ((u8[at] as number) | ((u8[at + 1] as number) << 8) | ((u8[at + 2] as number) << 16)) +
    (u8[at + 3] as number) * 0x1000000
  );
}

/** Write a 64-bit id (8 bytes, little endian) in lower-case hexadecimal. */
export function writePointer(w: ByteWriter, u8: Uint8Array, at: number): void {
  w.hex64(word(u8, at), word(u8, at + 4), false);
}

/**
 * Write a SOCKTUPLE: `a:port->b:port`, or `id->id path` for UNIX sockets.
 * @returns false if it is empty or malformed
 */
export function writeTuple(w: ByteWriter, u8: Uint8Array, off: number, len: number): boolean {
  if (len < 1) return false;
  const family = u8[off];
  if (family === 1) {
    if (len < 17) return false;
    writePointer(w, u8, off + 1);
    w.ascii("->");
    writePointer(w, u8, off + 9);
    w.byte(32);
    const end = len > 17 && u8[off + len - 1] === 0 ? len - 1 : len;
    w.bytes(u8, off + 17, end - 17);
    return true;
  }
  const size = family === 2 ? 4 : family === 10 ? 16 : 0;
  if (size === 0 || len < 5 + 2 * size) return false;
  const src = off + 1;
  const dst = src + size + 2;
  const mapped = size === 16 && isMappedOrZero(u8, src) && isMappedOrZero(u8, dst);
  const skip = mapped ? 12 : 0;
  writeEndpoint(w, u8, src + skip, size - skip, (u8[dst - 2] as number) | ((u8[dst - 1] as number) << 8));
  w.ascii("->");
  const port = dst + size;
  writeEndpoint(w, u8, dst + skip, size - skip, (u8[port] as number) | ((u8[port + 1] as number) << 8));
  return true;
}
