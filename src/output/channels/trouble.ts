/** What is wrong with an output. */
export type TroubleKind =
  /** Alerts come faster than they leave, and the queue is full. */
  | "overflow"
  /** Alerts cannot be sent. */
  | "failing"
  /** A single send takes longer than output_timeout. */
  | "stuck"
  /** Alerts were left when the time for draining was over. */
  | "discarded";

/** A burst of trouble with an output, told once when it begins and once when it is over. */
export interface OutputTrouble {
  readonly output: string;
  readonly kind: TroubleKind;
  readonly over: boolean;
  readonly reason: string;
  /** Alerts that this burst has cost so far. */
  readonly lost: number;
  /** Alerts that wait. */
  readonly waiting: number;
}

/** One sentence about trouble, for the log and for the internal alert. */
export function troubleText(t: OutputTrouble): string {
  const lost = `${t.lost} ${t.lost === 1 ? "alert" : "alerts"} lost`;
  if (t.over) return `output ${t.output} works again (was: ${t.reason}), ${lost}`;
  switch (t.kind) {
    case "overflow":
      return `output ${t.output} is too slow: ${t.reason}, ${lost}, ${t.waiting} waiting`;
    case "failing":
      return `output ${t.output} fails: ${t.reason}, ${lost}, ${t.waiting} waiting`;
    case "stuck":
      return `output ${t.output} is stuck: ${t.reason}, ${t.waiting} waiting`;
    case "discarded":
      return `output ${t.output} was stopped: ${t.reason}, ${lost}`;
  }
}

/** Sums up trouble of one kind, so that a thousand losses make one report. */
export class Burst {
  private active = false;
  private lost = 0;
  private last = 0;
  private reason = "";
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly kind: TroubleKind,
    private readonly output: string,
    /** The burst is over when this long nothing happened... */
    private readonly calmMs: number,
    /** ... and this holds. */
    private readonly isWell: () => boolean,
    private readonly waiting: () => number,
    private readonly report: (t: OutputTrouble) => void,
  ) {}

  /** Something went wrong. */
  hit(reason: string, lost: number): void {
    this.lost += lost;
    this.last = Date.now();
    if (this.active) return;
    this.active = true;
    this.reason = reason;
    this.timer = setInterval(() => this.look(), this.calmMs).unref();
    this.tell(false);
  }

  /** See whether it is over. */
  private look(): void {
    if (Date.now() - this.last >= this.calmMs && this.isWell()) this.end();
  }

  /** End the burst, whatever the time. */
  end(): void {
    if (!this.active) return;
    this.stop();
    this.tell(true);
    this.lost = 0;
  }

  /** End the burst without a word. */
  stop(): void {
    this.active = false;
    clearInterval(this.timer);
  }

  private tell(over: boolean): void {
    const { output, kind, reason, lost } = this;
    this.report({ output, kind, over, reason, lost, waiting: this.waiting() });
  }
}
