import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { SakerClient } from "../../../src/client/index.js";
import { ChannelQueue } from "../../../src/output/channels/queue.js";
import { type GrpcOptions, GrpcServer } from "../../../src/output/grpc/server.js";
import { alert, message, messages, scratch, sleep, until } from "../../unit/output/channels/support.js";
import { certificates } from "./support/certificates.js";
import { PYTHON_CLIENT_NEEDS, type PythonClient, pythonClient } from "./support/python-client.js";
import { needs, start } from "./support/tools.js";

const dir = scratch();
const version = {
  version: "0.43.1",
  major: 0,
  minor: 43,
  patch: 1,
  prerelease: "",
  build: "",
  engineMajor: 0,
  engineMinor: 57,
  enginePatch: 0,
  engineVersion: "0.57.0",
  engineFieldsChecksum: "abc",
};
let n = 0;

async function serve(options: Partial<GrpcOptions> = {}): Promise<{ server: GrpcServer; q: ChannelQueue }> {
  const server = await GrpcServer.start({ version, bind_address: `unix://${join(dir, `s${n++}.sock`)}`, ...options });
  after(() => server.close());
  return { server, q: new ChannelQueue("grpc", server.channel, { capacity: 100_000 }) };
}

describe(
  "gRPC with a client made by protoc for Python",
  needs([...PYTHON_CLIENT_NEEDS.programs, "openssl"], PYTHON_CLIENT_NEEDS.modules),
  () => {
    let python: PythonClient;

    before(() => {
      python = pythonClient(dir);
    });

    /** What the Python client should say of a message. */
    function shown(line: string, k: number): unknown {
      return {
        time: Number(1_700_000_000_000_000_042n + BigInt(k) * 1_000_000_000n),
        priority: "WARNING",
        source_deprecated: 0,
        rule: "Some rule",
        output: line,
        output_fields: { "proc.name": "cat", "proc.pid": String(k), "user.name": "<NA>", list: "(x,y)" },
        hostname: "box",
        tags: ["a", "b"],
        source: "syscall",
      };
    }

    it("takes every alert over the UNIX socket", async () => {
      const { server, q } = await serve();
      const p = python(server.address, "sub", "500");
      await until("subscribed", () => server.stats().subscribers === 1, 30_000);
      for (const m of messages(0, 500)) q.push(m);
      assert.equal(await p.ended, 0, p.complaint());
      assert.deepEqual(
        p.out().map((l) => JSON.parse(l) as unknown),
        messages(0, 500).map((m, k) => shown(m.line, k)),
      );
      q.push({ line: "{}", alert: alert(0, { priority: "Critical", source: "internal", tags: [], fields: { n: 1 } }) });
      q.push({ line: "{}", alert: alert(0, { priority: "Emergency", source: "my_plugin", tags: [], fields: {} }) });
      const g = python(server.address, "get", "0");
      assert.equal(await g.ended, 0);
      assert.deepEqual(
        g.out().map((l) => {
          const { priority, source, source_deprecated } = JSON.parse(l) as Record<string, unknown>;
          return [priority, source, source_deprecated];
        }),
        [
          ["CRITICAL", "internal", 2],
          ["EMERGENCY", "my_plugin", 3],
        ],
      );
      const v = python(server.address, "version", "0");
      assert.equal(await v.ended, 0);
      assert.deepEqual(JSON.parse(v.out()[0] as string), ["0.43.1", 0, 43, 1, 57, "0.57.0", "abc"]);
    });

    it("takes every alert over TCP, with certificates on both sides only", async () => {
      const c = certificates(dir);
      const { server, q } = await serve({
        bind_address: "localhost:0",
        private_key: c.server.key,
        cert_chain: c.server.cert,
        root_certs: c.ca,
      });
      const p = python(server.address, "sub", "300", c.ca, c.client.cert, c.client.key);
      await until("subscribed", () => server.stats().subscribers === 1, 30_000);
      for (const m of messages(0, 300)) q.push(m);
      assert.equal(await p.ended, 0, p.complaint());
      assert.deepEqual(
        p.out().map((l) => JSON.parse(l) as unknown),
        messages(0, 300).map((m, k) => shown(m.line, k)),
      );
      const stranger = python(server.address, "version", "0", c.ca, c.stranger.cert, c.stranger.key);
      assert.notEqual(await stranger.ended, 0);
      assert.match(stranger.complaint(), /UNAVAILABLE/);
      const plain = python(server.address, "version", "0");
      assert.notEqual(await plain.ended, 0);
      assert.match(plain.complaint(), /UNAVAILABLE/);

      const mine = new SakerClient({
        address: server.address,
        tls: { ca: c.ca, cert: c.client.cert, key: c.client.key },
      });
      assert.equal((await mine.version()).version, "0.43.1");
      mine.close();
      const strange = new SakerClient({
        address: server.address,
        tls: { ca: c.ca, cert: c.stranger.cert, key: c.stranger.key },
      });
      await assert.rejects(strange.version());
      strange.close();
    });
  },
);

describe("gRPC with a crowd", () => {
  it("100 subscribers, of which 20 never read: the others lose nothing, and memory stays bounded", async () => {
    const ALERTS = 3000;
    const { server, q } = await serve();
    const crowd = new URL("./support/crowd.js", import.meta.url).pathname;
    let text = "";
    const child = start(process.execPath, [crowd, server.address, "80", "20", String(ALERTS)]);
    child.stdout?.on("data", (d) => {
      text += String(d);
    });
    await until("all there", () => server.stats().subscribers === 100, 30_000);
    global.gc?.();
    const before = process.memoryUsage().rss;
    let most = before;
    for (let i = 0; i < ALERTS; i++) {
      q.push(message(i, `${i} ${"x".repeat(2000)}`));
      if (i % 25 === 24) {
        await sleep(10);
        most = Math.max(most, process.memoryUsage().rss);
      }
    }
    await until("all read", () => text.endsWith("]\n"), 300_000);
    const readers = JSON.parse(text.split("\n").at(-2) ?? "") as { got: number; inOrder: boolean; missed: number }[];
    assert.equal(readers.length, 80);
    for (const r of readers) assert.deepEqual(r, { got: ALERTS, inOrder: true, missed: 0 });
    const grown = (most - before) / (1 << 20);
    // 20 sleepers with all alerts each would be 120 MB more
    assert.ok(grown < 120, `grown by ${grown.toFixed(0)} MB`);
    await q.close();
  });
});
