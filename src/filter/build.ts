import type { EventContext } from "../state/context.js";

/** Judges one event for a group of rules: writes the numbers of those that match from `n`, returns the new count. */
export type Judge = (x: EventContext, out: Int32Array, n: number) => number;

/** Judges those of its rules whose bit is set in `w0`. */
export type PartJudge = (x: EventContext, out: Int32Array, n: number, w0: number) => number;

/**
 * Turn generated source into a function. This is the only place in the program that does so.
 *
 * The source consists of names and numbers made up by the code generator; whatever comes from a rules file is in
 * `constants`, which the source can only refer to as `k[0]`, `k[1]`, ...
 *
 * @param source body of a function of (x, out, n) or, if `part`, (x, out, n, w0)
 * @param constants values bound to the names k0, k1, ...
 */
export function buildJudge(source: string, constants: readonly unknown[], part?: false): Judge;
export function buildJudge(source: string, constants: readonly unknown[], part: true): PartJudge;
export function buildJudge(source: string, constants: readonly unknown[], part = false): Judge | PartJudge {
  const bind = constants.map((_, i) => `const k${i}=k[${i}];`).join("");
  const make = new Function("k", `"use strict";${bind}return function(x,out,n${part ? ",w0" : ""}){${source}}`) as (
    k: readonly unknown[],
  ) => Judge;
  return make(constants);
}
