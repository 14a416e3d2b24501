/** How long to wait between tries. */
export interface BackoffOptions {
  /** First pause. Default 100. */
  readonly firstMs?: number;
  /** Longest pause. Default 30,000. */
  readonly longestMs?: number;
  /** Random number in [0, 1), for tests. */
  readonly random?: () => number;
}

/**
 * Growing pauses: each is drawn between half and the whole of a limit that doubles, so that many senders whose
 * receiver failed do not come back all at once.
 */
export class Backoff {
  private readonly firstMs: number;
  private readonly longestMs: number;
  private readonly random: () => number;
  private limit: number;

  constructor(options: BackoffOptions = {}) {
    this.firstMs = options.firstMs ?? 100;
    this.longestMs = options.longestMs ?? 30_000;
    this.random = options.random ?? Math.random;
    this.limit = this.firstMs;
  }

  /** The next pause. */
  next(): number {
    const pause = this.limit * (0.5 + this.random() / 2);
    this.limit = Math.min(this.limit * 2, this.longestMs);
    return Math.round(pause);
  }

  /** It worked: begin anew next time. */
  reset(): void {
    this.limit = this.firstMs;
  }
}
