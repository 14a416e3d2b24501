import { type ArgKind, type ArgRow, STEP_CALLS } from "./calls.js";

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: "string", minLength: 1 };
const binding: Schema = { type: "string", pattern: "^\\s*\\$\\{\\s*\\S+?\\.\\S+\\s*\\}\\s*$" };
const count: Schema = { type: "integer", minimum: 0 };
const words: Schema = {
  type: "object",
  minProperties: 1,
  additionalProperties: { type: "string" },
  propertyNames: { not: { anyOf: [{ pattern: "^FALCO_EVENT_GENERATOR_" }, { const: "SUITE" }] } },
};

function object(properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema {
  return { type: "object", properties, required, additionalProperties: false };
}

const list = (items: Schema): Schema => ({ type: "array", minItems: 1, items });
const orNull = (s: Schema): Schema => ({ ...s, type: [s.type, "null"] });
const oneOf = (...values: readonly string[]): Schema => ({ type: "string", enum: values });

const numberOrFlags: Schema = { type: ["integer", "string"], minimum: 0, minLength: 1 };

const KINDS: Readonly<Record<ArgKind, Schema>> = {
  fd: { anyOf: [count, binding] },
  num: { anyOf: [count, binding] },
  pid: { anyOf: [count, binding] },
  dir: binding,
  text,
  buffer: { type: "string" },
  flags: numberOrFlags,
  mode: numberOrFlags,
  how: object({ flags: numberOrFlags, mode: numberOrFlags, resolve: numberOrFlags }),
  address: text,
};

function argsSchema(call: string, rows: readonly ArgRow[]): Schema {
  const properties = Object.fromEntries(rows.map(([name, kind]) => [name.replace("?", ""), KINDS[kind]]));
  // the documentation of the one, the code of the other
  if (call === "sendto") properties.address = text;
  return object(
    properties,
    rows.flatMap(([name]) => (name.endsWith("?") ? [] : [name])),
  );
}

const STEP = {
  type: "object",
  required: ["type", "name", "syscall", "args"],
  properties: { type: oneOf("syscall"), name: text, syscall: oneOf(...Object.keys(STEP_CALLS)), args: {} },
  additionalProperties: false,
  allOf: Object.entries(STEP_CALLS).map(([call, rows]) => ({
    if: { properties: { syscall: { const: call } }, required: ["syscall"] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's word
    then: { properties: { args: argsSchema(call, rows) } },
  })),
};

const PROCESS = { exePath: text, args: text, exe: text, env: words };

const RESOURCE = {
  type: "object",
  required: ["type", "name"],
  properties: { type: oneOf("clientServer", "fd", "process"), name: text },
  allOf: [
    [
      "clientServer",
      {
        l4Proto: oneOf("udp4", "udp6", "tcp4", "tcp6", "unix"),
        address: { type: "string" },
      },
      ["l4Proto", "address"],
    ],
    [
      "fd",
      {
        subtype: oneOf("file", "directory", "pipe", "event", "signalfd", "eventpoll", "inotify", "memfd"),
        filePath: text,
        dirPath: text,
        fileName: text,
      },
      ["subtype"],
    ],
    ["process", { ...PROCESS, procName: text, fileLess: { type: "boolean" } }, []],
  ].map(([type, properties, required]) => ({
    if: { properties: { type: { const: type } }, required: ["type"] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's word
    then: object({ type: text, name: text, ...(properties as Record<string, Schema>) }, required as string[]),
  })),
};

/** One test, after its templates are filled in. */
export const TEST_SCHEMA: Schema = object(
  {
    name: text,
    rule: text,
    description: text,
    runner: oneOf("HostRunner"),
    runIf: orNull(object({ arch: object({ op: oneOf("eq", "ne"), val: text }, ["op", "val"]) })),
    context: object({
      container: orNull(object({ image: text, name: text, env: words })),
      processes: orNull(list(object({ ...PROCESS, name: text, user: text, capabilities: text }))),
    }),
    before: text,
    after: text,
    resources: list(RESOURCE),
    steps: list(STEP),
    expectedOutcome: orNull(
      object({
        source: text,
        hostname: text,
        priority: text,
        outputFields: {
          type: "object",
          minProperties: 1,
          additionalProperties: { type: ["string", "number", "boolean"] },
        },
      }),
    ),
  },
  ["name", "runner"],
);
