import { builtinRegistry } from "../../src/index.js";

type Registry = ReturnType<typeof builtinRegistry>;
export type FieldDef = ReturnType<Registry["all"]>[number];
type FieldType = FieldDef["type"];

/** A field with the same text in every event. */
function text(name: string, type: FieldType, value: string): FieldDef {
  const bytes = new Uint8Array(Buffer.from(value, "utf8"));
  return {
    name,
    type,
    cls: "mock",
    desc: "for tests",
    bind: () => ({
      kind: "bytes",
      read: (_x, out) => {
        out.set(bytes, 0, bytes.length);
        return true;
      },
    }),
  };
}

/** Types that together go with every operator; upstream's mock fields do so by themselves. */
export const MOCK_TYPES: readonly FieldType[] = ["UINT64", "CHARBUF", "BYTEBUF"];

/**
 * The built-in fields, with those of upstream's compiler tests.
 * @param type type of the fields `c.true` and `c.false`, whose values are 1 and 0
 */
export function mockRegistry(type: FieldType): Registry {
  const r = builtinRegistry();
  for (const [name, value] of [
    ["c.true", 1],
    ["c.false", 0],
  ] as const) {
    const number: FieldDef = {
      name,
      type,
      cls: "mock",
      desc: "for tests",
      bind: () => ({ kind: "num", read: () => value }),
    };
    r.replace(type === "UINT64" ? number : text(name, type, `${value}`));
  }
  r.replace(text("c.buffer", "BYTEBUF", "buffer"));
  r.replace(text("c.doublequote", "CHARBUF", 'hello "quoted"'));
  r.replace(text("c.singlequote", "CHARBUF", "hello 'quoted'"));
  return r;
}
