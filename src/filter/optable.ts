import type { FieldType } from "../fields/field.js";
import type { BinaryOp, Modifier } from "./ast.js";

/** Families of field types that share their operators and their comparison. */
export type Domain = "num" | "bool" | "text" | "bytes" | "ip" | "net" | "none";

/** How the values of a type compare. */
export function domainOf(type: FieldType): Domain {
  switch (type) {
    case "CHARBUF":
    case "FSPATH":
    case "FSRELPATH":
      return "text";
    case "BYTEBUF":
      return "bytes";
    case "BOOL":
      return "bool";
    case "IPADDR":
      return "ip";
    case "IPNET":
      return "net";
    case "UID":
    case "GID":
    case "DYNAMIC":
      return "none";
    default:
      return "num";
  }
}

const EQUAL: readonly BinaryOp[] = ["=", "==", "!=", "in", "intersects"];
const ORDER: readonly BinaryOp[] = ["<", "<=", ">", ">="];

const OPS: Readonly<Record<Domain, ReadonlySet<BinaryOp>>> = {
  num: new Set([...EQUAL, ...ORDER]),
  bool: new Set(EQUAL),
  text: new Set<BinaryOp>([
    ...EQUAL,
    ...ORDER,
    "contains",
    "icontains",
    "glob",
    "iglob",
    "pmatch",
    "regex",
    "startswith",
    "endswith",
  ]),
  bytes: new Set<BinaryOp>([...EQUAL, "contains", "startswith", "endswith", "bcontains", "bstartswith"]),
  ip: new Set(EQUAL),
  net: new Set(EQUAL),
  none: new Set(),
};

const FAMILY: Readonly<Record<Domain, string>> = {
  num: "numeric filters",
  bool: "numeric filters",
  text: "string filters",
  bytes: "buffer filters",
  ip: "ip address and network filters",
  net: "ip address and network filters",
  none: "this type of field",
};

const LIST_TYPES: ReadonlySet<FieldType> = new Set<FieldType>([
  "CHARBUF",
  "UINT64",
  "RELTIME",
  "ABSTIME",
  "BOOL",
  "IPADDR",
  "IPNET",
]);

/** The complaint about an operator that does not go with a type; undefined if it does. */
export function operatorProblem(
  op: BinaryOp,
  modifier: Modifier | undefined,
  type: FieldType,
  list: boolean,
): string | undefined {
  const word = modifier === undefined ? op : `${op} ${modifier}`;
  if (list) {
    if (modifier !== undefined || (op !== "in" && op !== "intersects")) {
      return `filter error: '${word}' operator not supported list filters`;
    }
    return LIST_TYPES.has(type) ? undefined : `filter error: list filters are not supported for type '${type}'`;
  }
  const domain = domainOf(type);
  return OPS[domain].has(op) ? undefined : `filter error: '${word}' operator not supported for ${FAMILY[domain]}`;
}
