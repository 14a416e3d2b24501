import type { Config } from "../../config/config.js";
import type { Channel } from "../../output/channels/channel.js";
import {
  type ChannelStats,
  fileChannel,
  type OutputTrouble,
  programChannel,
  stdoutChannel,
  syslogChannel,
} from "../../output/channels/index.js";
import type { SyslogOptions } from "../../output/channels/syslog.js";
import type { VersionResponse } from "../../output/grpc/messages.js";
import type { GrpcOptions, GrpcServer, GrpcStats } from "../../output/grpc/server.js";
import type { Alert, InternalMessage } from "../../output/line.js";
import { Outputs, type OutputsOptions } from "../../output/outputs.js";
import { hostName } from "./judge.js";

/** What the gRPC server tells besides alerts. */
export interface GrpcFacts {
  version(): VersionResponse;
  /** Without it, how the sensor fares cannot be asked for. */
  readonly status?: NonNullable<GrpcOptions["status"]>;
  /** Is told of the server when it is there. */
  readonly started?: (server: GrpcServer) => void;
}

/** An output that the configuration can ask for. */
interface Kind {
  readonly name: string;
  /** What it is made of; undefined = not wanted. */
  settings(c: Config): unknown;
  open(c: Config, facts: GrpcFacts): Channel | Promise<Channel>;
  /** Does it get alerts? */
  fed?(c: Config): boolean;
  /** Two of them cannot be open at the same time. */
  alone?(c: Config): boolean;
}

const KINDS: readonly Kind[] = [
  { name: "stdout", settings: (c) => wanted(c.stdout_output), open: () => stdoutChannel() },
  { name: "file", settings: (c) => wanted(c.file_output), open: (c) => fileChannel(c.file_output) },
  { name: "program", settings: (c) => wanted(c.program_output), open: (c) => programChannel(c.program_output) },
  { name: "syslog", settings: (c) => wanted(c.syslog_output), open: (c) => syslogChannel(syslogOptions(c)) },
  {
    name: "http",
    settings: (c) => wanted(c.http_output) && [c.http_output, c.json_output],
    open: async (c) => {
      const { spool, enabled: _, ...http } = c.http_output;
      const { httpChannel } = await import("../../output/channels/http.js");
      return httpChannel({ ...http, json: c.json_output, ...(spool.path !== "" && { spool }) });
    },
    alone: (c) => c.http_output.spool.path !== "",
  },
  {
    name: "grpc",
    settings: (c) => wanted(c.grpc),
    open: async (c, { version, status, started }) => {
      const { GrpcServer } = await import("../../output/grpc/server.js");
      const server = await GrpcServer.start({ ...c.grpc, version: version(), ...(status && { status }) });
      started?.(server);
      return server.channel;
    },
    fed: (c) => c.grpc_output.enabled,
    alone: () => true,
  },
];

function wanted<T extends { enabled: boolean }>(o: T): T | undefined {
  return o.enabled ? o : undefined;
}

function syslogOptions({ syslog_output: o }: Config): SyslogOptions {
  const { format, port, address, enabled: _, transport, facility, ...rest } = o;
  return {
    ...rest,
    hostname: hostName(),
    transport: transport as NonNullable<SyslogOptions["transport"]>,
    facility: facility as NonNullable<SyslogOptions["facility"]>,
    ...(address !== "" && { address }),
    ...(port !== 0 && { port }),
    ...(format !== "" && { format: format as NonNullable<SyslogOptions["format"]> }),
  };
}

/** How lines look that are made here: those of internal messages. */
function lineOptions(c: Config): OutputsOptions {
  return { json: c.json_output, iso8601: c.time_format_iso_8601, hostname: hostName() };
}

interface Open {
  readonly kind: Kind;
  readonly settings: string;
  readonly outputs: Outputs;
}

/** All outputs of a running sensor. Each has a queue of its own; changing one leaves the others alone. */
export class AlertOutputs {
  private open: readonly Open[] = [];

  private grpc: GrpcServer | undefined;

  /** Queues take all that comes: whoever sends can wait for nothing, and has an end. */
  private boundless = false;

  private constructor(
    private config: Config,
    private readonly facts: GrpcFacts,
    private readonly onTrouble: (t: OutputTrouble) => void,
  ) {}

  /** @throws {OutputError} if one cannot be set up */
  static async start(config: Config, facts: GrpcFacts, onTrouble: (t: OutputTrouble) => void): Promise<AlertOutputs> {
    const o = new AlertOutputs(config, facts, onTrouble);
    await o.change(config);
    return o;
  }

  /**
   * Outputs for a replay, besides those that its lines are written to as they come.
   * @throws {OutputError} if one cannot be set up
   */
  static async forReplay(
    config: Config,
    facts: GrpcFacts,
    onTrouble: (t: OutputTrouble) => void,
  ): Promise<AlertOutputs> {
    const off = { enabled: false };
    const rest = {
      ...config,
      stdout_output: off,
      file_output: { ...config.file_output, ...off },
      program_output: { ...config.program_output, ...off },
    };
    const o = new AlertOutputs(rest, facts, onTrouble);
    o.boundless = true;
    await o.change(rest);
    return o;
  }

  /**
   * Open and close outputs as another configuration wants. Those that it does not touch go on as they are.
   * @throws {OutputError} if one cannot be set up: all is as before then
   */
  async change(config: Config): Promise<void> {
    const before = this.open;
    const kept: Open[] = [];
    const made: Open[] = [];
    const closed = new Set<Open>();
    try {
      for (const kind of KINDS) {
        const old = before.find((o) => o.kind === kind);
        const settings = settingsOf(kind, config);
        if (settings === undefined) continue;
        if (old?.settings === settings) {
          kept.push(old);
          continue;
        }
        if (old !== undefined && (kind.alone?.(this.config) === true || kind.alone?.(config) === true)) {
          closed.add(old);
          await old.outputs.close(this.config.output_timeout);
        }
        made.push(await this.make(kind, config, settings));
      }
    } catch (e) {
      await Promise.all(made.map((o) => o.outputs.close(0)));
      const again = [...closed].map((o) => this.make(o.kind, this.config, o.settings));
      const back = (await Promise.allSettled(again)).flatMap((r) => (r.status === "fulfilled" ? [r.value] : []));
      this.open = [...before.filter((o) => !closed.has(o)), ...back];
      throw e;
    }
    const deadline = this.config.output_timeout;
    this.config = config;
    this.open = [...kept, ...made];
    for (const o of kept) o.outputs.init(lineOptions(config));
    const gone = before.filter((o) => !kept.includes(o) && !closed.has(o));
    await Promise.all(gone.map((o) => o.outputs.close(deadline)));
  }

  private async make(kind: Kind, config: Config, settings: string): Promise<Open> {
    const started = (server: GrpcServer): void => {
      this.grpc = server;
    };
    const channel = await kind.open(config, { ...this.facts, started });
    const outputs = new Outputs(lineOptions(config));
    const { capacity } = config.outputs_queue;
    const { output_timeout: timeoutMs } = config;
    // without a number of their own, queues are bounded by the bytes in them
    const most = this.boundless || capacity === 0 ? Number.MAX_SAFE_INTEGER : capacity;
    const queue = {
      timeoutMs,
      onTrouble: this.onTrouble,
      capacity: most,
      ...(this.boundless && { maxBytes: most }),
    };
    outputs.addOutput({ kind: "channel", name: kind.name, channel, queue });
    return { kind, settings, outputs };
  }

  /** An alert whose line is ready. */
  send(alert: Alert, line: string): void {
    for (const o of this.open) if (o.kind.fed?.(this.config) !== false) o.outputs.handleLine(alert, line);
  }

  internal(m: InternalMessage): void {
    for (const o of this.open) if (o.kind.fed?.(this.config) !== false) o.outputs.handleInternal(m);
  }

  reopen(): void {
    for (const o of this.open) o.outputs.reopen();
  }

  stats(): ChannelStats[] {
    return this.open.flatMap((o) => o.outputs.stats() as ChannelStats[]);
  }

  /** How the gRPC server's clients fare; undefined if there is no server. */
  grpcStats(): GrpcStats | undefined {
    return this.open.some((o) => o.kind.name === "grpc") ? this.grpc?.stats() : undefined;
  }

  async close(): Promise<void> {
    await Promise.all(this.open.map((o) => o.outputs.close(this.config.output_timeout)));
  }
}

function settingsOf(kind: Kind, c: Config): string | undefined {
  const s = kind.settings(c);
  return s === undefined ? undefined : JSON.stringify([s, c.outputs_queue, c.output_timeout]);
}
