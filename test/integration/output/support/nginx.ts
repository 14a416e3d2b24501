import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { until } from "../../../unit/output/channels/support.js";
import type { Certificates } from "./certificates.js";
import { freePort, start } from "./tools.js";

/** A request that nginx got. */
export interface Entry {
  readonly body: string;
  readonly type: string;
  readonly agent: string;
  readonly encoding: string;
  readonly verified: string;
}

/** nginx that keeps the bodies it gets in its log; one port with TLS, one that asks for a client's certificate. */
export class Nginx {
  private constructor(
    private readonly log: string,
    readonly ports: { readonly tls: number; readonly mtls: number },
  ) {}

  /** Start one that ends with the tests of this file. */
  static async start(dir: string, c: Certificates): Promise<Nginx> {
    const nginx = new Nginx(join(dir, "access.log"), { tls: await freePort(), mtls: await freePort() });
    writeFileSync(join(dir, "nginx.conf"), configuration(dir, c, nginx.ports, nginx.log));
    // its log is made by us: a daemon may run as another user
    chmodSync(dir, 0o755);
    start(
      "nginx",
      ["-p", dir, "-c", join(dir, "nginx.conf"), "-e", join(dir, "error.log")],
      ["ignore", "inherit", "inherit"],
    );
    for (const port of Object.values(nginx.ports)) {
      await until(`nginx listens on ${port}`, () => existsSync(join(dir, "sink.sock")));
      await new Promise<void>((resolve, reject) => {
        const s = connect(port, "127.0.0.1", () => {
          s.destroy();
          resolve();
        });
        s.once("error", reject);
      });
    }
    return nginx;
  }

  /** What it got so far. */
  entries(): Entry[] {
    if (!existsSync(this.log)) return [];
    return readFileSync(this.log, "utf8")
      .split("\n")
      .slice(0, -1)
      .map((l) => JSON.parse(l) as Entry);
  }
}

function configuration(dir: string, c: Certificates, ports: Nginx["ports"], log: string): string {
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
  return `daemon off;
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
`;
}
