import { type ServerWritableStream, status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { decodeStatusRequest, encodeStatus, encodeStatusRequest } from "./status-codec.js";
import { STATUS_METHOD, type StatusRequest, type StatusResponse } from "./status-messages.js";

const plain = (bytes: Buffer): Buffer => bytes;

/** Name and codec of saker.status.service. */
export const STATUS_SERVICE = {
  watch: {
    path: STATUS_METHOD,
    requestStream: false,
    responseStream: true,
    requestSerialize: encodeStatusRequest,
    requestDeserialize: decodeStatusRequest,
    responseSerialize: plain,
    responseDeserialize: plain,
  },
} as const;

const DEFAULT_MS = 1000;
const [LEAST_MS, MOST_MS] = [100, 60_000] as const;
const MAX_WATCHERS = 64;

type Call = ServerWritableStream<StatusRequest, Buffer>;

/** Tells watchers how the sensor fares. */
export class StatusService {
  private readonly watchers = new Map<Call, NodeJS.Timeout>();

  constructor(private readonly now: () => StatusResponse) {}

  implementation(): UntypedServiceImplementation {
    return { watch: (call: Call) => this.watch(call) };
  }

  private watch(call: Call): void {
    if (this.watchers.size >= MAX_WATCHERS) {
      call.emit("error", { code: status.RESOURCE_EXHAUSTED, details: `there are ${MAX_WATCHERS} watchers already` });
      return;
    }
    const ms = Math.min(MOST_MS, Math.max(LEAST_MS, call.request.intervalMs || DEFAULT_MS));
    // who does not read gets the next one when there is room again: nothing piles up
    let full = false;
    const send = (): void => {
      if (full) return;
      full = !call.write(encodeStatus(this.now()));
    };
    call.on("drain", () => {
      full = false;
    });
    this.watchers.set(call, setInterval(send, ms));
    const leave = (): void => {
      clearInterval(this.watchers.get(call));
      this.watchers.delete(call);
    };
    call.on("cancelled", leave).on("close", leave).on("error", leave);
    send();
  }

  /** End all streams well. */
  close(): void {
    for (const [call, timer] of this.watchers) {
      clearInterval(timer);
      call.end();
    }
    this.watchers.clear();
  }
}
