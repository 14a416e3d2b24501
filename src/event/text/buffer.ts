import type { ByteWriter } from "./writer.js";

let base64 = false;

/** Print data buffers in base64 from now on, or byte by byte, in this thread (buffer_format_base64). */
export function printBuffersInBase64(on: boolean): void {
  base64 = on;
}

/** Write a data buffer. */
export function writeBuffer(w: ByteWriter, buf: Uint8Array, off: number, len: number): void {
  if (base64) w.ascii(Buffer.from(buf.buffer, buf.byteOffset + off, len).toString("base64"));
  else writePrintable(w, buf, off, len);
}

/** Write each byte, unprintable ones as a dot. */
export function writePrintable(w: ByteWriter, buf: Uint8Array, off: number, len: number): void {
  w.reserve(len);
  for (let i = 0; i < len; i++) {
    const b = buf[off + i] as number;
    w.byte(b >= 32 && b < 127 ? b : 46);
  }
}
