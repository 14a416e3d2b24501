import type { Config } from "../../../config/config.js";
import type { RulesFile } from "../../../config/rules-files.js";
import type { LiveSensor } from "../../../sensor/live.js";
import type { AlertCounts } from "../../summary.js";
import type { Health } from "../health.js";
import type { AlertOutputs } from "../outputs.js";
import type { ThreadCpu } from "../thread-cpu.js";

/** What metrics are read from: a daemon, or a program that watches nothing. */
export interface MetricsHost {
  readonly config: Config;
  readonly versions: Readonly<Record<string, string>>;
  readonly startedAt: bigint;
  readonly reloadedAt: bigint;
  readonly rulesFiles: readonly RulesFile[];
  readonly configFiles: readonly string[];
  readonly counts: AlertCounts;
  readonly health: Pick<Health, "trouble">;
  /** Alerts that `outputs.rate` held back. */
  readonly limited: number;
  readonly sensor: Pick<LiveSensor, "rules" | "kernelStats" | "counter" | "counterOf" | "ruleCosts">;
  readonly outputs: Pick<AlertOutputs, "stats" | "grpcStats">;
  workerCpu(): readonly ThreadCpu[];
}
