/** Text of the corpus; bytes that are no UTF-8 are written `{"hex": ...}`. */
export type TextJson = string | { readonly hex: string };

export function toBytes(t: TextJson): Uint8Array {
  return typeof t === "string" ? new Uint8Array(Buffer.from(t, "utf8")) : new Uint8Array(Buffer.from(t.hex, "hex"));
}

/** Same bytes? Says what they are if not. */
export function sameBytes(got: Uint8Array, want: TextJson): string | undefined {
  const [g, w] = [Buffer.from(got).toString("hex"), Buffer.from(toBytes(want)).toString("hex")];
  return g === w ? undefined : `got bytes ${g}, want ${w}`;
}
