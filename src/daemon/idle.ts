import type { Config } from "../config/config.js";
import type { RulesFile } from "../config/rules-files.js";
import { noStats } from "../sensor/drops.js";
import type { MetricsHost } from "./live/metrics/host.js";
import { AlertCounts } from "./summary.js";
import type { TextLog } from "./textlog.js";

/** What there is without a sensor. */
export interface IdleParts {
  readonly config: Config;
  readonly configFiles: readonly string[];
  readonly rulesFiles: readonly RulesFile[];
  readonly versions: Readonly<Record<string, string>>;
  /** 0 = for ever. */
  readonly seconds: number;
  readonly log: TextLog;
}

/** engine.kind `nodriver`: no events come; serve who asks, and wait for the end. Gives the exit code. */
export async function idle(parts: IdleParts): Promise<number> {
  const { seconds, log, config } = parts;
  log.log("warning", "Enabled event source 'syscall' will be opened with no driver, no event will be produced");
  const counts = new AlertCounts();
  const web = config.webserver.enabled
    ? await (await import("./live/web.js")).WebServer.start(idleHost(parts, counts), {
        error: (message) => log.log("error", message),
        info: (_, message) => log.log("info", message),
      })
    : undefined;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, seconds > 0 ? seconds * 1000 : 2 ** 31 - 1);
    const onSignal = (): void => {
      log.log("info", "SIGINT received, exiting...");
      clearTimeout(timer);
      resolve();
    };
    process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  });
  await web?.close();
  process.stdout.write(`${counts.lines().join("\n")}\n`);
  return 0;
}

/** Counters of which none ever moves. */
function idleHost({ config, versions, rulesFiles, configFiles }: IdleParts, counts: AlertCounts): MetricsHost {
  const now = BigInt(Date.now()) * 1_000_000n;
  return {
    config,
    versions,
    rulesFiles,
    configFiles,
    counts,
    startedAt: now,
    reloadedAt: now,
    health: { trouble: "" },
    limited: 0,
    sensor: {
      rules: [],
      kernelStats: noStats,
      counter: () => 0,
      counterOf: () => [],
      ruleCosts: () => new Map(),
    },
    outputs: { stats: () => [], grpcStats: () => undefined },
    workerCpu: () => [],
  };
}
