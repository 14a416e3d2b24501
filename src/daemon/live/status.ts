import type { GrpcStats } from "../../output/grpc/server.js";
import type { RuleStatus, StatusResponse, TalkerStatus } from "../../output/grpc/status-messages.js";
import type { LiveSensor } from "../../sensor/live.js";
import { Counter, SAMPLE_EVERY } from "../../sensor/protocol.js";
import type { Daemon } from "./daemon.js";
import { totals } from "./drops.js";
import { hostName } from "./judge.js";

const MS = 1_000_000n;

/** How the sensor fares, for `saker top`. */
export function statusOf(d: Daemon, alerts: Pick<GrpcStats, "sequence" | "epoch">): StatusResponse {
  const { sensor, config } = d;
  const kernel = sensor.kernelStats();
  const perWorker = sensor.counterOf(Counter.EVENTS);
  const alertsOf = sensor.counterOf(Counter.ALERTS);
  const processes = sensor.counterOf(Counter.PROCESSES);
  return {
    timeMs: Date.now(),
    startedMs: Number(d.startedAt / MS),
    version: d.versions.saker_version ?? "",
    hostname: hostName(),
    pid: process.pid,
    trouble: d.health.trouble,
    rulesLoaded: sensor.rules.length,
    feedsAlerts: config.grpc_output.enabled,
    sequence: alerts.sequence,
    epoch: alerts.epoch,
    rssBytes: process.memoryUsage.rss(),
    shipped: kernel.shipped,
    filtered: kernel.filtered,
    dropped: totals(kernel).drops,
    judged: sensor.counter(Counter.JUDGED),
    alerts: d.counts.total,
    heldBack: d.limited,
    lostAlerts: sensor.counter(Counter.LOST_ALERTS),
    workers: d.workerCpu().map(({ threadId, user, system }, i) => ({
      threadId,
      events: perWorker[i] ?? 0,
      alerts: alertsOf[i] ?? 0,
      cpuSeconds: user + system,
      processes: processes[i] ?? 0,
    })),
    rules: rulesOf(d),
    talkers: talkersOf(sensor),
    outputs: d.outputs.stats().map((o) => ({
      name: o.name,
      sent: o.sent,
      lost: o.dropped + o.failed + o.discarded,
      waiting: o.pending,
      lagSeconds: o.lagMs / 1000,
    })),
    eventTypes: [...kernel.byEvent].map(([name, { shipped, dropped }]) => ({ name, shipped, dropped })),
  };
}

function rulesOf(d: Daemon): RuleStatus[] {
  const costs = d.sensor.ruleCosts();
  const known = new Map(d.sensor.rules.map((r) => [r.name, r.priority]));
  return [...new Set([...costs.keys(), ...d.counts.rules.keys()])].map((name) => ({
    name,
    priority: known.get(name) ?? "",
    matches: d.counts.rules.get(name) ?? 0,
    judged: costs.get(name)?.judged ?? 0,
    cpuSeconds: (costs.get(name)?.ns ?? 0) / 1e9,
  }));
}

/** Several workers may know of the same process. */
function talkersOf(sensor: LiveSensor): TalkerStatus[] {
  const sums = new Map<number, TalkerStatus>();
  for (const { pid, name, samples } of sensor.talkers()) {
    const events = (sums.get(pid)?.events ?? 0) + samples * SAMPLE_EVERY;
    sums.set(pid, { pid, name, events });
  }
  return [...sums.values()];
}
