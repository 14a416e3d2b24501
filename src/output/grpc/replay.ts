/** How much is kept for subscribers that are slow or come back. */
export interface ReplayOptions {
  /** Default 10,000. */
  readonly max_alerts?: number;
  /** Default 16 MiB. */
  readonly max_bytes?: number;
}

const DEFAULT_ALERTS = 10_000;
const DEFAULT_BYTES = 16 << 20;
/** Room that was emptied at the front is given back when there is more of it than this. */
const SLACK = 1024;

/**
 * The latest alerts, encoded, by number. All subscribers read from here, each with a place of its own: a subscriber
 * that does not read holds no memory, it falls behind until alerts are gone from here, and then has missed them.
 */
export class ReplayBuffer {
  private items: (Buffer | undefined)[] = [];
  private head = 0;
  private total = 0;
  private newest = 0;
  private readonly maxAlerts: number;
  private readonly maxBytes: number;

  constructor(options: ReplayOptions = {}) {
    this.maxAlerts = Math.max(1, options.max_alerts ?? DEFAULT_ALERTS);
    this.maxBytes = options.max_bytes ?? DEFAULT_BYTES;
  }

  /** Number of the newest alert; 0 = there was none. */
  get last(): number {
    return this.newest;
  }

  /** Number of the oldest that is here; last + 1 if none is. */
  get first(): number {
    return this.newest - (this.items.length - this.head) + 1;
  }

  get bytes(): number {
    return this.total;
  }

  push(alert: Buffer): void {
    this.items.push(alert);
    this.newest++;
    this.total += alert.length;
    while (this.items.length - this.head > this.maxAlerts || (this.total > this.maxBytes && this.first < this.newest)) {
      this.total -= this.items[this.head]?.length ?? 0;
      this.items[this.head++] = undefined;
    }
    if (this.head < SLACK || this.head < this.items.length / 2) return;
    this.items = this.items.slice(this.head);
    this.head = 0;
  }

  /** An alert by its number; undefined if it is not here. */
  at(sequence: number): Buffer | undefined {
    return sequence < this.first || sequence > this.newest ? undefined : this.items[this.head + sequence - this.first];
  }
}
