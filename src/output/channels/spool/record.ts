// A record on disk: length u32, checksum u32, sequence number u64 (all little-endian), payload. The checksum covers
// sequence number and payload.

/** Bytes before the payload. */
export const HEADER = 16;
/** No alert is as long: a greater length is damage. */
export const LONGEST = 16 << 20;

/** A message as the spool gives it back. */
export interface SpoolRecord {
  readonly seq: bigint;
  readonly payload: Buffer;
  /** All its bytes on disk. */
  readonly size: number;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c;
});

/** CRC-32 (that of gzip) of a part of a buffer. */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let c = 0xffffffff;
  for (let i = from; i < to; i++) c = (c >>> 8) ^ (TABLE[(c ^ (bytes[i] as number)) & 0xff] as number);
  return (c ^ 0xffffffff) >>> 0;
}

/** The bytes of a record. */
export function encodeRecord(seq: bigint, payload: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(HEADER + payload.length);
  out.writeUInt32LE(payload.length, 0);
  out.writeBigUInt64LE(seq, 8);
  out.set(payload, HEADER);
  out.writeUInt32LE(crc32(out, 8), 4);
  return out;
}

/** What stands at an offset: a record, the number of bytes it would need, or undefined for damage. */
export function decodeRecord(bytes: Buffer, at: number): SpoolRecord | number | undefined {
  if (bytes.length - at < HEADER) return HEADER;
  const length = bytes.readUInt32LE(at);
  if (length > LONGEST) return undefined;
  const size = HEADER + length;
  if (bytes.length - at < size) return size;
  if (crc32(bytes, at + 8, at + size) !== bytes.readUInt32LE(at + 4)) return undefined;
  return { seq: bytes.readBigUInt64LE(at + 8), payload: bytes.subarray(at + HEADER, at + size), size };
}
