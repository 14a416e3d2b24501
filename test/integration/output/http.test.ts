import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { type HttpOptions, httpChannel } from "../../../src/output/channels/http.js";
import { ChannelQueue } from "../../../src/output/channels/queue.js";
import { message, messages, scratch, until } from "../../unit/output/channels/support.js";
import { type Certificates, certificates } from "./support/certificates.js";
import { freePort, needs, run, start } from "./support/tools.js";

const quick = { backoff: { firstMs: 5, longestMs: 50 }, calmMs: 50 };
const dir = scratch();
const log = join(dir, "access.log");

interface Entry {
  readonly body: string;
  readonly type: string;
  readonly agent: string;
  readonly encoding: string;
  readonly verified: string;
}

const entries = (): Entry[] =>
  existsSync(log)
    ? readFileSync(log, "utf8")
        .split("\n")
        .slice(0, -1)
        .map((l) => JSON.parse(l) as Entry)
    : [];

/** nginx that keeps the bodies it gets in its log; one port with TLS, one that asks for a client's certificate. */
async function nginx(c: Certificates, ports: { tls: number; mtls: number }): Promise<void> {
  const server = (port: number, more: string): string => `
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${c.server.cert};
    ssl_certificate_key ${c.server.key};
    ${more}
    location /body { internal; return 204; }
    location / {
      client_max_body_size 10m;
      client_body_in_single_buffer on;
      client_body_buffer_size 1m;
      proxy_pass http://unix:${dir}/sink.sock;
      access_log ${log} alerts;
    }
  }`;
  writeFileSync(
    join(dir, "nginx.conf"),
    `daemon off;
master_process off;
user root;
pid ${dir}/nginx.pid;
error_log ${dir}/error.log;
events { worker_connections 64; }
http {
  log_format alerts escape=json '{"body":"$request_body","type":"$content_type","agent":"$http_user_agent",'
    '"encoding":"$http_content_encoding","verified":"$ssl_client_verify"}';
  access_log off;
  client_body_temp_path ${dir}/body;
  proxy_temp_path ${dir}/proxy;
  fastcgi_temp_path ${dir}/fastcgi;
  uwsgi_temp_path ${dir}/uwsgi;
  scgi_temp_path ${dir}/scgi;
  server { listen unix:${dir}/sink.sock; access_log off; location / { return 200 "thanks"; } }
${server(ports.tls, "")}
${server(ports.mtls, `ssl_client_certificate ${c.ca}; ssl_verify_client on;`)}
}
`,
  );
  // its log is made by us: a daemon may run as another user
  chmodSync(dir, 0o755);
  start(
    "nginx",
    ["-p", dir, "-c", join(dir, "nginx.conf"), "-e", join(dir, "error.log")],
    ["ignore", "inherit", "inherit"],
  );
  for (const port of Object.values(ports)) {
    await until(`nginx listens on ${port}`, () => existsSync(join(dir, "sink.sock")));
    await new Promise<void>((resolve, reject) => {
      const s = connect(port, "127.0.0.1", () => {
        s.destroy();
        resolve();
      });
      s.once("error", reject);
    });
  }
}

describe("HTTP to a real nginx", needs(["nginx", "openssl"]), () => {
  const ports = { tls: 0, mtls: 0 };
  let c: Certificates;

  before(async () => {
    c = certificates(dir);
    ports.tls = await freePort();
    ports.mtls = await freePort();
    await nginx(c, ports);
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
