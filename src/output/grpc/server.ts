import { lstatSync, readFileSync } from "node:fs";
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import { type Channel, reasonOf } from "../channels/channel.js";
import { OutputError } from "../errors.js";
import { decodeVersion, encodeVersion } from "./codec.js";
import { METHODS, type VersionResponse } from "./messages.js";
import { type GrpcStats, OUTPUTS_SERVICE, OutputsService } from "./outputs-service.js";
import type { ReplayOptions } from "./replay.js";
import { bindPrivately, removeSocket, unixPath } from "./socket.js";
import type { StatusResponse } from "./status-messages.js";
import { STATUS_SERVICE, StatusService } from "./status-service.js";

export type { VersionResponse } from "./messages.js";
export type { GrpcStats } from "./outputs-service.js";
export type { ReplayOptions } from "./replay.js";

/** Options of `grpc`. */
export interface GrpcOptions {
  /** `unix:///PATH`, or HOST:PORT, which asks for certificates on both sides. Default unix:///run/saker/saker.sock. */
  readonly bind_address?: string;
  readonly private_key?: string;
  readonly cert_chain?: string;
  readonly root_certs?: string;
  /** What the version service says. */
  readonly version: VersionResponse;
  /** What the status service says; without it there is none. */
  readonly status?: (outputs: Pick<GrpcStats, "sequence" | "epoch">) => StatusResponse;
  /** What is kept for slow and returning clients. */
  readonly replay?: ReplayOptions;
  /** Default 1,000. */
  readonly max_subscribers?: number;
}

const DEFAULT_ADDRESS = "unix:///run/saker/saker.sock";
const DEFAULT_FILES = {
  private_key: "/etc/falco/certs/server.key",
  cert_chain: "/etc/falco/certs/server.crt",
  root_certs: "/etc/falco/certs/ca.crt",
};
const MAX_SUBSCRIBERS = 1000;
/** A request is a few bytes. */
const LONGEST_REQUEST = 64 << 10;
const STREAMS_A_CONNECTION = 128;
/** Clients that do not answer a ping within this time are gone. */
const PING_MS = 30_000;
const PONG_MS = 10_000;
const FLUSH_MS = 500;
const SHUTDOWN_MS = 500;

const VERSION_SERVICE = {
  version: {
    path: METHODS.version,
    requestStream: false,
    responseStream: false,
    requestSerialize: (): Buffer => Buffer.alloc(0),
    requestDeserialize: (): Record<string, never> => ({}),
    responseSerialize: encodeVersion,
    responseDeserialize: decodeVersion,
  },
} as const;

/** The gRPC server; {@link channel} is its output. */
export class GrpcServer {
  /** Address it listens on; a port of 0 has become a real one. */
  address = "";
  private readonly outputs: OutputsService;
  private readonly server: Server;
  private readonly watched: StatusService | undefined;
  private socket: { path: string; inode: bigint } | undefined;
  private closing: Promise<void> | undefined;

  private constructor(private readonly options: GrpcOptions) {
    this.outputs = new OutputsService(options.replay ?? {}, options.max_subscribers ?? MAX_SUBSCRIBERS);
    this.server = new Server({
      "grpc.max_receive_message_length": LONGEST_REQUEST,
      "grpc.max_concurrent_streams": STREAMS_A_CONNECTION,
      "grpc.keepalive_time_ms": PING_MS,
      "grpc.keepalive_timeout_ms": PONG_MS,
    });
    this.server.addService(OUTPUTS_SERVICE, this.outputs.implementation());
    this.server.addService(VERSION_SERVICE, {
      version: (_call: ServerUnaryCall<unknown, VersionResponse>, reply: sendUnaryData<VersionResponse>) =>
        reply(null, options.version),
    });
    const { status } = options;
    if (status === undefined) return;
    this.watched = new StatusService(() => status(this.outputs.stats()));
    this.server.addService(STATUS_SERVICE, this.watched.implementation());
  }

  /**
   * Start a server.
   * @throws {OutputError} if it cannot listen
   */
  static async start(options: GrpcOptions): Promise<GrpcServer> {
    const s = new GrpcServer(options);
    try {
      await s.listen();
    } catch (e) {
      s.server.forceShutdown();
      if (e instanceof OutputError) throw e;
      throw new OutputError(`gRPC cannot listen on '${options.bind_address ?? DEFAULT_ADDRESS}': ${reasonOf(e)}`);
    }
    return s;
  }

  private async listen(): Promise<void> {
    const address = this.options.bind_address ?? DEFAULT_ADDRESS;
    const path = unixPath(address);
    if (path === undefined) {
      const port = await this.bind(address, this.certificates());
      this.address = address.replace(/:\d+$/, `:${port}`);
      return;
    }
    await bindPrivately(path, async (first) => {
      await this.bind(`unix:${first}`, ServerCredentials.createInsecure());
    });
    this.socket = { path, inode: lstatSync(path, { bigint: true }).ino };
    this.address = `unix:${path}`;
  }

  private bind(address: string, credentials: ServerCredentials): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.bindAsync(address, credentials, (e, port) => (e ? reject(e) : resolve(port)));
    });
  }

  /** Never without: over TCP, both sides show certificates. */
  private certificates(): ServerCredentials {
    const read = (key: keyof typeof DEFAULT_FILES): Buffer => {
      const path = this.options[key] ?? DEFAULT_FILES[key];
      try {
        return readFileSync(path);
      } catch (e) {
        throw new OutputError(`grpc.${key}: '${path}' cannot be read: ${reasonOf(e)}`);
      }
    };
    const pair = { private_key: read("private_key"), cert_chain: read("cert_chain") };
    return ServerCredentials.createSsl(read("root_certs"), [pair], true);
  }

  /** The output that feeds it (`grpc_output`). Closing it stops the server. */
  readonly channel: Channel = {
    send: (messages) => this.outputs.push(messages),
    flush: () => this.outputs.flush(FLUSH_MS),
    abort: () => this.server.forceShutdown(),
    close: () => this.close(),
  };

  stats(): GrpcStats {
    return this.outputs.stats();
  }

  /** End all streams, wait for clients a little, then leave. */
  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    this.outputs.close();
    this.watched?.close();
    const timer = setTimeout(() => this.server.forceShutdown(), SHUTDOWN_MS);
    await new Promise<void>((resolve) => this.server.tryShutdown(() => resolve()));
    clearTimeout(timer);
    if (this.socket !== undefined) removeSocket(this.socket.path, this.socket.inode);
  }
}
