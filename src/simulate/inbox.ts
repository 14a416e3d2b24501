import type { Seen } from "./watch.js";

/** Alerts of what is being tested. */
export class Inbox {
  private alerts: Seen[] = [];
  private wake: () => void = () => {};

  readonly take = (alert: Seen): void => {
    this.alerts.push(alert);
    this.wake();
  };

  /** Forgets those that are there. */
  clear(): void {
    this.alerts = [];
  }

  /** All that are mine. */
  all(mine: (a: Seen) => boolean): readonly Seen[] {
    return this.alerts.filter(mine);
  }

  /** The first that is mine; undefined when the time is up. */
  async wait(mine: (a: Seen) => boolean, ms: number): Promise<Seen | undefined> {
    const limit = performance.now() + ms;
    for (;;) {
      const found = this.alerts.find(mine);
      const left = limit - performance.now();
      if (found !== undefined || left <= 0) return found;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
