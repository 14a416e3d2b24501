import { appendFileSync } from "node:fs";
import type { Logger } from "pino";
import { parseDuration } from "../../../config/duration.js";
import { sortedKeys, toJson } from "../../../fields/json.js";
import { metricsMessage } from "../../../output/internal.js";
import type { Daemon } from "../daemon.js";
import { Digests, type Reading, read } from "./reading.js";
import { readResources } from "./resources.js";
import { snapshotFields } from "./snapshot.js";

/** Writes a snapshot of all counters at every interval (`metrics`): as an alert, to a file, or both. */
export class Metrics {
  private readonly timer: NodeJS.Timeout;
  private readonly digests = new Digests();
  private before: Reading | undefined;
  private sample = 0;

  private constructor(
    private readonly daemon: Daemon,
    private readonly log: Logger,
  ) {
    this.timer = setInterval(() => this.snapshot(), parseDuration(daemon.config.metrics.interval));
  }

  static start(daemon: Daemon, log: Logger): Metrics {
    return new Metrics(daemon, log);
  }

  private snapshot(): void {
    const { metrics: settings } = this.daemon.config;
    const now = read(this.daemon, this.digests);
    this.sample++;
    const fields = snapshotFields(
      {
        now,
        before: this.before,
        resources: settings.resource_utilization_enabled ? readResources() : undefined,
      },
      settings,
    );
    this.before = now;
    if (settings.output_rule) this.daemon.outputs.internal(metricsMessage(now.ts, fields));
    if (settings.output_file === "") return;
    try {
      appendFileSync(settings.output_file, `${toJson({ output_fields: sortedKeys(fields), sample: this.sample })}\n`);
    } catch (e) {
      this.log.error(`metrics.output_file: ${(e as Error).message}`);
    }
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
