import { constants } from "node:os";
import { SimulateError } from "../registry.js";
import { FLAGS, type FlagDomain } from "./calls.js";

const BINDING = /^\s*\$\{\s*(\S+?)\.(\S+)\s*\}\s*$/;

/** Takes `${source.field}` apart; undefined if a value is none. */
export function bindingOf(value: unknown): { readonly source: string; readonly field: string } | undefined {
  const m = typeof value === "string" ? BINDING.exec(value) : null;
  return m === null ? undefined : { source: m[1] as string, field: m[2] as string };
}

/**
 * A number, or names joined by `|`.
 *
 * @throws SimulateError
 */
export function flagsOf(value: unknown, domain: FlagDomain | "resolve"): number {
  if (typeof value === "number") return value;
  const text = String(value).trim();
  if (/^(0x[0-9a-f]+|0o[0-7]+|\d+)$/i.test(text)) return Number(/^0\d/.test(text) ? `0o${text}` : text);
  const names: Readonly<Record<string, number>> = domain === "signal" ? constants.signals : FLAGS[domain];
  return text
    .split("|")
    .map((n) => n.trim())
    .reduce((all, name) => {
      const bits = Object.hasOwn(names, name) ? names[name] : undefined;
      if (bits === undefined) throw new SimulateError(`'${name}' is none of ${Object.keys(names).join(", ")}`);
      return all | bits;
    }, 0);
}

/** An address in the words of the native tool: family, host or path, port. */
export type AddressWords = readonly [family: "unix" | "4" | "6", host: string, port: string];

/**
 * `unix://PATH`, `IP:PORT` or `[IP6]:PORT`.
 *
 * @throws SimulateError
 */
export function addressOf(text: string): AddressWords {
  const path = /^unix:\/\/(.+)$/.exec(text)?.[1];
  if (path !== undefined) return ["unix", path, "0"];
  const six = /^\[([0-9a-fA-F:.]+)\]:(\d{1,5})$/.exec(text);
  if (six !== null) return ["6", six[1] as string, six[2] as string];
  const four = /^(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})$/.exec(text);
  if (four !== null) return ["4", four[1] as string, four[2] as string];
  throw new SimulateError(`'${text}' is no address: write unix://PATH, IP:PORT or [IP6]:PORT`);
}

/** Words separated by blanks; quotes group. */
export function splitWords(text: string): string[] {
  const out: string[] = [];
  for (const m of text.matchAll(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/g)) {
    out.push(m[0].replace(/"([^"]*)"|'([^']*)'|\\(.)/g, (_, a?: string, b?: string, c?: string) => a ?? b ?? c ?? ""));
  }
  return out;
}
