import { readFileSync } from "node:fs";
import type { Bundle } from "./bundle.js";
import { checksum } from "./checksum.js";

/** Bytes of the seal at the beginning of a file of code: checksums of the source and of the code. */
const SEAL = 8;

/** Where the code made of a bundle lies. */
export function codeFile(bundle: string): string {
  return `${bundle}.code`;
}

/** What a file of code holds. */
export function sealed(source: Uint8Array, code: Uint8Array): Buffer {
  return Buffer.concat([sealOf(source, code), code]);
}

/** V8 believes the code that it is given, and crashes on code that is damaged or of another source. */
function sealOf(source: Uint8Array, code: Uint8Array): Buffer {
  const seal = Buffer.alloc(SEAL);
  seal.writeUInt32LE(checksum(source));
  seal.writeUInt32LE(checksum(code), 4);
  return seal;
}

/** Read a bundle and, if it is there and sound, the code made of it. */
export function readBundle(file: string): Bundle {
  const source = readFileSync(file);
  const code = readCode(file, source);
  const bytes = new SharedArrayBuffer(source.length + code.length);
  const view = new Uint8Array(bytes);
  view.set(source);
  view.set(code, source.length);
  return { file, bytes, sourceBytes: source.length };
}

function readCode(bundle: string, source: Uint8Array): Uint8Array {
  let all: Buffer;
  try {
    all = readFileSync(codeFile(bundle));
  } catch {
    // not built: V8 takes its time
    return new Uint8Array(0);
  }
  const code = all.subarray(SEAL);
  return sealOf(source, code).equals(all.subarray(0, SEAL)) ? code : new Uint8Array(0);
}
