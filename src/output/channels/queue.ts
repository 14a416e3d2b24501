import type { OutputMessage } from "../sink.js";
import { Backoff, type BackoffOptions } from "./backoff.js";
import { type Channel, reasonOf, SendFault } from "./channel.js";
import { MessageList } from "./messages.js";
import { Burst, type OutputTrouble } from "./trouble.js";

/** How a channel's queue behaves. */
export interface ChannelQueueOptions {
  /** Most messages that may be in it; 0 = as many as their bytes allow. Default 10,000. */
  readonly capacity?: number;
  /** Most bytes of lines that may be in it. Default 64 MiB. */
  readonly maxBytes?: number;
  /** A single send that takes longer is reported as stuck (output_timeout). Default 2,000. */
  readonly timeoutMs?: number;
  /** A burst of trouble is over when it was calm this long. Default 5,000. */
  readonly calmMs?: number;
  /** Pauses between tries. */
  readonly backoff?: BackoffOptions;
  /** Is told once when a burst of trouble begins and once when it is over. */
  readonly onTrouble?: (t: OutputTrouble) => void;
}

/** How an output has fared. */
export interface ChannelStats {
  readonly name: string;
  readonly sent: number;
  /** Lost because the queue was full. */
  readonly dropped: number;
  /** Lost because they could not be sent. */
  readonly failed: number;
  /** Lost because the time for draining was over. */
  readonly discarded: number;
  /** Times that a send was tried again. */
  readonly retries: number;
  /** In the queue or in the channel's hands; bytes of their lines. */
  readonly pending: number;
  readonly pendingBytes: number;
  /** In the channel's spool. */
  readonly spooled: number;
  readonly spooledBytes: number;
  /** How long the oldest pending message has waited, ms. */
  readonly lagMs: number;
  readonly lastError: Error | undefined;
}

const DEFAULT_CAPACITY = 10_000;
const DEFAULT_BYTES = 64 << 20;
const DEFAULT_BATCH = 256;
/** Time for a channel to close after it was told to give up. */
const GRACE_MS = 1000;

/**
 * The bounded queue before a channel. Putting something in never waits and never throws; when it is full the newest
 * message is the one that is dropped, and counted.
 */
export class ChannelQueue {
  private readonly list = new MessageList();
  private readonly capacity: number;
  private readonly maxBytes: number;
  private readonly batch: number;
  private readonly timeoutMs: number;
  private readonly backoff: Backoff;
  private readonly overflow: Burst;
  private readonly failing: Burst;
  private readonly stuck: Burst;
  private readonly report: (t: OutputTrouble) => void;
  private busy = false;
  /** The last send went well, and so says the channel of what it does behind it (a spool's delivery). */
  private sendWell = true;
  private channelWell = true;
  private closed = false;
  private aborted = false;
  private pause: NodeJS.Timeout | undefined;
  private watch: NodeJS.Timeout | undefined;
  private sent = 0;
  private dropped = 0;
  private failed = 0;
  private discarded = 0;
  private retries = 0;
  private lastError: Error | undefined;
  private idle: (() => void)[] = [];

  constructor(
    readonly name: string,
    private readonly channel: Channel,
    options: ChannelQueueOptions = {},
  ) {
    this.capacity = (options.capacity ?? DEFAULT_CAPACITY) || Number.POSITIVE_INFINITY;
    this.maxBytes = options.maxBytes ?? DEFAULT_BYTES;
    this.timeoutMs = options.timeoutMs ?? 2000;
    this.batch = channel.maxBatch ?? DEFAULT_BATCH;
    this.backoff = new Backoff(options.backoff);
    this.report = (t) => options.onTrouble?.(t);
    const calmMs = options.calmMs ?? 5000;
    const waiting = (): number => this.list.size;
    const hasRoom = (): boolean => this.list.size <= this.capacity / 2 && this.list.bytes <= this.maxBytes / 2;
    this.overflow = new Burst("overflow", name, calmMs, hasRoom, waiting, this.report);
    this.failing = new Burst("failing", name, calmMs, () => this.sendWell && this.channelWell, waiting, this.report);
    this.stuck = new Burst("stuck", name, calmMs, () => !this.busy, waiting, this.report);
    channel.attach?.({
      failing: (reason, lost) => {
        this.channelWell = false;
        this.fail(reason, lost);
      },
      working: () => {
        this.channelWell = true;
      },
    });
  }

  push(m: OutputMessage): void {
    const bytes = Buffer.byteLength(m.line);
    const { list } = this;
    if (this.closed || list.size >= this.capacity || (list.size > 0 && list.bytes + bytes > this.maxBytes)) {
      this.dropped++;
      this.overflow.hit(`its queue is full with ${list.size} alerts (${list.bytes} bytes)`, 1);
      return;
    }
    list.push(m, bytes);
    this.pump();
  }

  /** Hand over what waits, as long as the channel takes it at once. */
  private pump(): void {
    while (!this.busy && this.pause === undefined && this.list.size > 0) {
      const messages = this.list.peek(this.batch);
      this.busy = true;
      try {
        const later = this.channel.send(messages);
        if (later !== undefined) {
          this.watch = setTimeout(
            () => this.stuck.hit(`a send takes longer than ${this.timeoutMs} ms`, 0),
            this.timeoutMs,
          ).unref();
          later.then(
            () => this.resume(messages.length, undefined),
            (e: unknown) => this.resume(messages.length, e ?? new Error("unknown fault")),
          );
          return;
        }
        this.settle(messages.length, undefined);
      } catch (e) {
        this.settle(messages.length, e ?? new Error("unknown fault"));
      }
    }
    if (this.list.size === 0) for (const done of this.idle.splice(0)) done();
  }

  private resume(n: number, fault: unknown): void {
    clearTimeout(this.watch);
    this.settle(n, fault);
    this.pump();
  }

  private settle(n: number, fault: unknown): void {
    this.busy = false;
    // what was discarded meanwhile is counted already
    const held = Math.min(n, this.list.size);
    if (fault === undefined) {
      this.sent += held;
      this.list.remove(held);
      this.sendWell = true;
      this.backoff.reset();
      return;
    }
    if (this.aborted) return;
    this.sendWell = false;
    this.lastError = fault instanceof Error ? fault : new Error(String(fault));
    const { retry, done, lost, afterMs } = fault instanceof SendFault ? fault : new SendFault("");
    const left = Math.min(done, held);
    this.sent += left;
    this.list.remove(left);
    if (left > 0) this.backoff.reset();
    if (!retry) {
      const gone = Math.min(lost, held - left);
      this.list.remove(gone);
      this.fail(reasonOf(fault), gone);
      return;
    }
    this.fail(reasonOf(fault), 0);
    if (this.list.size === 0) return;
    this.retries++;
    this.pause = setTimeout(() => {
      this.pause = undefined;
      this.pump();
    }, afterMs ?? this.backoff.next());
  }

  private fail(reason: string, lost: number): void {
    if (this.aborted) return;
    this.failed += lost;
    this.lastError = this.lastError?.message === reason ? this.lastError : new Error(reason);
    this.failing.hit(reason, lost);
  }

  /** Everything that was put in so far has left, one way or the other. */
  async flush(): Promise<void> {
    if (this.list.size > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
    await this.channel.flush?.();
  }

  reopen(): void {
    try {
      this.channel.reopen?.();
    } catch (e) {
      this.fail(reasonOf(e), 0);
    }
  }

  /**
   * Let what waits leave, then close the channel. What has not left after `deadlineMs` is discarded, counted and
   * reported; what a spool holds stays there.
   */
  async close(deadlineMs = Number.POSITIVE_INFINITY): Promise<void> {
    this.closed = true;
    const inTime = await within(this.flush(), deadlineMs);
    if (!inTime) this.discard(deadlineMs);
    const closing = Promise.resolve(this.channel.close?.()).catch((e: unknown) => this.fail(reasonOf(e), 0));
    await within(closing, Number.isFinite(deadlineMs) ? GRACE_MS : deadlineMs);
    for (const b of [this.overflow, this.failing, this.stuck]) b.stop();
  }

  private discard(deadlineMs: number): void {
    const lost = this.list.size;
    this.discarded += lost;
    this.list.remove(lost);
    this.aborted = true;
    clearTimeout(this.pause);
    clearTimeout(this.watch);
    this.channel.abort?.();
    for (const done of this.idle.splice(0)) done();
    if (lost === 0) return;
    const reason = `it did not take its alerts within ${deadlineMs} ms`;
    this.report({ output: this.name, kind: "discarded", over: false, reason, lost, waiting: 0 });
  }

  stats(): ChannelStats {
    const spool = this.channel.depth?.();
    return {
      name: this.name,
      sent: this.sent,
      dropped: this.dropped,
      failed: this.failed,
      discarded: this.discarded,
      retries: this.retries,
      pending: this.list.size,
      pendingBytes: this.list.bytes,
      spooled: spool?.messages ?? 0,
      spooledBytes: spool?.bytes ?? 0,
      lagMs: this.list.lagMs(Date.now()),
      lastError: this.lastError,
    };
  }
}

/** Whether a promise settled in time. */
async function within(p: Promise<unknown>, ms: number): Promise<boolean> {
  if (!Number.isFinite(ms)) {
    await p;
    return true;
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const inTime = await Promise.race([p.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}
