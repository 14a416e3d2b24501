import type { Stage } from "./filters-eval-stage.js";

/** A step of a case: what is done, and what must come of it. */
export interface Step extends Record<string, unknown> {
  readonly op: string;
}

/** Says what is wrong with the product's answer to a step; nothing = it is right. */
export type StepJudge = (stage: Stage, step: Step) => string | undefined;

/** Values as they are compared: numbers by value, whatever their type. */
export function plain(v: unknown): unknown {
  if (typeof v === "bigint") return v.toString();
  if (typeof v === "number") return Number.isInteger(v) ? BigInt(v).toString() : String(v);
  if (v instanceof Uint8Array) return { hex: Buffer.from(v).toString("hex") };
  return v;
}

/** Compare by value. */
export function compare(got: unknown, want: unknown): string | undefined {
  const [g, w] = [JSON.stringify(plain(got)), JSON.stringify(plain(want))];
  if (g === w) return undefined;
  // doubles have lost the last digits of 64-bit numbers in the corpus
  if (typeof got === "bigint" && typeof want === "number" && Number(got) === want) return undefined;
  return `got ${g}, want ${w}`;
}
