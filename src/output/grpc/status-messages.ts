/** Request for the status. */
export interface StatusRequest {
  /** 100 to 60,000; 0 = 1,000. */
  readonly intervalMs: number;
}

/** How a sensor fares. Counters go up from its start; see proto/status.proto. */
export interface StatusResponse {
  /** ms since the epoch. */
  readonly timeMs: number;
  readonly startedMs: number;
  readonly version: string;
  readonly hostname: string;
  readonly pid: number;
  /** What is wrong; empty if nothing is. */
  readonly trouble: string;
  readonly rulesLoaded: number;
  /** Alerts go to gRPC clients. */
  readonly feedsAlerts: boolean;
  /** Number of the newest alert, and the run of the server it belongs to. */
  readonly sequence: number;
  readonly epoch: number;
  readonly rssBytes: number;
  readonly shipped: number;
  readonly filtered: number;
  readonly dropped: number;
  readonly judged: number;
  readonly alerts: number;
  readonly heldBack: number;
  readonly lostAlerts: number;
  readonly workers: readonly WorkerStatus[];
  readonly rules: readonly RuleStatus[];
  readonly talkers: readonly TalkerStatus[];
  readonly outputs: readonly OutputStatus[];
  readonly eventTypes: readonly EventTypeStatus[];
}

export interface WorkerStatus {
  readonly events: number;
  readonly alerts: number;
  readonly cpuSeconds: number;
  readonly processes: number;
  /** In the kernel. */
  readonly threadId: number;
}

/** A rule that has matched, or whose condition has been evaluated. */
export interface RuleStatus {
  readonly name: string;
  readonly priority: string;
  readonly matches: number;
  readonly judged: number;
  /** An estimate from samples. */
  readonly cpuSeconds: number;
}

/** A process that makes many events; their number is an estimate from samples. */
export interface TalkerStatus {
  readonly pid: number;
  readonly name: string;
  readonly events: number;
}

export interface OutputStatus {
  readonly name: string;
  readonly sent: number;
  readonly lost: number;
  readonly waiting: number;
  readonly lagSeconds: number;
}

export interface EventTypeStatus {
  readonly name: string;
  readonly shipped: number;
  readonly dropped: number;
}

/** Full name of the method. */
export const STATUS_METHOD = "/saker.status.service/watch";
