import type { OutputMessage, Sink } from "./sink.js";

/** How an output has fared. */
export interface OutputStats {
  readonly name: string;
  readonly sent: number;
  /** Lost because the queue was full. */
  readonly dropped: number;
  /** Lost because the sink could not send them. */
  readonly failed: number;
  /** In the queue or in the sink's hands. */
  readonly pending: number;
  readonly lastError: Error | undefined;
}

/** The bounded queue before a sink. Putting something in never waits and never throws. */
export class OutputQueue {
  private waiting: OutputMessage[] = [];
  private inHand = 0;
  private sent = 0;
  private dropped = 0;
  private failed = 0;
  private lastError: Error | undefined;
  private idle: (() => void)[] = [];

  constructor(
    readonly name: string,
    private readonly sink: Sink,
    /** Most messages that may wait. */
    private readonly limit: number,
    private readonly onError: (e: Error, output: string) => void,
  ) {}

  push(m: OutputMessage): void {
    if (this.waiting.length >= this.limit) {
      this.dropped++;
      return;
    }
    this.waiting.push(m);
    if (this.inHand === 0) this.pump();
  }

  /** Hand over what waits, as long as the sink takes it at once. */
  private pump(): void {
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      this.inHand = batch.length;
      try {
        const later = this.sink.send(batch);
        if (later !== undefined) {
          later.then(
            () => this.resume(batch, undefined),
            (e: unknown) => this.resume(batch, e),
          );
          return;
        }
        this.settle(batch, undefined);
      } catch (e) {
        this.settle(batch, e ?? new Error("unknown fault"));
      }
    }
    for (const done of this.idle.splice(0)) done();
  }

  private resume(batch: readonly OutputMessage[], fault: unknown): void {
    this.settle(batch, fault);
    this.pump();
  }

  private settle(batch: readonly OutputMessage[], fault: unknown): void {
    this.inHand = 0;
    if (fault === undefined) {
      this.sent += batch.length;
      return;
    }
    this.failed += batch.length;
    this.lastError = fault instanceof Error ? fault : new Error(String(fault));
    this.onError(this.lastError, this.name);
  }

  /** Everything that was put in so far has left, one way or the other. */
  flush(): Promise<void> {
    if (this.inHand === 0 && this.waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  reopen(): void {
    try {
      this.sink.reopen?.();
    } catch (e) {
      this.settle([], e);
    }
  }

  async close(_deadlineMs?: number): Promise<void> {
    await this.flush();
    await this.sink.close?.();
  }

  stats(): OutputStats {
    return {
      name: this.name,
      sent: this.sent,
      dropped: this.dropped,
      failed: this.failed,
      pending: this.inHand + this.waiting.length,
      lastError: this.lastError,
    };
  }
}
