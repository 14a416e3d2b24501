import type { OutputMessage } from "../sink.js";

/** Room that was emptied at the front is given back when there is more of it than this. */
const SLACK = 1024;

/** Messages in order, with their bytes and the time they came. */
export class MessageList {
  private items: (OutputMessage | undefined)[] = [];
  private sizes: number[] = [];
  private times: number[] = [];
  private head = 0;
  private total = 0;

  get size(): number {
    return this.items.length - this.head;
  }

  get bytes(): number {
    return this.total;
  }

  push(m: OutputMessage, bytes: number): void {
    this.items.push(m);
    this.sizes.push(bytes);
    this.times.push(Date.now());
    this.total += bytes;
  }

  /** Up to `n` of the oldest messages; they stay. */
  peek(n: number): OutputMessage[] {
    return this.items.slice(this.head, this.head + n) as OutputMessage[];
  }

  /** Forget the `n` oldest. */
  remove(n: number): void {
    for (let i = 0; i < n; i++) {
      this.total -= this.sizes[this.head] ?? 0;
      this.items[this.head++] = undefined;
    }
    if (this.head < this.items.length && (this.head < SLACK || this.head < this.items.length / 2)) return;
    this.items = this.items.slice(this.head);
    this.sizes = this.sizes.slice(this.head);
    this.times = this.times.slice(this.head);
    this.head = 0;
  }

  /** Age of the oldest. */
  lagMs(now: number): number {
    return this.size === 0 ? 0 : Math.max(0, now - (this.times[this.head] ?? now));
  }
}
