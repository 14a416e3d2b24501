const SECOND = 1e9;

/** Lets `rate` alerts a second pass in the long run, and up to `maxBurst` at once (outputs.rate, outputs.max_burst). */
export class TokenBucket {
  private tokens: number;
  private last: bigint | undefined;

  /** @param rate tokens a second; 0 = no limit, as upstream had it */
  constructor(
    private readonly rate: number,
    private readonly maxBurst: number,
  ) {
    this.tokens = maxBurst;
  }

  /** Whether one more may pass at a time in ns. Time that goes back counts as none. */
  claim(now: bigint): boolean {
    if (this.rate <= 0) return true;
    const passed = this.last === undefined || now <= this.last ? 0 : Number(now - this.last) / SECOND;
    if (this.last === undefined || now > this.last) this.last = now;
    this.tokens = Math.min(this.maxBurst, this.tokens + passed * this.rate);
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
