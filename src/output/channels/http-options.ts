import { OutputError } from "../errors.js";
import type { BackoffOptions } from "./backoff.js";
import { reasonOf } from "./channel.js";
import type { SpoolOptions } from "./spool/spool.js";
import type { TlsOptions } from "./tls.js";

/** Options of `http_output`. */
export interface HttpOptions extends TlsOptions {
  readonly url: string;
  /** Bodies are JSON (json_output). Default false. */
  readonly json?: boolean;
  /** Default falcosecurity/falco, which receivers know. */
  readonly user_agent?: string;
  /** Print what the receiver answers. Default false. */
  readonly echo?: boolean;
  /** gzip the bodies. A receiver that refuses them gets plain ones from then on. Default false. */
  readonly compress_uploads?: boolean;
  /** TCP keep-alive. Connections are used again in any case. Default false. */
  readonly keep_alive?: boolean;
  /** Further tries after a timeout, before an alert is given up. Default 5. Not with a spool. */
  readonly max_consecutive_timeouts?: number;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Most time for a request, ms. Default 10,000. */
  readonly timeout?: number;
  /** Further tries after an answer that may not be final (408, 425, 429, 5xx). Default 10; with a spool no limit. */
  readonly max_retries?: number;
  /** Keep alerts on disk until the receiver has them. */
  readonly spool?: SpoolOptions;
  /** Pauses between tries. */
  readonly backoff?: BackoffOptions;
  /** Where `echo` prints. Default: standard output. */
  readonly echoTo?: (body: string) => void;
}

const QUOTED = /^(["'])(.*)\1$/s;

/**
 * The address alerts are posted to; it may be in quotes.
 * @throws {OutputError} if it is none
 */
export function httpUrl(text: string): URL {
  const m = QUOTED.exec(text.trim());
  const plain = m === null ? text.trim() : (m[2] as string).replace(/\\(.)/gs, "$1");
  let url: URL;
  try {
    url = new URL(plain);
  } catch (e) {
    throw new OutputError(`http_output.url: '${plain}' is no address (${reasonOf(e)}); write http://HOST:PORT/PATH`);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new OutputError(`http_output.url: '${plain}' must begin with http:// or https://`);
  }
  return url;
}
