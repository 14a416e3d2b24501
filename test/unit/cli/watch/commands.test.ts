// `saker tail` and `saker top` as processes, against a server in this one.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { ChannelQueue } from "../../../../src/output/channels/queue.js";
import { type GrpcOptions, GrpcServer } from "../../../../src/output/grpc/server.js";
import { alert, scratch, until } from "../../output/channels/support.js";
import { look, onTerminal, startSaker, visible } from "./support.js";

const dir = scratch();
const WAIT_MS = 60_000;
let n = 0;
const version = {
  version: "0.43.0",
  major: 0,
  minor: 43,
  patch: 0,
  prerelease: "",
  build: "",
  engineMajor: 0,
  engineMinor: 57,
  enginePatch: 0,
  engineVersion: "0.57.0",
  engineFieldsChecksum: "abc",
};

let told = 0;
const status: NonNullable<GrpcOptions["status"]> = (alerts) => {
  told++;
  return look({ ...alerts, timeMs: 1e12 + told * 1000, shipped: told * 100, rules: RULES(told) });
};
const RULES = (i: number) => [{ name: "Some rule", priority: "Warning", matches: i, judged: i, cpuSeconds: 0 }];

async function serve(
  options: Partial<GrpcOptions> = {},
): Promise<{ path: string; server: GrpcServer; q: ChannelQueue }> {
  const path = join(dir, `s${n++}.sock`);
  const server = await GrpcServer.start({ version, status, bind_address: `unix://${path}`, ...options });
  after(() => server.close());
  return { path, server, q: new ChannelQueue("grpc", server.channel) };
}

function push(q: ChannelQueue, from: number, to: number): void {
  for (let i = from; i < to; i++) q.push({ line: `t: Warning seen ${i}`, alert: alert(i) });
}

describe("saker tail", () => {
  it("begins with the last alerts, follows, filters, and ends well when interrupted", async () => {
    const { path, server, q } = await serve();
    push(q, 0, 30);
    await until("sent", () => server.stats().sequence === 30);
    const t = startSaker("tail", "-a", path, "-n", "3", "-f", "proc.pid!=28");
    await until("the past", () => t.stdout().includes("seen 29"), WAIT_MS);
    push(q, 30, 32);
    await until("what comes", () => t.stdout().includes("seen 31"), WAIT_MS);
    t.kill("SIGINT");
    assert.equal(await t.ended, 0, t.stderr());
    const seen = [...t.stdout().matchAll(/^\S+Z Warning Some rule: seen (\d+)$/gm)].map((m) => Number(m[1]));
    assert.deepEqual(seen, [27, 29, 30, 31]);
  });

  it("takes nothing from clients that ask for what is new, and can end at once", async () => {
    const { path, server, q } = await serve();
    push(q, 0, 5);
    await until("sent", () => server.stats().sequence === 5);
    for (const _ of [1, 2]) {
      const t = startSaker("tail", "-a", path, "--no-follow", "--raw");
      assert.equal(await t.ended, 0, t.stderr());
      assert.equal(t.stdout(), [0, 1, 2, 3, 4].map((i) => `t: Warning seen ${i}\n`).join(""));
    }
    const { SakerClient } = await import("../../../../src/client/index.js");
    const other = new SakerClient({ address: `unix://${path}` });
    const got = [];
    for await (const a of other.get()) got.push(a.output);
    other.close();
    assert.equal(got.length, 5);
  });

  it("goes on when the sensor comes back", async () => {
    const { path, server } = await serve();
    const t = startSaker("tail", "-a", path, "-j");
    await until("subscribed", () => server.stats().subscribers === 1, WAIT_MS);
    await server.close();
    await until("told", () => t.stderr().includes("connection is lost"), WAIT_MS);
    const next = await GrpcServer.start({ version, status, bind_address: `unix://${path}` });
    after(() => next.close());
    push(new ChannelQueue("grpc", next.channel), 7, 8);
    await until("alert", () => t.stdout().includes('"proc.pid":"7"'), WAIT_MS);
    t.kill("SIGTERM");
    assert.equal(await t.ended, 0);
  });

  it("paints on a terminal", async () => {
    const { path, server, q } = await serve();
    push(q, 0, 1);
    await until("sent", () => server.stats().sequence === 1);
    const t = onTerminal(100, 30, "tail", "-a", path, "--no-follow");
    assert.equal(await t.ended, 0);
    assert.match(visible(t.stdout()), /ESC\[33mWarning +ESC\[0m ESC\[1mSome ruleESC\[0m: seen 0/);
  });

  it("warns when no alerts will come, and understands servers that have no status", async () => {
    const mute = await serve({ status: () => look({ feedsAlerts: false }) });
    const t = startSaker("tail", "-a", mute.path, "--no-follow");
    assert.equal(await t.ended, 0);
    assert.match(t.stderr(), /grpc_output\.enabled: false/);
    const path = join(dir, "old.sock");
    const server = await GrpcServer.start({ version, bind_address: `unix://${path}` });
    after(() => server.close());
    const q = new ChannelQueue("grpc", server.channel);
    push(q, 0, 2);
    await until("sent", () => server.stats().sequence === 2);
    const o = startSaker("tail", "-a", path, "--no-follow");
    assert.equal(await o.ended, 0, o.stderr());
    assert.match(o.stdout(), /seen 0\n.*seen 1\n/);
  });
});

describe("saker top", () => {
  it("prints a line a look where there is no terminal", async () => {
    const { path } = await serve();
    const t = startSaker("top", "-a", path, "-n", "2", "-i", "0.1");
    assert.equal(await t.ended, 0, t.stderr());
    const lines = t.stdout().trim().split("\n");
    assert.equal(lines.length, 2);
    for (const l of lines) assert.match(l, /shipped\/s=100 .*rules="Some rule":1\.0/);
  });

  it("draws on a terminal, and gives it back as it was when q is pressed", async () => {
    const { path } = await serve();
    const t = onTerminal(90, 20, "top", "-a", path, "-i", "0.1");
    await until("a picture", () => / +1\.0 +\d+ +1\.0 +0% {2}Warning +Some rule/.test(t.stdout()), WAIT_MS);
    t.type("q");
    assert.equal(await t.ended, 0);
    assert.ok(t.stdout().startsWith("\x1b[?1049h\x1b[?25l"));
    assert.ok(t.stdout().trimEnd().endsWith("\x1b[?25h\x1b[?1049l"));
    // no frame is taller or wider than the terminal
    for (const frame of t.stdout().split("\x1b[H").slice(1)) assert.ok(frame.split("\r\n").length <= 20);
  });

  it("prints what the sensor tells as JSON", async () => {
    const { path } = await serve();
    const t = startSaker("top", "-a", path, "-n", "1", "--json");
    assert.equal(await t.ended, 0);
    assert.equal(JSON.parse(t.stdout()).rules[0].name, "Some rule");
  });
});

describe("without a sensor, top and tail", () => {
  const gone = join(dir, "stale.sock");

  for (const command of ["top", "tail"]) {
    it(`${command}: name the socket and say how to have one`, async () => {
      const t = startSaker(command, "-a", join(dir, "nothing.sock"));
      assert.equal(await t.ended, 1);
      assert.match(
        t.stderr(),
        /no sensor can be reached on unix:.*nothing\.sock: there is no such socket.*grpc\.enabled/,
      );
    });
  }

  it("tell a socket that was left behind", async () => {
    // a socket file of which nobody listens: closing a server would remove it
    const { bindPrivately } = await import("../../../../src/output/grpc/socket.js");
    const s = createServer();
    await bindPrivately(gone, (path) => new Promise((resolve) => s.listen(path, () => resolve())));
    await new Promise((resolve) => s.close(resolve));
    const t = startSaker("tail", "-a", gone);
    assert.equal(await t.ended, 1);
    assert.match(t.stderr(), /left behind by a sensor that is gone/);
  });

  it("ask for certificates where there must be some", async () => {
    const t = startSaker("top", "-a", "localhost:5060");
    assert.equal(await t.ended, 1);
    assert.match(t.stderr(), /--ca, --cert and --key/);
  });

  it("say that a server knows no status", async () => {
    const path = join(dir, "falco.sock");
    const server = await GrpcServer.start({ version, bind_address: `unix://${path}` });
    after(() => server.close());
    const t = startSaker("top", "-a", path);
    assert.equal(await t.ended, 1);
    assert.match(t.stderr(), /cannot do this/);
  });
});
