// A client of Saker's gRPC server; it understands servers of Falco up to 0.43, too.
import { readFileSync } from "node:fs";
import {
  type ChannelCredentials,
  Client,
  type ClientReadableStream,
  credentials,
  Metadata,
  type ServiceError,
  status,
} from "@grpc/grpc-js";
import { decodeAlert, decodeVersion, encodeRequest } from "../output/grpc/codec.js";
import { type AlertResponse, type AlertsRequest, METHODS, type VersionResponse } from "../output/grpc/messages.js";
import { decodeStatus, encodeStatusRequest } from "../output/grpc/status-codec.js";
import { STATUS_METHOD, type StatusResponse } from "../output/grpc/status-messages.js";
import { PRIORITIES } from "../rules/priority.js";

export type { VersionResponse } from "../output/grpc/messages.js";
export type {
  EventTypeStatus,
  OutputStatus,
  RuleStatus,
  StatusResponse,
  TalkerStatus,
  WorkerStatus,
} from "../output/grpc/status-messages.js";

/** Certificates, as paths of PEM files or their content. */
export interface ClientTls {
  readonly ca: string | Buffer;
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** Name in the server's certificate, where it is not the host of the address. */
  readonly serverName?: string;
}

/** Where the server is. */
export interface SakerClientOptions {
  /** `unix:///PATH` (the default is unix:///run/saker/saker.sock) or HOST:PORT. */
  readonly address?: string;
  /** Needed for HOST:PORT. */
  readonly tls?: ClientTls;
}

/** An alert, as the server sent it. */
export interface ReceivedAlert extends Omit<AlertResponse, "priority" | "sourceNumber"> {
  /** e.g. `Warning` */
  readonly priority: string;
}

/** What to receive. */
export interface SubscribeOptions extends StreamOptions {
  /** Begin after the alert with this number; 0 = with the oldest that the server has. */
  readonly since?: number;
  /** Run of the server that the number is from. */
  readonly epoch?: number;
  /** What this client gets does not count as received: it takes nothing from clients that ask for what is new. */
  readonly onlooker?: boolean;
}

/** How long to go on. */
export interface StreamOptions {
  /** Connect again when the connection is lost, and ask for what was missed. Default true. */
  readonly reconnect?: boolean;
  /** Ends the stream. */
  readonly signal?: AbortSignal;
  /** Is told of a connection that was lost. */
  readonly onLost?: (e: Error) => void;
}

/** Where a sensor listens unless its configuration says otherwise. */
export const DEFAULT_ADDRESS = "unix:///run/saker/saker.sock";
/** Servers of Falco send only when asked. */
const POLL_MS = 1000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const VERSION_MS = 10_000;
/** Trying again does not help. */
const FINAL = new Set<number>([
  status.UNIMPLEMENTED,
  status.PERMISSION_DENIED,
  status.UNAUTHENTICATED,
  status.INVALID_ARGUMENT,
]);

/**
 * Receives alerts:
 *
 * ```ts
 * const client = new SakerClient();
 * for await (const alert of client.subscribe()) console.log(alert.output);
 * ```
 */
export class SakerClient {
  private readonly client: Client;

  constructor(options: SakerClientOptions = {}) {
    const address = options.address ?? DEFAULT_ADDRESS;
    const name = options.tls?.serverName;
    this.client = new Client(address, credentialsOf(address, options.tls), {
      "grpc.keepalive_time_ms": 30_000,
      // a connection of its own: a subscriber that reads slowly must not hold up another one
      "grpc.use_local_subchannel_pool": 1,
      "grpc.initial_reconnect_backoff_ms": FIRST_PAUSE_MS,
      "grpc.max_reconnect_backoff_ms": LONGEST_PAUSE_MS,
      ...(name === undefined ? {} : { "grpc.ssl_target_name_override": name, "grpc.default_authority": name }),
    });
  }

  /** What the server says of itself. */
  version(): Promise<VersionResponse> {
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(
        METHODS.version,
        () => Buffer.alloc(0),
        decodeVersion,
        {},
        new Metadata(),
        { deadline: Date.now() + VERSION_MS },
        (e, reply) => (e || reply === undefined ? reject(e ?? new Error("no reply")) : resolve(reply)),
      );
    });
  }

  /** Alerts that nobody has received yet, or those after a number; ends when there are no more. */
  async *get(
    options: Pick<SubscribeOptions, "since" | "epoch" | "onlooker"> = {},
  ): AsyncGenerator<ReceivedAlert, void> {
    const call = this.client.makeServerStreamRequest(METHODS.get, encodeRequest, decodeAlert, options);
    yield* received(call);
  }

  /** Alerts as they come, until the signal, a `break`, or (without `reconnect`) the end of the connection. */
  async *subscribe(options: SubscribeOptions = {}): AsyncGenerator<ReceivedAlert, void> {
    let { since, epoch } = options;
    const { onlooker, signal } = options;
    const place = (): AlertsRequest => ({
      ...(since !== undefined && { since }),
      ...(epoch !== undefined && { epoch }),
      ...(onlooker !== undefined && { onlooker }),
    });
    for await (const alert of again(() => this.stream(place(), signal), options)) {
      if (alert.sequence > 0) ({ sequence: since, epoch } = alert);
      yield alert;
    }
  }

  /** How the sensor fares: at once, then at every interval. Servers of Falco cannot tell. */
  async *status(options: StreamOptions & { readonly intervalMs?: number } = {}): AsyncGenerator<StatusResponse, void> {
    const { intervalMs = 0, signal } = options;
    const open = (): AsyncGenerator<StatusResponse, void> =>
      ended(
        this.client.makeServerStreamRequest(STATUS_METHOD, encodeStatusRequest, decodeStatus, { intervalMs }),
        signal,
      );
    yield* again(open, options);
  }

  private async *stream(request: AlertsRequest, signal: AbortSignal | undefined): AsyncGenerator<ReceivedAlert, void> {
    const call = this.client.makeBidiStreamRequest(METHODS.sub, encodeRequest, decodeAlert);
    call.write(request);
    const poll = setInterval(() => call.write({}), POLL_MS);
    try {
      yield* received(call, signal);
    } finally {
      clearInterval(poll);
    }
  }

  close(): void {
    this.client.close();
  }
}

/** Open a stream, and another one when it ends or is lost. */
async function* again<T>(open: () => AsyncGenerator<T, void>, options: StreamOptions): AsyncGenerator<T, void> {
  const { signal, reconnect = true } = options;
  let pause = FIRST_PAUSE_MS;
  while (!signal?.aborted) {
    try {
      for await (const item of open()) {
        pause = FIRST_PAUSE_MS;
        yield item;
      }
      if (!reconnect) return;
    } catch (e) {
      if (signal?.aborted) return;
      if (!reconnect || FINAL.has((e as ServiceError).code)) throw e;
      options.onLost?.(e as Error);
    }
    await nap(pause, signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

async function* received(
  call: ClientReadableStream<AlertResponse>,
  signal?: AbortSignal,
): AsyncGenerator<ReceivedAlert, void> {
  for await (const m of ended(call, signal)) {
    const { priority, sourceNumber: _, ...rest } = m;
    yield { ...rest, priority: PRIORITIES[priority] ?? "Debug" };
  }
}

/** The messages of a call, which ends with the signal or when nobody wants more. */
async function* ended<T>(call: ClientReadableStream<T>, signal: AbortSignal | undefined): AsyncGenerator<T, void> {
  const cancel = (): void => call.cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  // cancelling makes an error that nobody may be waiting for any more
  call.on("error", () => {});
  try {
    yield* call as AsyncIterable<T>;
  } finally {
    signal?.removeEventListener("abort", cancel);
    call.cancel();
  }
}

function credentialsOf(address: string, tls: ClientTls | undefined): ChannelCredentials {
  if (tls !== undefined) return credentials.createSsl(pem(tls.ca), pem(tls.key), pem(tls.cert));
  if (address.startsWith("unix:")) return credentials.createInsecure();
  throw new Error(`'${address}' needs certificates: alerts do not travel unprotected`);
}

function pem(value: string | Buffer): Buffer {
  if (typeof value !== "string") return value;
  return value.includes("-----BEGIN") ? Buffer.from(value) : readFileSync(value);
}

function nap(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    }
  });
}
