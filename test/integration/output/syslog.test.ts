import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ChannelQueue } from "../../../src/output/channels/queue.js";
import { type SyslogOptions, syslogChannel } from "../../../src/output/channels/syslog.js";
import type { OutputTrouble } from "../../../src/output/channels/trouble.js";
import { message, messages, scratch, until } from "../../unit/output/channels/support.js";
import { certificates } from "./support/certificates.js";
import { lines, startRsyslogd, startTlsRsyslogd } from "./support/rsyslogd.js";
import { freePort, needs, stop } from "./support/tools.js";

const quick = { backoff: { firstMs: 5, longestMs: 50 }, calmMs: 50 };
const dir = scratch();

describe("syslog to a real rsyslogd", needs(["rsyslogd", "openssl"]), () => {
  it("arrives by the local socket, UDP and TCP", async () => {
    const ports = { tcp: await freePort(), udp: await freePort() };
    const daemon = await startRsyslogd(dir, "a", ports);
    const ways: Record<string, SyslogOptions> = {
      local: { path: join(dir, "log") },
      tcp: { transport: "tcp", address: "127.0.0.1", port: ports.tcp, hostname: "mybox", facility: "local4" },
      udp: { transport: "udp", address: "127.0.0.1", port: ports.udp, hostname: "mybox", ident: "other" },
    };
    const expected: Record<string, RegExp> = {
      local: /^12\|[^|]*\|saker\|-\|[^|]*\| ?(.*)$/,
      tcp: new RegExp(`^164\\|mybox\\|saker\\|${process.pid}\\|2023-11-14T[^|]*\\| ?(.*)$`),
      udp: new RegExp(`^12\\|mybox\\|other\\|${process.pid}\\|2023-11-14T[^|]*\\| ?(.*)$`),
    };
    for (const [way, options] of Object.entries(ways)) {
      const out = join(dir, `${way}.out`);
      const q = new ChannelQueue(way, syslogChannel(options), quick);
      const all = [...messages(0, 200), message(200, `Grüße "quoted" ${"x".repeat(5000)} end`)];
      for (const m of all) q.push(m);
      await q.close();
      assert.equal(q.stats().sent, all.length);
      await until(`${way}: all there (${lines(out).length})`, () => lines(out).length === all.length);
      assert.deepEqual(
        lines(out).map((l) => expected[way]?.exec(l)?.[1]),
        all.map((m) => m.line),
        way,
      );
    }
    await stop(daemon, "SIGTERM");
  });

  it("arrives over TLS, with certificates on both sides", async () => {
    const c = certificates(dir);
    const port = await freePort();
    const out = join(dir, "tls.out");
    const daemon = startTlsRsyslogd(dir, c, port);
    const common = { transport: "tls", address: "localhost", port, ca_cert: c.ca, mtls: true } as const;
    const good = syslogChannel({ ...common, client_cert: c.client.cert, client_key: c.client.key });
    const q = new ChannelQueue("syslog", good, quick);
    for (const m of messages(0, 100)) q.push(m);
    await q.close();
    await until("all there", () => lines(out).length === 100);
    assert.deepEqual(
      lines(out).map((l) => l.trim()),
      messages(0, 100).map((m) => m.line),
    );
    const wrong = syslogChannel({
      ...common,
      ca_cert: c.stranger.ca,
      client_cert: c.client.cert,
      client_key: c.client.key,
    });
    const p = new ChannelQueue("syslog", wrong, quick);
    p.push(message(1));
    await until("refused", () => p.stats().retries > 0);
    assert.match(p.stats().lastError?.message ?? "", /certificate/);
    await p.close(10);
    assert.equal(lines(out).length, 100);
    await stop(daemon, "SIGTERM");
  });

  it("gets over the death and the return of the daemon", async () => {
    const ports = { tcp: await freePort(), udp: await freePort() };
    const troubles: OutputTrouble[] = [];
    const out = join(dir, "local.out");
    const before = lines(out).length;
    const q = new ChannelQueue("syslog", syslogChannel({ path: join(dir, "log") }), {
      ...quick,
      onTrouble: (t) => void troubles.push(t),
    });
    const first = await startRsyslogd(dir, "b", ports);
    for (const m of messages(0, 50)) q.push(m);
    await until("first half", () => lines(out).length === before + 50);
    await stop(first);
    for (const m of messages(50, 100)) q.push(m);
    await until("told", () => troubles.length > 0);
    assert.equal(troubles[0]?.kind, "failing");
    const second = await startRsyslogd(dir, "c", ports);
    await q.close();
    await until("second half", () => lines(out).length === before + 100);
    assert.deepEqual(
      lines(out)
        .slice(before)
        .map((l) => l.split("line ")[1]),
      messages(0, 100).map((m) => m.line.split("line ")[1]),
    );
    await stop(second);
  });

  it("waits for a daemon that is stopped, without waiting itself", async () => {
    const ports = { tcp: await freePort(), udp: await freePort() };
    const daemon = await startRsyslogd(dir, "d", ports);
    const out = join(dir, "local.out");
    const before = lines(out).length;
    const q = new ChannelQueue("syslog", syslogChannel({ path: join(dir, "log") }), {
      ...quick,
      timeoutMs: 20,
      capacity: 5000,
    });
    daemon.kill("SIGSTOP");
    const began = Date.now();
    for (let n = 0; n < 2000; n++) q.push(message(n, `${n} ${"x".repeat(1000)}`));
    assert.ok(Date.now() - began < 1000);
    await new Promise((r) => setTimeout(r, 100));
    assert.ok(q.stats().pending > 0);
    daemon.kill("SIGCONT");
    await q.close();
    assert.equal(q.stats().sent, 2000);
    await until("all there", () => lines(out).length === before + 2000);
    await stop(daemon);
  });
});
