import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { ChannelQueue } from "../../../../src/output/channels/queue.js";
import { syslogChannel } from "../../../../src/output/channels/syslog.js";
import { bsdFrame, cutUtf8, localFrame, modernFrame } from "../../../../src/output/channels/syslog-format.js";
import { alert, message, messages, scratch, until } from "./support.js";

const dir = scratch();
const quick = { backoff: { firstMs: 1, longestMs: 5 }, calmMs: 20 };
const sender = { facility: 1, ident: "saker", hostname: "my box", pid: 42 };
const now = new Date(2026, 2, 4, 5, 6, 7);

/** A server on loopback or a path that keeps what it hears. */
async function listener(
  at: number | string,
): Promise<{ server: Server; port: number; heard: () => string; sockets: Socket[] }> {
  let text = "";
  const sockets: Socket[] = [];
  const server = createServer((s) => {
    sockets.push(s);
    s.on("data", (d) => {
      text += String(d);
    });
    s.on("error", () => {});
  });
  await new Promise<void>((r) => (typeof at === "string" ? server.listen(at, r) : server.listen(at, "127.0.0.1", r)));
  after(() => {
    server.close();
    for (const s of sockets) s.destroy();
  });
  const address = server.address();
  return { server, port: typeof address === "object" ? (address?.port ?? 0) : 0, heard: () => text, sockets };
}

describe("syslog frames", () => {
  it("look as those of the C library, with a host name, or as RFC 5424 says", () => {
    assert.equal(localFrame(sender, alert(), "hello", now), "<12>Mar  4 05:06:07 saker: hello");
    assert.equal(bsdFrame(sender, alert(), "hello", now), "<12>Mar  4 05:06:07 my_box saker: hello");
    assert.equal(modernFrame(sender, alert(), "hello"), "<12>1 2023-11-14T22:13:20.000000Z my_box saker 42 - - hello");
    const all = ["Emergency", "Alert", "Critical", "Error", "Warning", "Notice", "Informational", "Debug"];
    for (const [i, priority] of all.entries()) {
      assert.match(
        localFrame({ ...sender, facility: 16 }, alert(0, { priority }), "x", now),
        new RegExp(`^<${128 + i}>`),
      );
    }
  });

  it("are cut between characters", () => {
    for (let n = 0; n < 12; n++) {
      const cut = cutUtf8(Buffer.from("a€b\u{1f600}c"), n);
      assert.ok(cut.length <= n || cut.length === 10);
      assert.ok("a€b\u{1f600}c".startsWith(cut.toString()));
    }
  });
});

describe("syslogChannel", () => {
  it("sends datagrams over UDP", async () => {
    const server = createSocket("udp4");
    after(() => server.close());
    const heard: string[] = [];
    server.on("message", (m) => void heard.push(m.toString()));
    await new Promise<void>((r) => server.bind(0, "127.0.0.1", r));
    const { port } = server.address();
    const channel = syslogChannel({
      transport: "udp",
      address: "127.0.0.1",
      port,
      hostname: "box",
      facility: "local3",
    });
    const q = new ChannelQueue("syslog", channel, quick);
    q.push(message(1));
    q.push(message(2, "€".repeat(40_000)));
    await q.flush();
    await until("both", () => heard.length === 2);
    assert.equal(heard[0], `<156>1 2023-11-14T22:13:21.000000Z box saker ${process.pid} - - line 1`);
    assert.ok((heard[1] as string).endsWith("€") && Buffer.byteLength(heard[1] as string) > 65_000);
    await q.close();
    const bsd = new ChannelQueue(
      "syslog",
      syslogChannel({ transport: "udp", address: "127.0.0.1", port, hostname: "box", format: "rfc3164" }),
      quick,
    );
    bsd.push(message(3));
    await until("third", () => heard.length === 3);
    assert.match(heard[2] as string, /^<12>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d box saker: line 3$/);
    await bsd.close();
  });

  it("says when nobody listens on UDP", async () => {
    const q = new ChannelQueue("syslog", syslogChannel({ transport: "udp", address: "127.0.0.1", port: 1 }), quick);
    for (let n = 0; n < 5 && q.stats().lastError === undefined; n++) {
      q.push(message(n));
      await new Promise((r) => setTimeout(r, 20));
    }
    assert.match(q.stats().lastError?.message ?? "", /ECONNREFUSED/);
    await q.close(50);
  });

  it("counts octets over TCP and connects anew", async () => {
    const s = await listener(0);
    const q = new ChannelQueue(
      "syslog",
      syslogChannel({ transport: "tcp", address: "127.0.0.1", port: s.port, hostname: "box" }),
      quick,
    );
    q.push(message(1, "größe"));
    await until("heard", () => s.heard() !== "");
    const frame = `<12>1 2023-11-14T22:13:21.000000Z box saker ${process.pid} - - größe`;
    assert.equal(s.heard(), `${Buffer.byteLength(frame)} ${frame}`);
    for (const c of s.sockets) c.destroy();
    await new Promise((r) => setTimeout(r, 20));
    q.push(message(2));
    await until("heard again", () => s.heard().endsWith("line 2"));
    assert.equal(s.sockets.length, 2);
    await q.close();
  });

  it("keeps alerts while nobody listens on TCP", async () => {
    const s = await listener(0);
    s.server.close();
    await new Promise((r) => setTimeout(r, 10));
    const q = new ChannelQueue(
      "syslog",
      syslogChannel({ transport: "tcp", address: "127.0.0.1", port: s.port, framing: "newline" }),
      quick,
    );
    for (const m of messages(0, 10)) q.push(m);
    await until("tries", () => q.stats().retries > 2);
    const back = await listener(s.port);
    await q.close();
    await until("all", () => back.heard().split("\n").length === 11);
    assert.equal(q.stats().failed, 0);
  });

  it("stops in time when the other side does not read", async () => {
    const s = await listener(0);
    s.server.on("connection", (c) => c.pause());
    const q = new ChannelQueue("syslog", syslogChannel({ transport: "tcp", address: "127.0.0.1", port: s.port }), {
      ...quick,
      capacity: 100_000,
    });
    for (let n = 0; n < 200; n++) q.push(message(n, "x".repeat(100_000)));
    const began = Date.now();
    await q.close(100);
    assert.ok(Date.now() - began < 2500);
    assert.ok(q.stats().discarded > 0);
  });

  it("speaks to a local daemon that listens for streams", async () => {
    const path = join(dir, "log");
    const s = await listener(path);
    const q = new ChannelQueue("syslog", syslogChannel({ path }), quick);
    q.push(message(1));
    q.push(message(2));
    await q.close();
    await until("heard", () => s.heard().split("\0").length === 3);
    assert.match(s.heard(), /^<12>\w{3} [ \d]\d \d\d:\d\d:\d\d saker: line 1\0<12>.* saker: line 2\0$/);
  });

  it("waits for a local daemon that is not there", async () => {
    const path = join(dir, "none");
    const q = new ChannelQueue("syslog", syslogChannel({ path }), quick);
    q.push(message(1));
    await until("tries", () => q.stats().retries > 2);
    assert.match(q.stats().lastError?.message ?? "", /connect to .*none: ENOENT/);
    await q.close(10);
  });

  it("refuses options that make no sense", () => {
    assert.throws(() => syslogChannel({ transport: "tcp" }), { name: "OutputError", message: /address is needed/ });
    assert.throws(() => syslogChannel({ facility: "x" as "user" }), {
      name: "OutputError",
      message: /'x' is none of kern/,
    });
  });
});
