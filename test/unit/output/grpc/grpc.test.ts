import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import fc from "fast-check";
import { type ReceivedAlert, SakerClient, type SubscribeOptions } from "../../../../src/client/index.js";
import { ChannelQueue } from "../../../../src/output/channels/queue.js";
import {
  decodeAlert,
  decodeRequest,
  encodeAlert,
  encodeRequest,
  withMissed,
} from "../../../../src/output/grpc/codec.js";
import { ReplayBuffer } from "../../../../src/output/grpc/replay.js";
import { type GrpcOptions, GrpcServer } from "../../../../src/output/grpc/server.js";
import { alert, message, messages, scratch, sleep, until } from "../channels/support.js";

const dir = scratch();
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

async function serve(
  options: Partial<GrpcOptions> = {},
): Promise<{ server: GrpcServer; address: string; q: ChannelQueue }> {
  const address = options.bind_address ?? `unix://${join(dir, `s${n++}.sock`)}`;
  const server = await GrpcServer.start({ version, bind_address: address, ...options });
  after(() => server.close());
  return { server, address, q: new ChannelQueue("grpc", server.channel) };
}

function client(address: string): SakerClient {
  const c = new SakerClient({ address });
  after(() => c.close());
  return c;
}

/** Receive until told to stop. */
function receive(
  c: SakerClient,
  options: SubscribeOptions = {},
): { got: ReceivedAlert[]; stop(): Promise<void>; lost: Error[] } {
  const stopping = new AbortController();
  const got: ReceivedAlert[] = [];
  const lost: Error[] = [];
  const done = (async (): Promise<void> => {
    for await (const a of c.subscribe({ ...options, signal: stopping.signal, onLost: (e) => void lost.push(e) }))
      got.push(a);
  })();
  const stop = (): Promise<void> => {
    stopping.abort();
    return done;
  };
  after(stop);
  return { got, stop, lost };
}

const rules = (got: readonly ReceivedAlert[]): string[] => got.map((a) => a.output);

describe("gRPC codec", () => {
  it("brings back whatever it wrote", () => {
    const safe = fc.nat({ max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(
        fc.record({
          time: fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n }),
          priority: fc.nat({ max: 7 }),
          sourceNumber: fc.nat({ max: 3 }),
          rule: fc.string({ unit: "grapheme" }),
          output: fc.string({ unit: "grapheme" }),
          fields: fc.dictionary(fc.string(), fc.string({ unit: "grapheme" })),
          hostname: fc.string(),
          tags: fc.array(fc.string()),
          source: fc.string(),
          sequence: safe,
          epoch: safe,
        }),
        safe,
        (a, missed) => {
          const back = decodeAlert(withMissed(encodeAlert(a), missed));
          const { fields, ...rest } = back;
          const { fields: wrote, ...other } = a;
          assert.deepEqual(rest, { ...other, missed });
          assert.deepEqual(Object.entries(fields), Object.entries(wrote));
        },
      ),
    );
    for (const m of [{}, { since: 0 }, { since: 5, epoch: 9 }]) assert.deepEqual(decodeRequest(encodeRequest(m)), m);
  });
});

describe("gRPC codec with broken text", () => {
  it("writes no invalid UTF-8", () => {
    const base = decodeAlert(Buffer.alloc(0));
    const a = {
      ...base,
      rule: "a\ud800b",
      output: `\udc00${"x".repeat(100)}\u{1f600}`,
      tags: ["\ud83d"],
      fields: { "\udfff": "\ud800" },
    };
    const back = decodeAlert(encodeAlert(a));
    assert.equal(back.rule, "a\ufffdb");
    assert.equal(back.output, `\ufffd${"x".repeat(100)}\u{1f600}`);
    assert.deepEqual(back.tags, ["\ufffd"]);
    assert.deepEqual(back.fields, { "\ufffd": "\ufffd" });
  });
});

describe("ReplayBuffer", () => {
  it("keeps the latest, by count and by bytes", () => {
    const b = new ReplayBuffer({ max_alerts: 3 });
    assert.deepEqual([b.first, b.last, b.at(1)], [1, 0, undefined]);
    for (let i = 1; i <= 5000; i++) b.push(Buffer.from(String(i)));
    assert.deepEqual(
      [b.first, b.last, String(b.at(4998)), String(b.at(5000)), b.at(4997), b.at(5001)],
      [4998, 5000, "4998", "5000", undefined, undefined],
    );
    const c = new ReplayBuffer({ max_bytes: 10 });
    for (let i = 0; i < 5; i++) c.push(Buffer.alloc(4));
    assert.deepEqual([c.first, c.last, c.bytes], [4, 5, 8]);
    c.push(Buffer.alloc(100));
    assert.deepEqual([c.first, c.last], [6, 6]);
  });
});

describe("GrpcServer", () => {
  it("hands alerts to a subscriber, with all that belongs to them", async () => {
    const { q, address } = await serve();
    q.push({ line: "the line", alert: alert(3) });
    const r = receive(client(address));
    await until("one", () => r.got.length === 1);
    const { epoch, ...rest } = r.got[0] as ReceivedAlert;
    assert.ok(epoch > 1e15);
    assert.deepEqual(rest, {
      time: 1_700_000_003_000_000_042n,
      priority: "Warning",
      rule: "Some rule",
      output: "the line",
      fields: { "proc.name": "cat", "proc.pid": "3", "user.name": "<NA>", list: "(x,y)" },
      hostname: "box",
      tags: ["a", "b"],
      source: "syscall",
      sequence: 1,
      missed: 0,
    });
    q.push({ line: "internal", alert: alert(4, { source: "internal", fields: { x: null, y: 2n ** 60n } }) });
    await until("two", () => r.got.length === 2);
    assert.deepEqual(r.got[1]?.fields, { x: "null", y: "1152921504606846976" });
    assert.deepEqual(await client(address).version(), version);
    await r.stop();
  });

  it("gives every subscriber every alert, and what nobody has received to the first", async () => {
    const { q, address, server } = await serve();
    for (const m of messages(0, 3)) q.push(m);
    const a = receive(client(address));
    await until("backlog", () => a.got.length === 3);
    const b = receive(client(address));
    await until("both", () => server.stats().subscribers === 2);
    for (const m of messages(3, 50)) q.push(m);
    await until("all", () => a.got.length === 50 && b.got.length === 47);
    assert.deepEqual(
      rules(a.got),
      messages(0, 50).map((m) => m.line),
    );
    assert.deepEqual(
      rules(b.got),
      messages(3, 50).map((m) => m.line),
    );
    await a.stop();
    await b.stop();
    await until("both gone", () => server.stats().subscribers === 0);
    for (const m of messages(50, 53)) q.push(m);
    const rest: ReceivedAlert[] = [];
    for await (const x of client(address).get()) rest.push(x);
    assert.deepEqual(rules(rest), ["line 50", "line 51", "line 52"]);
    for await (const x of client(address).get()) assert.fail(`${x.output} came twice`);
    const again: ReceivedAlert[] = [];
    for await (const x of client(address).get({ since: 51 })) again.push(x);
    assert.deepEqual(rules(again), ["line 51", "line 52"]);
    for await (const x of client(address).get({ since: 9999 })) assert.fail(`${x.output} is not that new`);
    again.length = 0;
    for await (const x of client(address).get({ since: 51, epoch: 7 })) again.push(x);
    assert.equal(again.length, 53);
  });

  it("lets a client come back and get what it missed", async () => {
    const { q, address, server } = await serve();
    const r = receive(client(address));
    await until("there", () => server.stats().subscribers === 1);
    for (const m of messages(0, 5)) q.push(m);
    await until("first", () => r.got.length === 5);
    // another takes the new ones; the one that comes back still gets them
    const last = r.got.at(-1) as ReceivedAlert;
    await r.stop();
    await until("gone", () => server.stats().subscribers === 0);
    const other = receive(client(address));
    await until("other", () => server.stats().subscribers === 1);
    for (const m of messages(5, 9)) q.push(m);
    await until("taken", () => other.got.length === 4);
    const back = receive(client(address), { since: last.sequence, epoch: last.epoch });
    await until("back", () => back.got.length === 4);
    assert.deepEqual(
      rules(back.got),
      messages(5, 9).map((m) => m.line),
    );
    assert.equal(back.got[0]?.missed, 0);
    await back.stop();
    await other.stop();
  });

  it("bounds what it keeps, and says how many a client missed", async () => {
    const { q, address, server } = await serve({ replay: { max_alerts: 10 } });
    for (const m of messages(0, 25)) q.push(m);
    const r = receive(client(address));
    await until("ten", () => r.got.length === 10);
    assert.deepEqual([r.got[0]?.output, r.got[0]?.missed, r.got[1]?.missed], ["line 15", 15, 0]);
    assert.equal(server.stats().missed, 15);
    assert.equal(server.stats().kept, 10);
    await r.stop();
    await until("gone", () => server.stats().subscribers === 0);
    assert.equal(server.stats().missed, 15);
  });

  it("survives a restart of the server: the client comes back by itself", async () => {
    const first = await serve();
    const r = receive(client(first.address));
    first.q.push(message(1));
    await until("one", () => r.got.length === 1);
    await first.q.close();
    assert.ok(!existsSync(first.address.slice("unix://".length)));
    const second = await serve({ bind_address: first.address });
    second.q.push(message(2));
    await until("two", () => r.got.length === 2);
    assert.equal(r.got[1]?.missed, 0);
    await r.stop();
    await second.q.close();
  });

  it("ends a call whose client has closed its side, without a good end", async () => {
    const { q, address } = await serve();
    q.push(message(1));
    const { Client, credentials, status } = await import("@grpc/grpc-js");
    const raw = new Client(address, credentials.createInsecure());
    const call = raw.makeBidiStreamRequest("/falco.outputs.service/sub", encodeRequest, decodeAlert);
    const got: string[] = [];
    call.on("data", (a) => void got.push(a.output));
    const ended = new Promise<number>((r) => call.on("error", (e) => r((e as unknown as { code: number }).code)));
    call.write({});
    call.end();
    assert.equal(await ended, status.CANCELLED);
    assert.deepEqual(got, ["line 1"]);
    raw.close();
  });

  it("refuses more subscribers than it may have", async () => {
    const { address, server } = await serve({ max_subscribers: 1 });
    const r = receive(client(address));
    await until("one", () => server.stats().subscribers === 1);
    await assert.rejects(async () => {
      for await (const _ of client(address).subscribe({ reconnect: false })) assert.fail();
    }, /RESOURCE_EXHAUSTED/);
    await r.stop();
  });

  it("keeps its socket to itself, and replaces a stale one only", async () => {
    const { address } = await serve();
    const path = address.slice("unix://".length);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    await assert.rejects(serve({ bind_address: address }), { name: "OutputError", message: /another process listens/ });
    const file = join(dir, "file");
    writeFileSync(file, "precious");
    await assert.rejects(serve({ bind_address: `unix://${file}` }), { message: /is no socket/ });
    // a socket whose server died without removing it
    const stale = join(dir, "stale.sock");
    const script = 'require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))';
    spawnSync(process.execPath, ["-e", script, stale]);
    assert.ok(statSync(stale).isSocket());
    const fresh = await serve({ bind_address: `unix://${stale}` });
    assert.deepEqual(await client(fresh.address).version(), version);
  });

  it("does not listen over TCP without certificates", async () => {
    await assert.rejects(serve({ bind_address: "127.0.0.1:0", private_key: join(dir, "no.key") }), {
      name: "OutputError",
      message: /^grpc.private_key: .*no.key' cannot be read/,
    });
    assert.throws(() => new SakerClient({ address: "127.0.0.1:1" }), /needs certificates/);
  });

  it("stops in time with a subscriber that does not read", async () => {
    const { q, address, server } = await serve();
    const { Client, credentials } = await import("@grpc/grpc-js");
    const raw = new Client(address, credentials.createInsecure());
    const call = raw.makeBidiStreamRequest("/falco.outputs.service/sub", encodeRequest, decodeAlert);
    call.on("error", () => {});
    call.write({});
    await until("there", () => server.stats().subscribers === 1);
    for (let i = 0; i < 3000; i++) q.push(message(i, "x".repeat(1000)));
    await sleep(50);
    const began = Date.now();
    await q.close(2000);
    assert.ok(Date.now() - began < 3500);
    raw.close();
  });

  it("fails on an address that is taken", async () => {
    const s = createServer();
    const path = join(dir, "busy.sock");
    await new Promise<void>((r) => s.listen(path, r));
    await assert.rejects(serve({ bind_address: `unix://${path}` }), /another process listens/);
    s.close();
  });
});
