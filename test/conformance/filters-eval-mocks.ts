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

const OPEN = new Set(["open", "openat", "openat2", "open_by_handle_at"]);
const TRUE = Buffer.from("true");
const FALSE = Buffer.from("false");

function textAt(ev: { u8: Uint8Array; off: Int32Array; textLen(i: number): number }, i: number): string {
  const at = ev.off[i] as number;
  return Buffer.from(ev.u8.subarray(at, at + ev.textLen(i))).toString("utf8");
}

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
    {
      name: "sample.is_open",
      type: "UINT64",
      cls: "sample",
      desc: "1 for events of the open family.",
      bind: () => ({ kind: "num", read: (x) => (OPEN.has(x.ev.info.name) ? 1 : 0) }),
    },
    {
      name: "sample.tick",
      type: "CHARBUF",
      cls: "sample",
      desc: "true for the plugin's own tick events.",
      bind: () => ({
        kind: "bytes",
        read: (x, out) => {
          const { ev } = x;
          const ticks = ev.info.name === "asyncevent" && textAt(ev, 1) === "sampleticker";
          const text = ticks ? TRUE : FALSE;
          out.set(text, 0, text.length);
          return true;
        },
      }),
    },
  ];
}
