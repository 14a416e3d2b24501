import type { Sink } from "../sink.js";

/** A sink with what its queue can make use of. */
export interface Channel extends Sink {
  /** Most messages that it wants at once. Where one is sent at a time, one fault loses no more than one. */
  readonly maxBatch?: number;
  /** Settled once what the channel itself keeps (a spool) has left. */
  flush?(): Promise<void>;
  /** Give up what is being sent, at once: the time for draining is over. */
  abort?(): void;
  /** What it keeps besides the queue. */
  depth?(): { readonly messages: number; readonly bytes: number };
  /** Called once, before anything else: whom to tell of what goes wrong beside `send`. */
  attach?(hooks: ChannelHooks): void;
}

/** How a channel tells its queue of what goes wrong outside of `send`. */
export interface ChannelHooks {
  /** Sending fails for now; `lost` messages are gone for good. */
  failing(reason: string, lost: number): void;
  /** Sending works again. */
  working(): void;
}

/** Why messages could not be sent, and what is to become of them. */
export class SendFault extends Error {
  override readonly name = "SendFault";
  /** Hand the rest over again after a pause; otherwise it is lost. */
  readonly retry: boolean;
  /** How many of the messages at hand had left before. */
  readonly done: number;
  /** How many of the next ones are lost when there is no further try; the others are handed over again. Default all. */
  readonly lost: number;
  /** Pause that the other side asked for. */
  readonly afterMs: number | undefined;

  constructor(
    message: string,
    options: {
      readonly retry?: boolean;
      readonly done?: number;
      readonly lost?: number;
      readonly afterMs?: number | undefined;
    } = {},
  ) {
    super(message);
    this.retry = options.retry ?? false;
    this.done = options.done ?? 0;
    this.lost = options.lost ?? Number.POSITIVE_INFINITY;
    this.afterMs = options.afterMs;
  }
}

/** Text of whatever was thrown. */
export function reasonOf(e: unknown): string {
  return e instanceof Error ? e.message : String(e);
}
