import {
  type ServerDuplexStream,
  type ServerWritableStream,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type { OutputMessage } from "../sink.js";
import { decodeRequest, encodeAlert, encodeRequest } from "./codec.js";
import { alertResponse } from "./convert.js";
import { type AlertsRequest, METHODS } from "./messages.js";
import { ReplayBuffer, type ReplayOptions } from "./replay.js";
import { Subscriber } from "./subscriber.js";

const plain = (bytes: Buffer): Buffer => bytes;
const shared = {
  requestSerialize: encodeRequest,
  requestDeserialize: decodeRequest,
  responseSerialize: plain,
  responseDeserialize: plain,
  responseStream: true,
} as const;

/** Names and codecs of falco.outputs.service. */
export const OUTPUTS_SERVICE = {
  sub: { path: METHODS.sub, requestStream: true, ...shared },
  get: { path: METHODS.get, requestStream: false, ...shared },
} as const;

const MICROSECOND = 1000;

/** Hands alerts to subscribers. */
export class OutputsService {
  private readonly replay: ReplayBuffer;
  private readonly subscribers = new Set<Subscriber>();
  private readonly calls = new Map<Subscriber, { end(): void }>();
  /** Tells runs apart: the time of the start in µs. */
  private readonly epoch = Date.now() * MICROSECOND;
  /** Newest alert that anybody has got. */
  private handed = 0;
  private missed = 0;

  constructor(
    replay: ReplayOptions,
    private readonly maxSubscribers: number,
  ) {
    this.replay = new ReplayBuffer(replay);
  }

  /** Alerts for everybody. Never waits. */
  push(messages: readonly OutputMessage[]): void {
    for (const m of messages) this.replay.push(encodeAlert(alertResponse(m, this.replay.last + 1, this.epoch)));
    for (const s of this.subscribers) s.pump();
  }

  implementation(): UntypedServiceImplementation {
    return {
      sub: (call: ServerDuplexStream<AlertsRequest, Buffer>) => this.sub(call),
      get: (call: ServerWritableStream<AlertsRequest, Buffer>) => this.get(call),
    };
  }

  private sub(call: ServerDuplexStream<AlertsRequest, Buffer>): void {
    let s: Subscriber | undefined;
    let gone = false;
    const leave = (): void => {
      gone = true;
      this.leave(s);
    };
    call.on("cancelled", leave).on("close", leave).on("error", leave);
    call.on("data", (request: AlertsRequest) => {
      if (s !== undefined || gone) return;
      s = this.join(call, request);
      s?.pump();
    });
    call.on("end", () => {
      // as Falco does: a client that has closed its side gets what there is, and no good end
      const finish = (): void =>
        void call.emit("error", { code: status.CANCELLED, details: "the client has closed its side" });
      if (s === undefined) finish();
      else s.closeAfterwards(finish);
    });
  }

  private get(call: ServerWritableStream<AlertsRequest, Buffer>): void {
    const s = this.join(call, call.request);
    if (s === undefined) return;
    const leave = (): void => this.leave(s);
    call.on("cancelled", leave).on("close", leave).on("error", leave);
    s.closeAfterwards(() => call.end());
  }

  private join(
    call: ServerDuplexStream<AlertsRequest, Buffer> | ServerWritableStream<AlertsRequest, Buffer>,
    request: AlertsRequest,
  ): Subscriber | undefined {
    if (this.subscribers.size >= this.maxSubscribers) {
      call.emit("error", {
        code: status.RESOURCE_EXHAUSTED,
        details: `there are ${this.maxSubscribers} subscribers already`,
      });
      return undefined;
    }
    const s = new Subscriber(call, this.replay, this.placeOf(request), (sequence) => {
      if (sequence > this.handed && request.onlooker !== true) this.handed = sequence;
    });
    this.subscribers.add(s);
    this.calls.set(s, call);
    return s;
  }

  /** Number of the last alert that a client has or does not want. */
  private placeOf({ since, epoch }: AlertsRequest): number {
    if (since === undefined) return this.handed;
    const sameRun = epoch === undefined || epoch === 0 || epoch === this.epoch;
    if (since === 0 || !sameRun) return this.replay.first - 1;
    return Math.min(since, this.replay.last);
  }

  private leave(s: Subscriber | undefined): void {
    if (s === undefined || !this.subscribers.delete(s)) return;
    s.stop();
    this.missed += s.missed;
    this.calls.delete(s);
  }

  /** Settled when all clients that read have got everything, or the time is over. */
  async flush(ms: number): Promise<void> {
    const end = Date.now() + ms;
    while (Date.now() < end && [...this.subscribers].some((s) => !s.upToDate))
      await new Promise((r) => setTimeout(r, 5));
  }

  /** End all streams well. */
  close(): void {
    for (const [s, call] of this.calls) {
      s.stop();
      call.end();
    }
  }

  stats(): GrpcStats {
    let missed = this.missed;
    for (const s of this.subscribers) missed += s.missed;
    const { last, first, bytes } = this.replay;
    const { size: subscribers } = this.subscribers;
    return { subscribers, sequence: last, epoch: this.epoch, kept: last - first + 1, keptBytes: bytes, missed };
  }
}

/** How the service fares. */
export interface GrpcStats {
  readonly subscribers: number;
  /** Number of the newest alert. */
  readonly sequence: number;
  /** Run of the server. */
  readonly epoch: number;
  /** Alerts in the replay buffer. */
  readonly kept: number;
  readonly keptBytes: number;
  /** Alerts that clients have lost, over all clients. */
  readonly missed: number;
}
