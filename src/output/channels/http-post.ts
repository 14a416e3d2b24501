import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";
import { reasonOf } from "./channel.js";
import { codeOf } from "./errno.js";
import { type HttpOptions, httpUrl } from "./http-options.js";
import { tlsMaterial } from "./tls.js";

const compress = promisify(gzip);

/** How a try went. */
export type PostResult =
  | { readonly kind: "taken" }
  /** The receiver does not want this alert. */
  | { readonly kind: "refused"; readonly reason: string }
  /** It might take it another time. */
  | { readonly kind: "later"; readonly reason: string; readonly afterMs?: number }
  | { readonly kind: "timeout"; readonly reason: string }
  /** It cannot be reached. */
  | { readonly kind: "away"; readonly reason: string };

const TIMEOUT_MS = 10_000;
const IDLE_MS = 60_000;
/** Most of an answer that is read. */
const ANSWER_BYTES = 64 << 10;
const LONGEST_PAUSE_MS = 300_000;
const TIMEOUTS = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_ABORTED",
  "ABORT_ERR",
  "ETIMEDOUT",
]);
const LATER = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Posts one alert at a time. */
export class HttpPoster {
  private readonly url: URL;
  private readonly headers: Record<string, string>;
  private readonly timeoutMs: number;
  private dispatcher: Dispatcher | undefined;
  private compress: boolean;
  private readonly stop = new AbortController();

  constructor(private readonly options: HttpOptions) {
    this.url = httpUrl(options.url);
    this.timeoutMs = options.timeout ?? TIMEOUT_MS;
    this.compress = options.compress_uploads ?? false;
    this.headers = {
      "user-agent": options.user_agent ?? "falcosecurity/falco",
      accept: "*/*",
      ...(this.url.username === "" ? {} : { authorization: basic(this.url) }),
      ...options.headers,
    };
    if (this.url.protocol === "https:") tlsMaterial(options);
  }

  /** Certificates, names or proxies may have changed: connect anew, once what is under way has ended. */
  renew(): void {
    void this.dispatcher?.close().catch(() => {});
    this.dispatcher = undefined;
  }

  private drop(): void {
    void this.dispatcher?.destroy().catch(() => {});
    this.dispatcher = undefined;
  }

  abort(): void {
    this.stop.abort();
    this.drop();
  }

  /** Post a line. Never throws. */
  async post(line: string, json: boolean): Promise<PostResult> {
    const body = Buffer.from(line);
    if (!this.compress) return this.try(body, json, false);
    const packed = await this.try(await compress(body), json, true);
    if (packed.kind !== "refused") return packed;
    // perhaps it is only the packing that it does not want
    const plain = await this.try(body, json, false);
    if (plain.kind === "taken") this.compress = false;
    return plain;
  }

  private async try(body: Buffer, json: boolean, packed: boolean): Promise<PostResult> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), this.timeoutMs);
    try {
      this.dispatcher ??= this.connect();
      const answer = await this.dispatcher.request({
        origin: this.url.origin,
        path: this.url.pathname + this.url.search,
        method: "POST",
        headers: {
          ...this.headers,
          "content-type": json ? "application/json" : "text/plain",
          ...(packed ? { "content-encoding": "gzip" } : {}),
        },
        body,
        signal: AbortSignal.any([late.signal, this.stop.signal]),
      });
      await this.drain(answer);
      return verdict(answer.statusCode, answer.headers, this.url.origin);
    } catch (e) {
      if (late.signal.aborted || TIMEOUTS.has(codeOf(e))) {
        return { kind: "timeout", reason: `${this.url.origin} did not answer within ${this.timeoutMs} ms` };
      }
      this.drop();
      return { kind: "away", reason: `${this.url.origin}: ${describe(e)}` };
    } finally {
      clearTimeout(timer);
    }
  }

  private connect(): Dispatcher {
    const tls = this.url.protocol === "https:" ? tlsMaterial(this.options) : {};
    const connect = { ...tls, timeout: this.timeoutMs, keepAlive: this.options.keep_alive ?? false };
    const options = {
      connect,
      connections: 1,
      pipelining: 1,
      headersTimeout: this.timeoutMs,
      bodyTimeout: this.timeoutMs,
      keepAliveTimeout: IDLE_MS,
    };
    const { env } = process;
    const proxied = env.http_proxy ?? env.https_proxy ?? env.HTTPS_PROXY ?? env.HTTP_PROXY;
    return proxied ? new EnvHttpProxyAgent({ ...options, requestTls: connect }) : new Agent(options);
  }

  private async drain(answer: Dispatcher.ResponseData): Promise<void> {
    if (!(this.options.echo ?? false)) {
      await answer.body.dump({ limit: ANSWER_BYTES });
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > ANSWER_BYTES) break;
    }
    const print = this.options.echoTo ?? ((text: string) => void process.stdout.write(text));
    print(Buffer.concat(chunks).toString());
  }
}

function verdict(status: number, headers: Dispatcher.ResponseData["headers"], origin: string): PostResult {
  if (status >= 200 && status < 300) return { kind: "taken" };
  const reason = `${origin} answered with status ${status}`;
  if (!LATER.has(status)) {
    return {
      kind: "refused",
      reason: status >= 300 && status < 400 ? `${reason}; redirects are not followed` : reason,
    };
  }
  const afterMs = retryAfter(headers["retry-after"]);
  return afterMs === undefined ? { kind: "later", reason } : { kind: "later", reason, afterMs };
}

/** Pause that a receiver asks for, as seconds or as a date. */
export function retryAfter(value: string | string[] | undefined, now = Date.now()): number | undefined {
  const text = Array.isArray(value) ? value[0] : value;
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_PAUSE_MS);
}

function basic(url: URL): string {
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}

/** undici hides some reasons below others. */
function describe(e: unknown): string {
  const inner = e instanceof AggregateError ? e.errors[0] : undefined;
  return reasonOf(inner ?? e) || codeOf(e);
}
