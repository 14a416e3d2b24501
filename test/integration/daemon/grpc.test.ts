// The daemon's gRPC server: a client made from the old .proto with stock tools, and a crowd of which some never read.
// SAKER_CROWD_ALERTS sets how many alerts the crowd gets (npm run soak:grpc), SAKER_CROWD_RATE how many a second: all of
// its readers are one process, and who cannot keep up misses alerts, which are counted.
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningDaemon } from "../../live/support/daemon.js";
import { skipLive } from "../../live/support/gate.js";
import { certificates } from "../output/support/certificates.js";
import { PYTHON_CLIENT_NEEDS, type PythonClient, pythonClient } from "../output/support/python-client.js";
import { freePort, needs, start } from "../output/support/tools.js";
import { descriptors, residentMb } from "./support/process.js";
import { callOf, Scene } from "./support/scene.js";

const CALLS = 5000;
const RATE = 1000;
const CROWD_ALERTS = Number(process.env.SAKER_CROWD_ALERTS ?? 3000);
const CROWD_RATE = Number(process.env.SAKER_CROWD_RATE ?? 200);
const READERS = 80;
const SLEEPERS = 20;

interface Shown {
  readonly output: string;
  readonly rule: string;
  readonly source: string;
  readonly priority: string;
  readonly tags: readonly string[];
  readonly output_fields: Readonly<Record<string, string>>;
}

const needed = needs([...PYTHON_CLIENT_NEEDS.programs, "openssl"], PYTHON_CLIENT_NEEDS.modules);

describe("the daemon's gRPC server and a client made by protoc for Python", { ...needed, timeout: 300_000 }, () => {
  const skip = skipLive();
  const scene = new Scene();
  let python: PythonClient;

  before(() => {
    python = pythonClient(scene.dir);
  });

  async function everyAlert(d: RunningDaemon, load: number, address: string, ...tls: readonly string[]): Promise<void> {
    const p = python(address, "sub", String(CALLS), ...tls);
    assert.equal(await scene.load(RATE, CALLS).done(), CALLS);
    assert.equal(await p.ended, 0, p.complaint() + d.err);
    const got = p.out().map((l) => JSON.parse(l) as Shown);
    const alerts = got.filter((a) => a.source === "syscall");
    assert.deepEqual(
      alerts.map((a) => callOf(a.output, load)),
      Array.from({ length: CALLS }, (_, i) => i),
    );
    for (const a of [alerts[0], alerts.at(-1)]) {
      assert.deepEqual([a?.rule, a?.priority, a?.tags], ["load", "WARNING", ["test"]]);
      assert.equal(callOf(a?.output_fields["fd.name"] ?? "", load), callOf(a?.output ?? "", load));
    }
  }

  it("gets every alert of a run over the UNIX socket", { skip }, async () => {
    const address = `unix://${join(scene.dir, "saker.sock")}`;
    const d = await scene.daemon(`grpc: {enabled: true, bind_address: "${address}"}\ngrpc_output: {enabled: true}`);
    await everyAlert(d, 0, address);
    await d.stop();
  });

  it("gets every alert of a run over TCP with certificates on both sides, and nobody else does", { skip }, async () => {
    const c = certificates(scene.dir);
    const address = `localhost:${await freePort()}`;
    const d = await scene.daemon(`
grpc_output: {enabled: true}
grpc:
  enabled: true
  bind_address: "${address}"
  private_key: ${c.server.key}
  cert_chain: ${c.server.cert}
  root_certs: ${c.ca}
`);
    await everyAlert(d, 1, address, c.ca, c.client.cert, c.client.key);
    for (const tls of [[], [c.ca, c.stranger.cert, c.stranger.key]]) {
      const p = python(address, "get", "0", ...tls);
      assert.notEqual(await p.ended, 0);
      assert.match(p.complaint(), /UNAVAILABLE/);
    }
    await d.stop();
  });
});

describe("the daemon's gRPC server and a crowd", { skip: skipLive(), timeout: 120_000 + 40 * CROWD_ALERTS }, () => {
  const scene = new Scene();

  it(`${SLEEPERS} of 100 subscribers never read: the others lose nothing, and memory stays bounded`, async () => {
    const address = `unix://${join(scene.dir, "saker.sock")}`;
    scene.rules(scene.rule("load", "x".repeat(2000)));
    const d = await scene.daemon(`grpc: {enabled: true, bind_address: "${address}"}\ngrpc_output: {enabled: true}`);
    const sockets = (): number => descriptors(d.pid).get("socket") ?? 0;
    const alone = sockets();
    const crowd = new URL("../output/support/crowd.js", import.meta.url).pathname;
    const counts = [READERS, SLEEPERS, CROWD_ALERTS].map(String);
    let text = "";
    start(process.execPath, [crowd, address, ...counts, "/load1-"]).stdout?.on("data", (b) => {
      text += String(b);
    });
    await d.until("not all connect", () => sockets() >= alone + READERS + SLEEPERS, 60_000);
    // alerts until every reader has got one
    const first = scene.load(10);
    await d.until("not all get alerts", () => text.includes("ready"), 60_000);
    await first.stop();

    const before = residentMb(d.pid);
    const memory: number[] = [];
    let done = false;
    const load = scene.load(CROWD_RATE, CROWD_ALERTS);
    const began = performance.now();
    const watch = (async () => {
      for (; !done; await sleep(100)) memory.push(residentMb(d.pid));
    })();
    await load.done();
    const rate = (1000 * CROWD_ALERTS) / (performance.now() - began);
    await d.until("not all have read all", () => text.endsWith("]\n"), 60_000 + 10 * CROWD_ALERTS);
    const delivered = (1000 * READERS * CROWD_ALERTS) / (performance.now() - began);
    done = true;
    await watch;
    const readers = JSON.parse(text.split("\n").at(-2) ?? "") as unknown[];
    assert.equal(readers.length, READERS);
    for (const r of readers) assert.deepEqual(r, { got: CROWD_ALERTS, inOrder: true, missed: 0 });
    const grown = Math.max(...memory) - before;
    const half = Math.max(...memory.slice(0, memory.length / 2)) - before;
    console.log(
      `${CROWD_ALERTS} alerts at ${rate.toFixed(0)}/s, ${delivered.toFixed(0)} delivered/s; memory ${before.toFixed(0)} MB, ` +
        `grown by ${half.toFixed(0)} MB in the first half, by ${grown.toFixed(0)} MB in all`,
    );
    // what is kept for all is bounded by 16 MB; all alerts for each sleeper would be much more
    assert.ok(grown < 100, `grown by ${grown.toFixed(0)} MB`);
    await d.stop();
  });
});
