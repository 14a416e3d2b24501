import { FLAG_TABLES } from "../data/flags.js";
import type { ByteWriter } from "./writer.js";

type Table = readonly (readonly [name: string, value: number])[];

const NO_FLAGS: Table = [];

/** The flag table of this name; empty if there is none. */
export function flagTable(name: string | undefined): Table {
  return (name !== undefined && FLAG_TABLES[name]) || NO_FLAGS;
}

/**
 * Write the names of the bits of `value`, joined with `|`. Table order decides, and a name takes its bits away, so
 * that O_RDWR (both access bits) does not also print its parts. Nothing is written when no name fits.
 */
export function writeFlags(w: ByteWriter, table: Table, value: number): void {
  const initial = value >>> 0;
  let rest = initial;
  let first = true;
  for (const [name, bits] of table) {
    const b = bits >>> 0;
    if (b === 0 ? initial !== 0 : (rest & b) >>> 0 !== b) continue;
    if (!first) w.byte(124);
    w.ascii(name);
    first = false;
    rest = (rest & ~b) >>> 0;
    if (b !== 0 && rest === 0) break;
  }
}

/** Write all names whose value is exactly `value`, joined with `|`. */
export function writeEnum(w: ByteWriter, table: Table, value: number): void {
  let first = true;
  for (const [name, v] of table) {
    if (v !== value) continue;
    if (!first) w.byte(124);
    w.ascii(name);
    first = false;
  }
}
