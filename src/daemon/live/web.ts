import { readFileSync } from "node:fs";
import { createServer as createPlain, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecure } from "node:https";
import type { Config } from "../../config/config.js";
import { OutputError } from "../../output/errors.js";
import type { MetricsHost } from "./metrics/host.js";
import type { Prometheus } from "./metrics/prometheus.js";

const JSON_TYPE = "application/json";
const METRICS_TYPE = "text/plain; version=0.0.4";
/** Nobody who asks for a line or two needs longer. */
const REQUEST_MS = 10_000;
const CONNECTIONS = 64;

/** Where the server tells what becomes of it. */
export interface WebLog {
  error(message: string): void;
  info(facts: object, message: string): void;
}

/** `webserver`: health, versions and metrics over HTTP. */
export class WebServer {
  private prometheus: Prometheus | undefined;

  private constructor(
    private readonly daemon: MetricsHost,
    private readonly server: Server,
    private readonly o: Config["webserver"],
  ) {}

  /** @throws {OutputError} if it cannot listen */
  static async start(daemon: MetricsHost, log: WebLog): Promise<WebServer> {
    const o = daemon.config.webserver;
    const answer = (req: IncomingMessage, res: ServerResponse): void => void web.answer(req, res);
    const limits = { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, keepAliveTimeout: REQUEST_MS };
    const server = o.ssl_enabled
      ? createSecure({ ...limits, ...pem(o.ssl_certificate) }, answer)
      : createPlain(limits, answer);
    const web = new WebServer(daemon, server, o);
    server.maxConnections = CONNECTIONS;
    if (o.prometheus_metrics_enabled) web.prometheus = new (await import("./metrics/prometheus.js")).Prometheus(daemon);
    await new Promise<void>((resolve, reject) => {
      const fail = (e: Error): void =>
        reject(new OutputError(`webserver: cannot listen on ${o.listen_address} port ${o.listen_port}: ${e.message}`));
      server.once("error", fail).listen(o.listen_port, o.listen_address, () => {
        server.off("error", fail);
        resolve();
      });
    });
    server.on("error", (e) => log.error(`webserver: ${e.message}`));
    server.unref();
    const at = server.address();
    const port = typeof at === "object" && at !== null ? at.port : o.listen_port;
    log.info({ address: o.listen_address, port, tls: o.ssl_enabled }, "web server listens");
    return web;
  }

  private async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const send = (status: number, type: string, body: string): void => {
      res.writeHead(status, { "content-type": type, "cache-control": "no-store" });
      res.end(req.method === "HEAD" ? undefined : body);
    };
    if (req.method !== "GET" && req.method !== "HEAD") return send(405, JSON_TYPE, '{"error": "only GET is served"}');
    const path = (req.url ?? "/").split("?")[0];
    if (path === this.o.k8s_healthz_endpoint) {
      const { trouble } = this.daemon.health;
      if (trouble === "") send(200, JSON_TYPE, '{"status": "ok"}');
      else send(503, JSON_TYPE, JSON.stringify({ status: "failing", reason: trouble }));
    } else if (path === "/versions") send(200, JSON_TYPE, JSON.stringify(this.daemon.versions));
    else if (path === "/metrics" && this.prometheus !== undefined && this.daemon.config.metrics.enabled) {
      try {
        send(200, METRICS_TYPE, await this.prometheus.page());
      } catch (e) {
        send(500, JSON_TYPE, JSON.stringify({ error: (e as Error).message }));
      }
    } else send(404, JSON_TYPE, '{"error": "there is nothing here"}');
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

/** One file with both the key and the certificate. @throws {OutputError} */
function pem(path: string): { readonly key: Buffer; readonly cert: Buffer } {
  try {
    const both = readFileSync(path);
    return { key: both, cert: both };
  } catch (e) {
    throw new OutputError(`webserver.ssl_certificate: cannot read ${path}: ${(e as Error).message}`);
  }
}
