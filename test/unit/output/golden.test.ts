import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { JsonValue } from "../../../src/fields/json.js";
import { fileChannel } from "../../../src/output/channels/file.js";
import { httpChannel } from "../../../src/output/channels/http.js";
import { programChannel } from "../../../src/output/channels/program.js";
import { localFrame, pri } from "../../../src/output/channels/syslog-format.js";
import { type Alert, AlertFormatter } from "../../../src/output/line.js";
import { Outputs } from "../../../src/output/outputs.js";
import { scratch } from "./channels/support.js";

process.env.TZ = "UTC";

/** golden/alerts.json: alerts, and the bytes that the format asks for, in pieces. Numbers stand as {"$n": "1"}. */
interface Golden {
  readonly alert: Omit<Alert, "ts" | "hostname"> & { readonly ts: string };
  readonly text: string;
  readonly textIso: string;
  readonly json: Readonly<
    Record<
      | "hostname"
      | "message"
      | "output"
      | "outputIso"
      | "fields"
      | "fieldsIso"
      | "priority"
      | "rule"
      | "source"
      | "tags"
      | "time",
      string
    >
  >;
  readonly pri: number;
}

const source = new URL("../../../../test/unit/output/golden/alerts.json", import.meta.url);
const goldens = JSON.parse(readFileSync(source, "utf8"), (_key, v: unknown) => {
  const n = typeof v === "object" && v !== null ? (v as { $n?: string }).$n : undefined;
  return n === undefined ? v : BigInt(n);
}) as Golden[];

function alertOf({ alert }: Golden): Alert {
  const fields: Record<string, JsonValue> = { ...alert.fields };
  // what the formatter gets has its tags in order
  return { ...alert, fields, hostname: "box", ts: BigInt(alert.ts), tags: [...alert.tags].sort() };
}

const OPTIONS = ["iso8601", "includeOutput", "includeMessage", "includeFields", "includeTags"] as const;

function jsonLine(g: Golden, o: Readonly<Record<(typeof OPTIONS)[number], boolean>>): string {
  const { json } = g;
  const pieces = [
    json.hostname,
    o.includeMessage && json.message,
    o.includeOutput && (o.iso8601 ? json.outputIso : json.output),
    o.includeFields && (o.iso8601 ? json.fieldsIso : json.fields),
    json.priority,
    json.rule,
    json.source,
    o.includeTags && json.tags,
    json.time,
  ];
  return `{${pieces.filter((p) => p !== false).join(",")}}`;
}

const all = { iso8601: false, includeOutput: true, includeMessage: false, includeFields: true, includeTags: true };
const lines = {
  text: goldens.map((g) => g.text),
  json: goldens.map((g) => jsonLine(g, all)),
};
const dir = scratch();

describe("golden alerts", () => {
  it("are 30 and more", () => {
    assert.ok(goldens.length >= 30);
  });

  it("have the bytes of the format, with every combination of options", () => {
    for (let bits = 0; bits < 1 << OPTIONS.length; bits++) {
      const o = Object.fromEntries(OPTIONS.map((k, i) => [k, (bits & (1 << i)) !== 0])) as typeof all;
      const f = new AlertFormatter({ hostname: "box", ...o });
      for (const g of goldens) {
        const a = alertOf(g);
        assert.equal(f.alertJson(a), jsonLine(g, o));
        assert.equal(f.alertText(a), o.iso8601 ? g.textIso : g.text);
      }
    }
  });

  it("keep their bytes in syslog", () => {
    const sender = { facility: 1, ident: "saker", hostname: "box", pid: 1 };
    for (const g of goldens) {
      assert.equal(pri(1, g.alert.priority), g.pri);
      const frame = localFrame(sender, alertOf(g), g.text, new Date(2026, 10, 1, 2, 3, 4));
      assert.equal(frame, `<${g.pri}>Nov  1 02:03:04 saker: ${g.text}`);
    }
  });

  for (const form of ["text", "json"] as const) {
    it(`keep their bytes in files, programs and HTTP requests as ${form}`, async () => {
      const bodies: Buffer[] = [];
      const types = new Set<string>();
      const server = createServer((req, res) => {
        const chunks: Buffer[] = [];
        types.add(req.headers["content-type"] ?? "");
        req.on("data", (c: Buffer) => void chunks.push(c));
        req.on("end", () => {
          bodies.push(Buffer.concat(chunks));
          res.end();
        });
      });
      await new Promise<void>((r) => server.listen(0, "127.0.0.1", r));
      after(() => server.close());
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const at = (name: string): string => join(dir, `${name}.${form}`);
      const json = form === "json";
      const o = new Outputs({ hostname: "box", json });
      o.addOutput({ kind: "channel", channel: fileChannel({ filename: at("file") }) });
      o.addOutput({ kind: "channel", channel: fileChannel({ filename: at("kept"), keep_alive: true }) });
      o.addOutput({ kind: "channel", channel: programChannel({ program: `cat >>${at("each")}` }) });
      o.addOutput({ kind: "channel", channel: programChannel({ program: `cat >>${at("one")}`, keep_alive: true }) });
      o.addOutput({ kind: "channel", channel: httpChannel({ url, json }) });
      o.addOutput({ kind: "channel", channel: httpChannel({ url, json, spool: { path: at("spool") } }) });
      for (const g of goldens) o.handleAlert(alertOf(g));
      await o.close(30_000);
      const expected = Buffer.from(lines[form].map((l) => `${l}\n`).join(""));
      for (const name of ["file", "kept", "each", "one"]) assert.deepEqual(readFileSync(at(name)), expected, name);
      const sorted = (texts: readonly string[]): string[] => [...texts].sort();
      assert.deepEqual(sorted(bodies.map(String)), sorted([...lines[form], ...lines[form]]));
      assert.deepEqual([...types], [json ? "application/json" : "text/plain"]);
    });
  }
});
