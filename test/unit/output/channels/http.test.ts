import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { gunzipSync } from "node:zlib";
import { httpChannel } from "../../../../src/output/channels/http.js";
import { httpUrl } from "../../../../src/output/channels/http-options.js";
import { retryAfter } from "../../../../src/output/channels/http-post.js";
import { ChannelQueue } from "../../../../src/output/channels/queue.js";
import { message, messages, scratch, sleep, until } from "./support.js";

const dir = scratch();
const quick = { backoff: { firstMs: 1, longestMs: 5 }, calmMs: 20 };

interface Seen {
  readonly body: string;
  readonly headers: IncomingMessage["headers"];
  readonly url: string;
  readonly port: number;
}

/** A receiver; `answer` decides about each request. */
async function receiver(
  answer: (seen: Seen, res: ServerResponse, n: number) => void = (_s, res) => void res.end("ok"),
  port = 0,
): Promise<{ url: string; port: number; seen: Seen[]; stop(): Promise<void> }> {
  const seen: Seen[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (c: Buffer) => void chunks.push(c));
    req.on("end", () => {
      const raw = Buffer.concat(chunks);
      const body = req.headers["content-encoding"] === "gzip" ? gunzipSync(raw).toString() : raw.toString();
      const s = { body, headers: req.headers, url: req.url ?? "", port: req.socket.remotePort ?? 0 };
      seen.push(s);
      answer(s, res, seen.length);
    });
  });
  await new Promise<void>((r) => server.listen(port, "127.0.0.1", r));
  const stop = (): Promise<void> =>
    new Promise((r) => {
      server.close(() => r());
      server.closeAllConnections();
    });
  after(stop);
  const real = (server.address() as AddressInfo).port;
  return { url: `http://127.0.0.1:${real}/alerts?x=1`, port: real, seen, stop };
}

describe("httpChannel", () => {
  it("posts each alert as a body, over one connection", async () => {
    for (const json of [false, true]) {
      const r = await receiver();
      const q = new ChannelQueue("http", httpChannel({ url: r.url, json, headers: { "x-token": "t" } }), quick);
      for (const m of messages(0, 5)) q.push(m);
      await q.close();
      assert.deepEqual(
        r.seen.map((s) => s.body),
        messages(0, 5).map((m) => m.line),
      );
      const [first] = r.seen as [Seen];
      assert.equal(first.url, "/alerts?x=1");
      assert.equal(first.headers["content-type"], json ? "application/json" : "text/plain");
      assert.equal(first.headers["user-agent"], "falcosecurity/falco");
      assert.equal(first.headers["x-token"], "t");
      assert.equal(new Set(r.seen.map((s) => s.port)).size, 1);
    }
  });

  it("packs bodies, and stops when the receiver cannot unpack", async () => {
    const good = await receiver();
    const q = new ChannelQueue("http", httpChannel({ url: good.url, compress_uploads: true }), quick);
    q.push(message(1));
    await q.close();
    assert.equal(good.seen[0]?.body, "line 1");
    assert.equal(good.seen[0]?.headers["content-encoding"], "gzip");
    const old = await receiver((s, res) => {
      res.statusCode = s.headers["content-encoding"] === "gzip" ? 400 : 200;
      res.end();
    });
    const p = new ChannelQueue("http", httpChannel({ url: old.url, compress_uploads: true }), quick);
    p.push(message(1));
    p.push(message(2));
    await p.close();
    assert.deepEqual(
      old.seen.map((s) => [s.body, s.headers["content-encoding"]]),
      [
        ["line 1", "gzip"],
        ["line 1", undefined],
        ["line 2", undefined],
      ],
    );
    assert.equal(p.stats().sent, 2);
  });

  it("prints answers when asked", async () => {
    const r = await receiver();
    let out = "";
    const echoTo = (t: string): void => {
      out += t;
    };
    const q = new ChannelQueue("http", httpChannel({ url: r.url, echo: true, echoTo }), quick);
    q.push(message(1));
    await q.close();
    assert.equal(out, "ok");
  });

  it("tries again what may pass, in order, and as late as it is told", async () => {
    const times: number[] = [];
    const r = await receiver((_s, res, n) => {
      times.push(Date.now());
      if (n === 1) res.statusCode = 503;
      if (n === 2) {
        res.statusCode = 429;
        res.setHeader("retry-after", "1");
      }
      res.end();
    });
    const q = new ChannelQueue("http", httpChannel({ url: r.url }), quick);
    for (const m of messages(0, 3)) q.push(m);
    await q.close();
    assert.deepEqual(
      r.seen.map((s) => s.body),
      ["line 0", "line 0", "line 0", "line 1", "line 2"],
    );
    assert.ok((times[2] as number) - (times[1] as number) >= 950);
    assert.equal(q.stats().sent, 3);
  });

  it("gives up an alert that is refused, or not taken after many tries", async () => {
    const r = await receiver((s, res) => {
      if (s.body === "line 1") res.statusCode = 413;
      if (s.body === "line 2") res.statusCode = 500;
      if (s.body === "line 3") res.statusCode = 301;
      res.end();
    });
    const q = new ChannelQueue("http", httpChannel({ url: r.url, max_retries: 2 }), quick);
    for (const m of messages(0, 5)) q.push(m);
    await q.close();
    assert.deepEqual(
      r.seen.map((s) => s.body),
      ["line 0", "line 1", "line 2", "line 2", "line 2", "line 3", "line 4"],
    );
    assert.deepEqual([q.stats().sent, q.stats().failed], [2, 3]);
  });

  it("gives up after so many timeouts", async () => {
    const r = await receiver((s, res) => {
      if (s.body !== "line 0") res.end();
    });
    const q = new ChannelQueue("http", httpChannel({ url: r.url, timeout: 50, max_consecutive_timeouts: 2 }), quick);
    q.push(message(0));
    q.push(message(1));
    await q.close();
    assert.deepEqual(
      r.seen.map((s) => s.body),
      ["line 0", "line 0", "line 0", "line 1"],
    );
    assert.match(q.stats().lastError?.message ?? "", /did not answer within 50 ms/);
  });

  it("keeps alerts in the queue while nobody listens", async () => {
    const gone = await receiver();
    await gone.stop();
    const q = new ChannelQueue("http", httpChannel({ url: gone.url }), quick);
    for (const m of messages(0, 20)) q.push(m);
    await until("tries", () => q.stats().retries > 2);
    assert.equal(q.stats().failed, 0);
    const back = await receiver(undefined, gone.port);
    await q.close();
    assert.equal(back.seen.length, 20);
  });

  it("stops in time when the receiver does not answer", async () => {
    const r = await receiver(() => {});
    const q = new ChannelQueue("http", httpChannel({ url: r.url }), quick);
    q.push(message(0));
    await until("asked", () => r.seen.length === 1);
    const began = Date.now();
    await q.close(30);
    assert.ok(Date.now() - began < 1500);
    assert.equal(q.stats().discarded, 1);
  });

  it("looks at its options at once", () => {
    assert.throws(() => httpChannel({ url: "nowhere" }), { name: "OutputError", message: /is no address/ });
    assert.throws(() => httpChannel({ url: "ftp://x" }), { name: "OutputError", message: /must begin with/ });
    assert.throws(() => httpChannel({ url: "https://x", ca_cert: "/none" }), {
      name: "OutputError",
      message: /^ca_cert: '\/none'/,
    });
    assert.throws(() => httpChannel({ url: "https://x", mtls: true, client_cert: "/none" }), {
      message: /^client_cert/,
    });
    assert.equal(httpUrl('"http://a/b"').href, "http://a/b");
    assert.equal(httpUrl("'http://a/b'").href, "http://a/b");
  });

  it("reads pauses that receivers ask for", () => {
    const now = Date.parse("2026-01-01T00:00:00Z");
    assert.equal(retryAfter("7", now), 7000);
    assert.equal(retryAfter("Thu, 01 Jan 2026 00:00:10 GMT", now), 10_000);
    assert.equal(retryAfter("soon", now), undefined);
    assert.equal(retryAfter("999999", now), 300_000);
  });
});

describe("httpChannel with a spool", () => {
  it("delivers in order across an outage and a stop", async () => {
    const path = join(dir, "spool");
    const gone = await receiver();
    await gone.stop();
    const options = { url: gone.url, spool: { path }, backoff: { firstMs: 1, longestMs: 10 } };
    const q = new ChannelQueue("http", httpChannel(options), { ...quick, capacity: 50 });
    for (let n = 0; n < 500; n++) {
      q.push(message(n));
      if (n % 20 === 19) await q.flush();
    }
    assert.equal(q.stats().dropped, 0);
    assert.equal(q.stats().spooled, 500);
    const began = Date.now();
    await q.close(5000);
    assert.ok(Date.now() - began < 1000, "a receiver that is away holds up no stop");
    assert.equal(q.stats().discarded, 0);

    const back = await receiver(undefined, gone.port);
    const p = new ChannelQueue("http", httpChannel(options), quick);
    p.push(message(500));
    await p.close();
    assert.deepEqual(
      back.seen.map((s) => s.body),
      messages(0, 501).map((m) => m.line),
    );
    assert.equal(p.stats().spooled, 0);
  });

  it("never gives up on an outage, but on what is refused", async () => {
    const r = await receiver((s, res, n) => {
      if (n < 30) res.statusCode = 502;
      else if (s.body === "line 1") res.statusCode = 400;
      res.end();
    });
    const q = new ChannelQueue(
      "http",
      httpChannel({ url: r.url, spool: { path: join(dir, "spool2") }, backoff: { firstMs: 1, longestMs: 2 } }),
      quick,
    );
    for (const m of messages(0, 3)) q.push(m);
    await until("delivered", () => r.seen.at(-1)?.body === "line 2");
    await q.close();
    assert.deepEqual(
      r.seen.slice(29).map((s) => s.body),
      ["line 0", "line 1", "line 2"],
    );
    assert.equal(q.stats().failed, 1);
  });

  it("fills the queue when the spool is full, then drops the newest", async () => {
    const gone = await receiver();
    await gone.stop();
    const spool = { path: join(dir, "spool3"), max_size: 10_000 };
    const q = new ChannelQueue("http", httpChannel({ url: gone.url, spool, backoff: { firstMs: 5, longestMs: 10 } }), {
      ...quick,
      capacity: 10,
    });
    let n = 0;
    while (q.stats().dropped === 0) {
      q.push(message(n, `${n} ${"x".repeat(500)}`));
      n++;
      await sleep(1);
    }
    const { spooled } = q.stats();
    assert.ok(spooled > 10 && spooled < 20, String(spooled));
    const back = await receiver(undefined, gone.port);
    await until("all there", () => back.seen.length === n - 1);
    await q.close();
    assert.deepEqual(
      back.seen.map((s) => Number.parseInt(s.body, 10)),
      Array.from({ length: n - 1 }, (_, k) => k),
    );
  });
});
