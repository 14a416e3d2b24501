import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Bundle } from "./bundle.js";

/** Bytes of the digest at the beginning of a file of code. */
const DIGEST = 32;

/** Where the code made of a bundle lies. */
export function codeFile(bundle: string): string {
  return `${bundle}.code`;
}

/** What a file of code holds. */
export function sealed(source: Uint8Array, code: Uint8Array): Buffer {
  return Buffer.concat([digest(source, code), code]);
}

/** V8 believes the code that it is given, and crashes on code that is damaged or of another source. */
function digest(source: Uint8Array, code: Uint8Array): Buffer {
  return createHash("sha256").update(source).update(code).digest();
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
  const code = all.subarray(DIGEST);
  return digest(source, code).equals(all.subarray(0, DIGEST)) ? code : new Uint8Array(0);
}
