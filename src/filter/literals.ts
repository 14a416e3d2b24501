import type { FieldType } from "../fields/field.js";
import { literalBytes } from "./escape.js";
import { type IpNet, parseIp, parseNet } from "./ip.js";
import { domainOf } from "./optable.js";
import { servicePort } from "./services.js";

/** A literal converted to the type of the field it is compared with. */
export type Literal =
  | { readonly kind: "num"; readonly num: number; readonly big: bigint }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "ip"; readonly bytes: Uint8Array }
  | { readonly kind: "net"; readonly net: IpNet };

/**
 * Convert the text of a literal.
 * @throws {Error} saying what is wrong with it
 */
export function convertLiteral(text: string, type: FieldType): Literal {
  if (text.includes("\0")) throw new Error("filter error: filter value cannot contain a NUL byte (\\x00)");
  switch (domainOf(type)) {
    case "num":
      return number(type === "PORT" ? parsePort(text) : parseNumber(text, type));
    case "bool":
      if (text !== "true" && text !== "false") {
        throw new Error(`filter error: unrecognized boolean value '${text}': write true or false`);
      }
      return number(text === "true" ? 1n : 0n);
    case "ip": {
      const bytes = parseIp(text);
      if (bytes === undefined) throw new Error(`unrecognized IP address ${text}`);
      return { kind: "ip", bytes };
    }
    case "net": {
      const net = parseNet(text);
      if (net === undefined) throw new Error(`unrecognized IP network ${text}: write it like 10.0.0.0/8`);
      return { kind: "net", net };
    }
    default:
      return { kind: "bytes", bytes: literalBytes(text) };
  }
}

function number(big: bigint): Literal {
  return { kind: "num", num: Number(big), big };
}

function parsePort(text: string): bigint {
  if (text === "") return 0n;
  if (/^\d+$/.test(text)) return BigInt(text) % 65536n;
  const port = servicePort(text);
  if (port === undefined) throw new Error(`unrecognized protocol ${text}`);
  return BigInt(port);
}

/** Bits and sign of the numeric types; 64-bit and signed unless listed. */
const WIDTHS: Readonly<Partial<Record<FieldType, readonly [bits: number, signed: boolean]>>> = {
  INT8: [8, true],
  INT16: [16, true],
  INT32: [32, true],
  UINT8: [8, false],
  UINT16: [16, false],
  UINT32: [32, false],
  UINT64: [64, false],
  RELTIME: [64, false],
  ABSTIME: [64, false],
  SYSCALLID: [16, false],
  SIGTYPE: [8, false],
  FLAGS8: [8, false],
  FLAGS16: [16, false],
  FLAGS32: [32, false],
  ENUMFLAGS8: [8, false],
  ENUMFLAGS16: [16, false],
  ENUMFLAGS32: [32, false],
  MODE: [32, false],
  DOUBLE: [32, true],
};

/** Decimal integers only; what does not fit saturates at 64 bits and then wraps to the type's width. */
function parseNumber(text: string, type: FieldType): bigint {
  if (!/^[ \t\n\v\f\r]*[+-]?[0-9]{1,400}$/.test(text)) throw new Error(`${text} is not a valid number`);
  const [bits, signed] = WIDTHS[type] ?? [64, true];
  const digits = text.trim().replace("+", "");
  let n = BigInt(digits);
  if (signed) {
    const max = (1n << 63n) - 1n;
    n = n > max ? max : n < -max - 1n ? -max - 1n : n;
    return BigInt.asIntN(bits, n);
  }
  const max = (1n << 64n) - 1n;
  if (n > max || -n > max) n = max;
  return BigInt.asUintN(bits, n);
}
