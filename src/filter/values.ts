import { Slice } from "../event/bytes.js";
import type { BoundField, Reader } from "../fields/field.js";
import type { Attr } from "../state/attr.js";
import type { EventContext } from "../state/context.js";
import { parseIp } from "./ip.js";
import { domainOf } from "./optable.js";
import { baseName, decodeBase64, getOptions, lowerAscii, textLength, upperAscii } from "./transform.js";
import type { Operand } from "./typed.js";

/** A value taken out of an event: numbers, or bytes as a "binary" string. */
export type Item = string | number | bigint;

/**
 * What an operand gives for one event.
 *
 * - `one`: a single value
 * - `any`: several; a check holds if it holds for any of them
 * - `both`: two ends of a connection; `!=` must hold for both, anything else for one of them
 * - `list`: a multi-valued field
 */
export interface Values {
  readonly mode: "one" | "any" | "both" | "list";
  readonly items: readonly Item[];
}

/** Read an operand the plain way; undefined = absent. Allocates. */
export function readOperand(o: Operand, x: EventContext): Values | undefined {
  switch (o.kind) {
    case "text":
      return one(binary(o.bytes, 0, o.bytes.length));
    case "field":
      return readField(o.field, x);
    case "items": {
      const items: Item[] = [];
      for (const i of o.items) {
        const v = readOperand(i, x);
        if (v === undefined) return undefined;
        items.push(...v.items);
      }
      return { mode: "list", items };
    }
    case "call": {
      const args: Values[] = [];
      for (const a of o.args) {
        const v = readOperand(a, x);
        if (v === undefined) return undefined;
        args.push(v);
      }
      return applyTransformer(o.name, args, o.arg);
    }
  }
}

function one(item: Item): Values {
  return { mode: "one", items: [item] };
}

function binary(buf: Uint8Array, off: number, len: number): string {
  return Buffer.from(buf.buffer, buf.byteOffset + off, len).toString("latin1");
}

function sliceText(s: Slice): string {
  return binary(s.buf, s.off, s.len);
}

/** Read a field through its reader. */
export function readField(f: BoundField, x: EventContext): Values | undefined {
  const r: Reader = f.reader;
  switch (r.kind) {
    case "num": {
      const n = r.read(x);
      return Number.isNaN(n) ? undefined : one(n);
    }
    case "big": {
      const n = r.read(x);
      return n === undefined ? undefined : one(n);
    }
    case "bytes":
    case "ip": {
      const s = new Slice();
      return r.read(x, s) ? one(sliceText(s)) : undefined;
    }
    case "attr": {
      const a = r.read(x);
      return a === null ? undefined : one(binary(a.bytes, 0, a.bytes.length));
    }
    case "attrs": {
      const out: Attr[] = [];
      const n = r.read(x, out);
      if (n < 0) return undefined;
      return { mode: "any", items: out.slice(0, n).map((a) => binary(a.bytes, 0, a.bytes.length)) };
    }
    case "nums": {
      const out: number[] = [];
      const n = r.read(x, out);
      return n < 0 ? undefined : { mode: "any", items: out.slice(0, n) };
    }
    case "ips": {
      const [a, b] = [new Slice(), new Slice()];
      const n = r.read(x, a, b);
      return n <= 0 ? undefined : { mode: "both", items: [a, b].slice(0, n).map(sliceText) };
    }
    case "ports": {
      const out = new Int32Array(2);
      const n = r.read(x, out);
      return n <= 0 ? undefined : { mode: "both", items: [...out.subarray(0, n)] };
    }
    case "list": {
      const texts = r.read(x);
      if (texts === undefined) return undefined;
      return { mode: "list", items: texts.map((t) => listItem(t, domainOf(f.def.type))) };
    }
  }
}

/** An element of a list field in the form that literals of its type have. */
export function listItem(text: string, domain: ReturnType<typeof domainOf>): Item {
  switch (domain) {
    case "num":
      return /^-?\d{1,20}$/.test(text) ? BigInt(text) : Number.NaN;
    case "bool":
      return text === "true" ? 1n : 0n;
    case "ip":
    case "net": {
      const ip = parseIp(text);
      return ip === undefined ? "" : binary(ip, 0, ip.length);
    }
    default:
      return Buffer.from(text, "utf8").toString("latin1");
  }
}

/** Apply a transformer to values; undefined = absent. */
export function applyTransformer(name: string, args: readonly Values[], arg: string | undefined): Values | undefined {
  const v = args[0] as Values;
  const texts = v.items as readonly string[];
  switch (name) {
    case "tolower":
      return { mode: v.mode, items: texts.map(lowerAscii) };
    case "toupper":
      return { mode: v.mode, items: texts.map(upperAscii) };
    case "basename":
      return { mode: v.mode, items: texts.map(baseName) };
    case "b64": {
      const items: string[] = [];
      for (const t of texts) {
        const d = decodeBase64(t);
        if (d === undefined) return undefined;
        items.push(d);
      }
      return { mode: v.mode, items };
    }
    case "len":
      return one(v.mode === "list" ? v.items.length : textLength(texts[0] as string));
    case "concat":
      return one(args.map((a) => a.items[0]).join(""));
    case "join":
      return one((args[1] as Values).items.join(texts[0]));
    default: {
      const found = getOptions(texts, (args[1] as Values).items[0] as string, arg);
      if (found === undefined) return undefined;
      return arg === undefined ? { mode: "list", items: found } : one(found[0] as string);
    }
  }
}
