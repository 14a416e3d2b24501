/** ns since the epoch by CLOCK_REALTIME: Node has the monotonic clock in ns, but the real one in ms only. */
export class RealClock {
  private offset = 0n;

  constructor() {
    this.calibrate();
  }

  /**
   * Find how the clocks lie to each other: the moment at which the millisecond changes is known exactly. Seeing it
   * late makes the offset too small, so the largest of several is right. Takes some 20 ms.
   */
  calibrate(): void {
    let best = -1n;
    for (let i = 0; i < 20; i++) {
      const was = Date.now();
      let ms = was;
      while (ms === was) ms = Date.now();
      const offset = BigInt(ms) * 1_000_000n - process.hrtime.bigint();
      if (offset > best) best = offset;
    }
    this.offset = best;
  }

  now(): bigint {
    return process.hrtime.bigint() + this.offset;
  }
}
