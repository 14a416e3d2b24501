import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { find, PYTHON, run, start } from "./tools.js";

const ROOT = new URL("../../../../../", import.meta.url).pathname;
const PROTOS = join(ROOT, "src/output/grpc/proto");
const SCRIPT = join(ROOT, "test/integration/output/support/subscriber.py");
const FILES = ["outputs", "schema", "version"];

/** What it takes to make the client. */
export const PYTHON_CLIENT_NEEDS = { programs: ["protoc", "grpc_python_plugin"], modules: ["grpc"] } as const;

/** Comes with libprotobuf-dev, which nothing else here needs. */
const TIMESTAMP = `syntax = "proto3";
package google.protobuf;
message Timestamp { int64 seconds = 1; int32 nanos = 2; }
`;

/** A run of the client. */
export interface PythonRun {
  /** Complete lines that it has printed. */
  out(): string[];
  readonly ended: Promise<number | null>;
  complaint(): string;
}

/** Runs the client; see subscriber.py for its arguments. */
export type PythonClient = (...args: readonly string[]) => PythonRun;

/** Make a client with stock tools from the .proto files as they were before our fields. */
export function pythonClient(dir: string): PythonClient {
  const old = join(dir, "old");
  const stubs = join(dir, "stubs");
  mkdirSync(join(old, "google/protobuf"), { recursive: true });
  mkdirSync(stubs);
  writeFileSync(join(old, "google/protobuf/timestamp.proto"), TIMESTAMP);
  for (const name of FILES) {
    const text = readFileSync(join(PROTOS, `${name}.proto`), "utf8");
    writeFileSync(join(old, `${name}.proto`), text.replace(/^.* = 10\d;\n/gm, ""));
  }
  run("protoc", [
    `-I${old}`,
    `--plugin=protoc-gen-grpc_python=${find("grpc_python_plugin")}`,
    `--python_out=${stubs}`,
    `--grpc_python_out=${stubs}`,
    ...FILES.map((name) => join(old, `${name}.proto`)),
  ]);
  return (...args) => {
    let text = "";
    let complaint = "";
    const child = start(PYTHON, [SCRIPT, stubs, ...args], ["ignore", "pipe", "pipe"]);
    child.stderr?.on("data", (d) => {
      complaint += String(d);
    });
    child.stdout?.setEncoding("utf8").on("data", (d: string) => {
      text += d;
    });
    return {
      out: () => text.split("\n").slice(0, -1),
      ended: new Promise((r) => child.once("close", r)),
      complaint: () => complaint,
    };
  };
}
