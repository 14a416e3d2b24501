import { nativeAddon } from "./native.js";

interface Native {
  checksum(bytes: Uint8Array, before: number): number;
}

/**
 * CRC-32 of bytes, or of what has the checksum `before` and these bytes after it. Finds what was damaged or changed by
 * accident; whoever can write to the files may do worse. Node's digests load for longer than this takes.
 */
export function checksum(bytes: Uint8Array, before = 0): number {
  return (nativeAddon() as Native).checksum(bytes, before);
}
