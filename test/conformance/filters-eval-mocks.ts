import type { FieldDef } from "../../src/index.js";

const constant = (name: string, type: FieldDef["type"], text: string): FieldDef => {
  const bytes = Buffer.from(text);
  return {
    name,
    type,
    cls: "test",
    desc: "A value that never changes.",
    bind: () => ({
      kind: "bytes",
      read: (_x, out) => {
        out.set(bytes, 0, bytes.length);
        return true;
      },
    }),
  };
};

const list = (name: string, values: readonly string[], plainOnly: boolean): FieldDef => ({
  name,
  type: "CHARBUF",
  list: true,
  ...(plainOnly ? { noTransformer: true } : {}),
  cls: "test",
  desc: "Values that never change.",
  bind: () => ({ kind: "list", read: () => values }),
});

const VALUES = ["value1", "charbuf"];

/** The fields that upstream's tests make up: those of its mock checks, and of its sample plugin. */
export function mockFields(): readonly FieldDef[] {
  return [
    {
      name: "test.int64",
      type: "INT64",
      cls: "test",
      desc: "One.",
      bind: () => ({ kind: "num", read: () => 1 }),
    },
    constant("test.charbuf", "CHARBUF", "charbuf"),
    constant("test.bytebuf", "BYTEBUF", "bytebuf"),
    list("test.list", VALUES, true),
    list("test.another_list", VALUES, true),
    constant("test.more_than_256", "CHARBUF", "a".repeat(257)),
    constant("test.base64", "CHARBUF", "Y2hhcmJ1Zg=="),
    {
      name: "sample.proc_name",
      type: "CHARBUF",
      cls: "sample",
      desc: "Name of the process.",
      bind: () => ({ kind: "attr", read: (x) => x.proc?.comm ?? null }),
    },
    constant("sample.tick", "CHARBUF", "false"),
  ];
}
