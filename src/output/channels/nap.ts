/** Thrown into whoever sleeps in a {@link Nap} that was ended. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** Sleep that can be broken off: a channel that waits must still stop at once. */
export class Nap {
  private wake: (() => void) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private ended = false;

  /** @throws {Interrupted} when it is broken off */
  async sleep(ms: number): Promise<void> {
    if (!this.ended) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        this.timer = setTimeout(resolve, ms);
      });
    }
    if (this.ended) throw new Interrupted("stopped");
  }

  /** Was it broken off? */
  get over(): boolean {
    return this.ended;
  }

  /** Break off this sleep and all further ones. */
  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.wake?.();
  }
}
