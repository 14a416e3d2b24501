// Alerts of the running daemon reach a real rsyslogd (local socket, UDP, TCP, TLS) and a real nginx (TLS, mTLS).
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { skipLive } from "../../live/support/gate.js";
import { type Certificates, certificates } from "../output/support/certificates.js";
import { Nginx } from "../output/support/nginx.js";
import { lines, startRsyslogd, startTlsRsyslogd } from "../output/support/rsyslogd.js";
import { freePort, needs } from "../output/support/tools.js";
import { callOf, Scene } from "./support/scene.js";

const CALLS = 300;
const RATE = 1000;

describe("alerts of the daemon", { ...needs(["rsyslogd", "nginx", "openssl"]), timeout: 300_000 }, () => {
  const skip = skipLive();
  const scene = new Scene();
  const file = (name: string): string => join(scene.dir, name);
  const ports = { tcp: 0, udp: 0, tls: 0 };
  let c: Certificates;
  let nginx: Nginx;
  let loads = 0;

  before(async () => {
    if (skip !== false) return;
    c = certificates(scene.dir);
    for (const way of ["tcp", "udp", "tls"] as const) ports[way] = await freePort();
    await startRsyslogd(scene.dir, "plain", ports);
    startTlsRsyslogd(scene.dir, c, ports.tls);
    nginx = await Nginx.start(scene.dir, c);
  });

  /** A run with a load: every call of it must arrive, in order. */
  async function arrive(settings: string, got: () => readonly string[]): Promise<void> {
    const d = await scene.daemon(settings);
    const load = loads++;
    const calls = (): (number | undefined)[] =>
      got()
        .map((l) => callOf(l, load))
        .filter((n) => n !== undefined);
    try {
      assert.equal(await scene.load(RATE, CALLS).done(), CALLS);
      await d.until("not all arrived", () => calls().length >= CALLS, 60_000);
    } finally {
      // it would see the next load, too
      await d.stop();
    }
    assert.deepEqual(
      calls(),
      Array.from({ length: CALLS }, (_, i) => i),
    );
  }

  for (const [way, settings] of Object.entries({
    local: () => `path: ${file("log")}`,
    udp: () => `transport: udp, address: 127.0.0.1, port: ${ports.udp}`,
    tcp: () => `transport: tcp, address: 127.0.0.1, port: ${ports.tcp}`,
    tls: () =>
      `transport: tls, address: localhost, port: ${ports.tls}, ca_cert: ${c.ca}, mtls: true, ` +
      `client_cert: ${c.client.cert}, client_key: ${c.client.key}`,
  })) {
    it(`reach rsyslogd (${way})`, { skip }, async () => {
      await arrive(`syslog_output: {enabled: true, ${settings()}}`, () => lines(file(`${way}.out`)));
      const last = lines(file(`${way}.out`)).at(-1) ?? "";
      const alert = JSON.parse(last.slice(last.indexOf("{"))) as { rule: string; priority: string };
      assert.deepEqual([alert.rule, alert.priority], ["load", "Warning"]);
    });
  }

  const bodies = (): string[] => nginx.entries().map((e) => e.body);

  it("reach nginx over TLS", { skip }, async () => {
    await arrive(
      `http_output: {enabled: true, url: "https://localhost:${nginx.ports.tls}/", ca_cert: ${c.ca}}`,
      bodies,
    );
    const entry = nginx.entries().at(-1);
    assert.deepEqual([entry?.type, entry?.agent], ["application/json", "falcosecurity/falco"]);
    assert.equal((JSON.parse(entry?.body ?? "") as { rule: string }).rule, "load");
  });

  it("reach nginx with certificates on both sides", { skip }, async () => {
    const before = nginx.entries().length;
    await arrive(
      `
http_output:
  enabled: true
  url: "https://localhost:${nginx.ports.mtls}/"
  ca_cert: ${c.ca}
  mtls: true
  client_cert: ${c.client.cert}
  client_key: ${c.client.key}
`,
      bodies,
    );
    assert.ok(
      nginx
        .entries()
        .slice(before)
        .every((e) => e.verified === "SUCCESS"),
    );
  });

  it("do not reach a server that nobody vouches for", { skip }, async () => {
    const before = nginx.entries().length;
    const d = await scene.daemon(
      `http_output: {enabled: true, url: "https://localhost:${nginx.ports.tls}/", ca_cert: ${c.stranger.ca}}`,
    );
    await scene.load(RATE, 10).done();
    await d.until("it does not say so", () => d.said("output http fails").length === 1);
    assert.match(d.said("output http fails")[0] ?? "", /certificate/);
    assert.equal(nginx.entries().length, before);
    await d.stop();
  });
});
