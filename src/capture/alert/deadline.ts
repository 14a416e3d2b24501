/** An alert, as far as captures go. */
export interface Trigger {
  /** Time and number of the event. */
  readonly ts: bigint;
  readonly num: number;
  /** Name of the rule, to be told of. */
  readonly rule: string;
  /** Does it begin a file, or only prolong the one that is being written? */
  readonly begins: boolean;
  readonly durationMs: number;
}

const MS = 1_000_000n;

/** When the file that an alert has begun ends: any alert can prolong it, whether it could have begun one or not. */
export class Deadline {
  at = 0n;

  prolong(t: Trigger): void {
    const end = t.ts + BigInt(t.durationMs) * MS;
    if (end > this.at) this.at = end;
  }
}
