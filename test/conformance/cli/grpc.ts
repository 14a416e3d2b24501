import { setTimeout as sleep } from "node:timers/promises";
import { type ReceivedAlert, SakerClient } from "../../../src/client/index.js";

/** What a case says of the answers of the gRPC server. */
export interface GrpcExpect {
  readonly address: string;
  readonly method: string;
  /** Texts that the answers contain, in the notation of protobuf's text format. */
  readonly results: readonly string[];
}

const RETRY_MS = 200;

/** Ask for alerts while the command line runs; tells what is wrong, undefined if nothing is. */
export async function askGrpc(e: GrpcExpect, ending: Promise<unknown>): Promise<string | undefined> {
  if (e.method !== "get") return `the runner cannot call ${e.method}`;
  const client = new SakerClient({ address: e.address });
  let over = false;
  void ending.finally(() => {
    over = true;
  });
  let text = "";
  try {
    while (!over && missing(e, text) !== undefined) {
      try {
        for await (const a of client.get()) text += asText(a);
      } catch {
        // it does not listen yet
      }
      await sleep(RETRY_MS);
    }
  } finally {
    client.close();
  }
  const want = missing(e, text);
  return want === undefined ? undefined : `no ${want} in the gRPC answers: ${text.slice(0, 500)}`;
}

function missing(e: GrpcExpect, text: string): string | undefined {
  return e.results.find((r) => !text.includes(r));
}

/** An answer in protobuf's text format, as far as cases look at it. */
function asText(a: ReceivedAlert): string {
  const text = JSON.stringify;
  return [
    `time { seconds:${a.time / 1_000_000_000n} nanos:${a.time % 1_000_000_000n} }`,
    `priority: ${a.priority.toUpperCase()}`,
    `rule: ${text(a.rule)}`,
    `output: ${text(a.output)}`,
    ...Object.entries(a.fields).map(([k, v]) => `output_fields { key: ${text(k)} value: ${text(v)} }`),
    `hostname: ${text(a.hostname)}`,
    ...a.tags.map((t) => `tags: ${text(t)}`),
    "",
  ].join("\n");
}
