import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { type HttpOptions, httpChannel } from "../../../src/output/channels/http.js";
import { ChannelQueue } from "../../../src/output/channels/queue.js";
import { message, messages, scratch, until } from "../../unit/output/channels/support.js";
import { type Certificates, certificates } from "./support/certificates.js";
import { type Entry, Nginx } from "./support/nginx.js";
import { needs, run } from "./support/tools.js";

const quick = { backoff: { firstMs: 5, longestMs: 50 }, calmMs: 50 };
const dir = scratch();
describe("HTTP to a real nginx", needs(["nginx", "openssl"]), () => {
  let ports: Nginx["ports"];
  let c: Certificates;
  let entries: () => Entry[];

  before(async () => {
    c = certificates(dir);
    const nginx = await Nginx.start(dir, c);
    ({ ports } = nginx);
    entries = () => nginx.entries();
  });

  const url = (port: number): string => `https://localhost:${port}/in`;

  async function post(options: HttpOptions): Promise<{ error: string; got: Entry[] }> {
    const before = entries().length;
    const q = new ChannelQueue("http", httpChannel(options), quick);
    for (const m of messages(0, 20)) q.push(m);
    q.push(message(20, '{"output":"Grüße \\"quoted\\""}'));
    await until("sent or failed", () => q.stats().sent === 21 || q.stats().retries > 0 || q.stats().failed > 0);
    await q.close(50);
    if (q.stats().sent === 21) await until("logged", () => entries().length === before + 21);
    return { error: q.stats().lastError?.message ?? "", got: entries().slice(before) };
  }

  it("arrives over TLS, whichever way the authority is given", async () => {
    const folder = join(dir, "hashed");
    mkdirSync(folder);
    const hash = run("openssl", ["x509", "-hash", "-noout", "-in", c.ca]).trim();
    symlinkSync(c.ca, join(folder, `${hash}.0`));
    for (const ca of [{ ca_cert: c.ca }, { ca_bundle: c.ca }, { ca_path: folder }]) {
      const { got, error } = await post({ url: url(ports.tls), json: true, keep_alive: true, ...ca });
      assert.equal(error, "");
      assert.deepEqual(
        got.map((e) => e.body),
        [...messages(0, 20).map((m) => m.line), '{"output":"Grüße \\"quoted\\""}'],
      );
      assert.equal(got[0]?.type, "application/json");
      assert.equal(got[0]?.agent, "falcosecurity/falco");
    }
  });

  it("does not trust a stranger, unless told to", async () => {
    for (const options of [{}, { ca_cert: c.stranger.ca }]) {
      const { got, error } = await post({ url: url(ports.tls), ...options });
      assert.equal(got.length, 0);
      assert.match(error, /certificate|self.signed|verify/i);
    }
    const { got } = await post({ url: url(ports.tls), insecure: true });
    assert.equal(got.length, 21);
  });

  it("does not trust another name", async () => {
    const { got, error } = await post({ url: `https://127.0.0.1:${ports.tls}/in`, ca_cert: c.ca });
    assert.equal(got.length, 0);
    assert.match(error, /altnames/);
  });

  it("shows its own certificate where one is asked for", async () => {
    const mine = { mtls: true, client_cert: c.client.cert, client_key: c.client.key };
    const { got, error } = await post({ url: url(ports.mtls), ca_cert: c.ca, ...mine });
    assert.equal(error, "");
    assert.deepEqual([got.length, got[0]?.verified], [21, "SUCCESS"]);
    const none = await post({ url: url(ports.mtls), ca_cert: c.ca });
    assert.match(none.error, /status 400/);
    const strange = { mtls: true, client_cert: c.stranger.cert, client_key: c.stranger.key };
    const bad = await post({ url: url(ports.mtls), ca_cert: c.ca, ...strange });
    assert.match(bad.error, /status 400|alert|closed|reset/i);
    assert.ok(!bad.got.some((e) => e.verified === "SUCCESS"));
  });

  it("packs bodies", async () => {
    const { got } = await post({ url: url(ports.tls), ca_cert: c.ca, compress_uploads: true });
    assert.equal(got.length, 21);
    assert.ok(got.every((e) => e.encoding === "gzip"));
  });
});
