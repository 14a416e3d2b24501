import { Slice } from "../event/bytes.js";
import { writeBuffer } from "../event/text/buffer.js";
import { writeIp } from "../event/text/net.js";
import { ByteWriter } from "../event/text/writer.js";
import type { Attr } from "../state/attr.js";
import type { EventContext } from "../state/context.js";
import type { BoundField, FieldDef, FieldType } from "./field.js";
import type { JsonValue } from "./json.js";

// Alerts are rare: here, unlike in the readers, making strings is the purpose.

const slice = new Slice();
const attrs: Attr[] = [];
const nums: number[] = [];
const writer = new ByteWriter(256);

/** What Falco shows for a field that is there to be compared with networks. */
const UNPRINTABLE_NET = "<IPNET>";

function addressText(ip: Slice): string {
  writer.reset();
  writeIp(writer, ip.buf, ip.off, ip.len);
  return writer.textSince(0);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
const CONTROL = /[\x00-\x1f\x7f]/g;

/** Control characters do not go into alerts: a file name must not be able to forge a line of a log. */
function clean(text: string): string {
  return text.replace(CONTROL, "\ufffd");
}

function bytesText(s: Slice, type: FieldType): string {
  if (type !== "BYTEBUF") return clean(s.text());
  writer.reset();
  writeBuffer(writer, s.buf, s.off, s.len);
  return writer.textSince(0);
}

function numberText(value: number | bigint, def: FieldDef): string {
  if (def.type === "BOOL") return Number(value) === 0 ? "false" : "true";
  if (def.type === "DOUBLE") return Number(value).toFixed(1);
  switch (def.format) {
    case "HEX":
      return unsigned(value, def.type).toString(16).toUpperCase();
    case "OCT":
      return unsigned(value, def.type).toString(8);
    case "PAD9":
      return String(value).padStart(9, "0");
    default:
      return String(value);
  }
}

function unsigned(value: number | bigint, type: FieldType): bigint {
  const bits = type.endsWith("64") ? 64 : 32;
  return BigInt.asUintN(bits, BigInt(value));
}

/** Value of a field as alert text; undefined if it is absent. */
export function fieldText(f: BoundField, x: EventContext): string | undefined {
  const { def, reader } = f;
  const own = def.text?.(x, f.arg);
  if (own !== undefined) return clean(own);
  switch (reader.kind) {
    case "num": {
      const v = reader.read(x);
      return Number.isNaN(v) ? undefined : numberText(v, def);
    }
    case "big": {
      const v = reader.read(x);
      return v === undefined ? undefined : numberText(v, def);
    }
    case "bytes":
      return reader.read(x, slice) ? bytesText(slice, def.type) : undefined;
    case "attr": {
      const a = reader.read(x);
      return a === null ? undefined : clean(a.str);
    }
    case "attrs": {
      const n = reader.read(x, attrs);
      const text =
        n < 0
          ? undefined
          : attrs
              .slice(0, n)
              .map((a) => clean(a.str))
              .join(" ");
      attrs.length = 0;
      return text;
    }
    case "nums": {
      const n = reader.read(x, nums);
      return n < 0 ? undefined : nums.slice(0, n).join(" ");
    }
    case "list": {
      const items = reader.read(x);
      return items === undefined ? undefined : `(${items.join(",")})`;
    }
    case "ip":
      if (!reader.read(x, slice)) return undefined;
      return def.type === "IPNET" ? UNPRINTABLE_NET : addressText(slice);
    // these can be compared, but not shown
    case "ips":
    case "ports":
      return undefined;
  }
}

/** Values of a field as a list of texts: one for a single-valued field; undefined if it is absent. */
export function fieldTexts(f: BoundField, x: EventContext): readonly string[] | undefined {
  if (f.reader.kind === "list") return f.reader.read(x);
  const text = fieldText(f, x);
  return text === undefined ? undefined : [text];
}

/** Value of a field for JSON, in its own type; null if it is absent. */
export function fieldJson(f: BoundField, x: EventContext): JsonValue {
  const { def, reader } = f;
  if (def.jsonTime) return x.ev.ts;
  if (reader.kind === "list") {
    const items = reader.read(x);
    return items === undefined ? null : items;
  }
  if (def.format !== "HEX" && def.format !== "OCT") {
    if (reader.kind === "num") {
      const v = reader.read(x);
      if (Number.isNaN(v)) return null;
      return def.type === "BOOL" ? v !== 0 : v;
    }
    if (reader.kind === "big") return reader.read(x) ?? null;
    if (reader.kind === "nums" && def.text) {
      const own = def.text(x, f.arg);
      return own === undefined ? null : Number(own);
    }
  }
  return fieldText(f, x) ?? null;
}
