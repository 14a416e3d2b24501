/** A sample that took longer was interrupted: by another thread, or by the collection of garbage. */
const LONGEST_NS = 1_000_000;
const CALIBRATIONS = 32;

/**
 * What judging costs, by rule, in memory that other threads may read while it grows. How often a condition is evaluated
 * is counted exactly; time is taken of a few events ({@link begin}, {@link end}) and shared by the rules whose
 * conditions were evaluated on them. What turns rules away together belongs to nobody, unless no rule was left.
 */
export class RuleCosts {
  readonly shared: SharedArrayBuffer;
  /** Times that a rule's condition has been evaluated. */
  readonly judged: Float64Array;
  /** Time of the events that were timed, in ns. */
  readonly ns: Float64Array;
  private readonly before: Float64Array;
  private start = 0;

  constructor(n: number);
  /** Costs that another thread counts. */
  constructor(shared: SharedArrayBuffer);
  constructor(from: number | SharedArrayBuffer) {
    this.shared = typeof from === "number" ? new SharedArrayBuffer(from * 16) : from;
    const n = this.shared.byteLength / 16;
    this.judged = new Float64Array(this.shared, 0, n);
    this.ns = new Float64Array(this.shared, n * 8, n);
    this.before = new Float64Array(n);
  }

  /** An event is about to be judged. */
  begin(): void {
    this.before.set(this.judged);
    this.start = performance.now();
  }

  /** It has been judged. */
  end(): void {
    const ns = (performance.now() - this.start) * 1e6 - clockNs();
    if (ns > LONGEST_NS) return;
    const { judged, before } = this;
    let rules = 0;
    for (let i = 0; i < judged.length; i++) if (judged[i] !== before[i]) rules++;
    if (rules === 0) return;
    const share = Math.max(0, ns) / rules;
    for (let i = 0; i < judged.length; i++) {
      if (judged[i] !== before[i]) this.ns[i] = (this.ns[i] as number) + share;
    }
  }

  clear(): void {
    this.judged.fill(0);
    this.ns.fill(0);
  }
}

/** What it takes to look at the clock. */
function clockNs(): number {
  if (clock !== undefined) return clock;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < CALIBRATIONS; i++) {
    const t = performance.now();
    least = Math.min(least, performance.now() - t);
  }
  clock = least * 1e6;
  return clock;
}
let clock: number | undefined;
