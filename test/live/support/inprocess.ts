import { setTimeout as sleep } from "node:timers/promises";
import { compareTable, readProcView, type TableDifference } from "../../../bench/soak/compare.js";
import { type JudgeOptions, LiveSensor } from "../../../src/sensor/live.js";
import { patient } from "./patience.js";
import type { Alert } from "./sensor.js";

const NAME = "test_rules.yaml";

/** Rules of a test, all that match alert. */
export function judgeBy(rules: string): JudgeOptions {
  return {
    rules: [{ name: NAME, text: rules }],
    ruleMatching: "all",
    minPriority: 7,
    format: {
      json: true,
      timeIso8601: false,
      includeOutput: true,
      includeMessage: false,
      includeOutputFields: true,
      includeTags: true,
      hostname: "test",
    },
  };
}

/** A sensor in the test's own process, with rules of the test, that can be asked for its process tables. */
export class InProcess {
  readonly alerts: Alert[] = [];
  private constructor(readonly sensor: LiveSensor) {}

  /**
   * Starts one and waits until it watches.
   *
   * @param rules text of a rules file
   */
  static async start(rules: string, workers = 2, ringBytes = 8 << 20): Promise<InProcess> {
    const early: Alert[] = [];
    let push = (a: Alert): void => {
      early.push(a);
    };
    let failure: Error | undefined;
    const sensor = await LiveSensor.start({
      ...judgeBy(rules),
      workers,
      ringBytes,
      snaplen: 80,
      kernelFilter: true,
      maxProcesses: 262_144,
      onAlert: (line) => push(JSON.parse(line) as Alert),
      onFailure: (e) => {
        failure = e;
      },
    });
    const made = new InProcess(sensor);
    push = (a) => {
      made.alerts.push(a);
    };
    for (const a of early) push(a);
    made.failed = () => failure;
    return made;
  }

  private failed: () => Error | undefined = () => undefined;

  /** The first alert that `mine` takes. */
  async expect(what: string, mine: (a: Alert) => boolean, timeoutMs = patient(5000)): Promise<Alert> {
    for (const limit = Date.now() + timeoutMs; Date.now() < limit; await sleep(5)) {
      const error = this.failed();
      if (error !== undefined) throw error;
      const found = this.alerts.find(mine);
      if (found !== undefined) return found;
    }
    throw new Error(`no alert: ${what} (${this.alerts.length} others)`);
  }

  /**
   * Each worker's table against /proc. What differs at once may still be on its way through the ring: only what
   * differs every time counts.
   */
  async tables(): Promise<TableDifference[]> {
    for (let i = 0; ; i++) {
      const before = readProcView();
      const tables = await this.sensor.processes();
      const after = readProcView();
      const found = tables.map((rows) => compareTable(before, rows, after));
      if (i === 5 || found.every((d) => d.missing.length + d.extra.length === 0)) return found;
      await sleep(200);
    }
  }

  async stop(): Promise<void> {
    await this.sensor.stop();
  }
}
