import { withMissed } from "./codec.js";
import type { ReplayBuffer } from "./replay.js";

/** The part of a call that alerts are written to. */
export interface AlertSink {
  write(bytes: Buffer): boolean;
  end(): void;
  once(event: "drain", then: () => void): unknown;
  emit(event: "error", e: { code: number; details: string }): unknown;
}

/** A client that receives alerts. */
export class Subscriber {
  /** Alerts it has lost. */
  missed = 0;
  private full = false;
  private over = false;
  private until = Number.POSITIVE_INFINITY;
  private finish: (() => void) | undefined;

  constructor(
    private readonly call: AlertSink,
    private readonly replay: ReplayBuffer,
    /** Number of the last alert that it has got. */
    private place: number,
    private readonly handedOut: (sequence: number) => void,
  ) {}

  /** Whether it has got all there is. */
  get upToDate(): boolean {
    return this.over || (!this.full && this.place >= this.replay.last);
  }

  /** Write what is new, as far as the client takes it. */
  pump(): void {
    while (!this.full && !this.over) {
      const next = this.place + 1;
      if (next > Math.min(this.replay.last, this.until)) break;
      const lost = Math.max(0, this.replay.first - next);
      const alert = this.replay.at(next + lost);
      if (alert === undefined) break;
      this.missed += lost;
      this.place = next + lost;
      this.handedOut(this.place);
      if (!this.call.write(withMissed(alert, lost))) {
        this.full = true;
        this.call.once("drain", () => {
          this.full = false;
          this.pump();
        });
      }
    }
    if (!this.over && !this.full && this.place >= this.until) this.close();
  }

  /** Write what there is by now, then do as told. */
  closeAfterwards(finish: () => void): void {
    this.finish = finish;
    this.until = this.replay.last;
    this.pump();
  }

  private close(): void {
    this.over = true;
    this.finish?.();
  }

  /** The client has gone, or the server goes. */
  stop(): void {
    this.over = true;
  }
}
