import { Registry } from "prom-client";
import { PRIORITIES } from "../../../config/config.js";
import type { ChannelStats } from "../../../output/channels/queue.js";
import { Counter } from "../../../sensor/protocol.js";
import { totals } from "../drops.js";
import type { MetricsHost } from "./host.js";
import { Digests, ENGINE_NAME, read } from "./reading.js";
import { cpuCount, readResources } from "./resources.js";

type Type = "counter" | "gauge" | "untyped";

interface Sample {
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** Why events are lost, and where that is counted. */
const DROP_REASONS = [
  ["ring_full", "droppedFull"],
  ["room_reserved", "droppedReserved"],
  ["shed", "droppedShed"],
] as const;

/** Collects metrics for one answer; names that begin with `falcosecurity_` mean what they mean there. */
class Page {
  private readonly metrics = new Map<string, { name: string; help: string; type: Type; values: Sample[] }>();

  add(type: Type, name: string, help: string, value: number, labels: Sample["labels"] = {}): void {
    let m = this.metrics.get(name);
    if (m === undefined) {
      m = { name, help, type, values: [] };
      this.metrics.set(name, m);
    }
    m.values.push({ value, labels });
  }

  /** A fact, told by labels. */
  info(name: string, help: string, labels: Sample["labels"]): void {
    this.add("gauge", name, help, 1, labels);
  }

  async text(): Promise<string> {
    const registry = new Registry();
    for (const m of this.metrics.values()) {
      const metric = { ...m, aggregator: "sum", get: async () => m, reset: () => {} };
      registry.registerMetric(metric as never);
    }
    return await registry.metrics();
  }
}

/** The answer to `/metrics`. */
export class Prometheus {
  private readonly digests = new Digests();

  constructor(private readonly daemon: MetricsHost) {}

  async page(): Promise<string> {
    const { daemon } = this;
    const settings = daemon.config.metrics;
    const page = new Page();
    this.general(page);
    if (settings.rules_counters_enabled) this.rules(page);
    if (settings.resource_utilization_enabled) resources(page);
    this.flow(page);
    this.own(page);
    for (const o of daemon.outputs.stats()) output(page, o);
    return await page.text();
  }

  private general(page: Page): void {
    const r = read(this.daemon, this.digests);
    const F = "falcosecurity_falco_";
    page.info(`${F}version_info`, "Version of Falco that this sensor is compatible with.", { version: r.version });
    for (const f of r.rulesFiles) {
      const help = "Rules files in use, and the SHA-256 of what is in them.";
      page.info(`${F}sha256_rules_files_info`, help, { file_name: f.name, sha256: f.sha256 });
    }
    for (const f of r.configFiles) {
      const help = "Configuration files in use, and the SHA-256 of what is in them.";
      page.info(`${F}sha256_config_files_info`, help, { file_name: f.name, sha256: f.sha256 });
    }
    page.info("falcosecurity_scap_engine_name_info", "Where events come from.", {
      engine_name: ENGINE_NAME,
      evt_source: "syscall",
    });
    page.info(`${F}kernel_release_info`, "The running kernel.", { kernel_release: r.kernel });
    page.info("falcosecurity_evt_hostname_info", "Name of this host, as in alerts.", { hostname: r.host });
    page.add(
      "counter",
      `${F}outputs_queue_num_drops_total`,
      "Alerts lost because an output's queue was full.",
      r.queueDrops,
    );
    page.add("counter", `${F}duration_seconds_total`, "Time since the start.", Number(r.ts - r.startedAt) / 1e9);
    page.add("untyped", `${F}host_num_cpus_total`, "CPUs of this host.", cpuCount());
    // times in seconds, as Prometheus wants them; the reference has them in nanoseconds under other names
    page.add("gauge", "saker_start_time_seconds", "When the sensor was started.", Number(r.startedAt) / 1e9);
    page.add("gauge", "saker_reload_time_seconds", "When rules were loaded last.", Number(r.reloadedAt) / 1e9);
    page.add("gauge", "saker_host_boot_time_seconds", "When this host was started.", Number(r.bootAt) / 1e9);
    if (this.daemon.config.metrics.state_counters_enabled) {
      page.add("untyped", "falcosecurity_scap_n_threads_total", "Processes that are known.", r.processes);
    }
  }

  private rules(page: Page): void {
    for (const r of read(this.daemon, this.digests).rules) {
      const tags = Object.fromEntries(r.tags.map((t) => [`tag_${t.replace(/[^a-zA-Z0-9_]/g, "_")}`, "true"]));
      const priority = String((PRIORITIES as readonly string[]).indexOf(r.priority.toLowerCase()));
      const labels = { priority, rule_name: r.name, source: r.source, ...tags };
      if (r.count > 0)
        page.add("counter", "falcosecurity_falco_rules_matches_total", "Alerts of a rule.", r.count, labels);
      const own = { rule_name: r.name, source: r.source };
      page.add(
        "counter",
        "saker_rule_judged_total",
        "Events on which a rule's condition was evaluated.",
        r.judged,
        own,
      );
      const time = "Time that a rule's condition took, estimated from samples.";
      page.add("counter", "saker_rule_cpu_seconds_total", time, r.cpuNs / 1e9, own);
    }
  }

  private flow(page: Page): void {
    if (!this.daemon.config.metrics.kernel_event_counters_enabled) return;
    const r = read(this.daemon, this.digests);
    const S = "falcosecurity_scap_";
    page.add("counter", `${S}n_evts_total`, "Events that the kernel side has seen.", r.kernelEvents);
    page.add("counter", `${S}n_drops_total`, "Events that were lost.", r.drops);
    for (const [kind, n] of r.dropsByKind) {
      const labels = { dir: "exit", drop: kind.replace(/_exit$/, "") };
      page.add("counter", `${S}n_drops_buffer_total`, "Events lost because the ring was full, by kind.", n, labels);
    }
  }

  /** What only this sensor has. */
  private own(page: Page): void {
    const { sensor, limited, health } = this.daemon;
    const k = sensor.kernelStats();
    const lost = "Events lost in the kernel, by reason.";
    page.add("counter", "saker_events_seen_total", "Events that the kernel side has seen.", totals(k).events);
    page.add("counter", "saker_events_shipped_total", "Events put into the rings.", k.shipped);
    page.add(
      "counter",
      "saker_events_filtered_total",
      "Events ended in the kernel: no rule can match them.",
      k.filtered,
    );
    for (const [reason, key] of DROP_REASONS)
      page.add("counter", "saker_events_dropped_total", lost, k[key], { reason });
    page.add("counter", "saker_events_unreadable_total", "Events with a parameter that could not be read.", k.faults);
    page.add("counter", "saker_events_truncated_total", "Events with a parameter that was cut.", k.truncated);
    for (const [event, flow] of k.byEvent) {
      page.add("counter", "saker_event_type_shipped_total", "Events put into the rings, by type.", flow.shipped, {
        event,
      });
      const ended = "Events ended in the kernel, by type.";
      if (flow.filtered > 0) page.add("counter", "saker_event_type_filtered_total", ended, flow.filtered, { event });
      for (const [reason, key] of DROP_REASONS) {
        if (flow[key] > 0)
          page.add("counter", "saker_event_type_dropped_total", "Events lost, by type and reason.", flow[key], {
            event,
            reason,
          });
      }
    }
    const cells = [
      ["saker_worker_events_total", "Events that a worker has taken out of its ring.", Counter.EVENTS],
      ["saker_worker_judged_total", "Events that a worker has judged by rules.", Counter.JUDGED],
      ["saker_worker_alerts_total", "Alerts that a worker has raised.", Counter.ALERTS],
      ["saker_worker_lost_alerts_total", "Alerts lost because the main thread was behind.", Counter.LOST_ALERTS],
      ["saker_worker_polls_total", "Turns of a worker.", Counter.POLLS],
    ] as const;
    for (const [name, help, cell] of cells) {
      for (const [i, n] of sensor.counterOf(cell).entries()) page.add("counter", name, help, n, { worker: String(i) });
    }
    for (const [i, { user, system }] of this.daemon.workerCpu().entries()) {
      page.add("counter", "saker_worker_cpu_seconds_total", "CPU time of a worker.", user + system, {
        worker: String(i),
      });
    }
    const g = this.daemon.outputs.grpcStats();
    if (g !== undefined) {
      page.add("gauge", "saker_grpc_subscribers", "Clients that receive alerts.", g.subscribers);
      page.add("gauge", "saker_grpc_replay_alerts", "Alerts kept for clients that are slow or return.", g.kept);
      page.add("gauge", "saker_grpc_replay_bytes", "Bytes kept for them.", g.keptBytes);
      page.add("counter", "saker_grpc_missed_total", "Alerts that clients have missed, over all clients.", g.missed);
    }
    page.add("counter", "saker_alerts_held_back_total", "Alerts held back by outputs.rate.", limited);
    page.add("gauge", "saker_healthy", "1 if all workers are at work.", health.trouble === "" ? 1 : 0);
  }
}

function resources(page: Page): void {
  const r = readResources();
  const F = "falcosecurity_falco_";
  page.add("gauge", `${F}cpu_usage_ratio`, "CPU time of the sensor since its start, of one CPU.", r.cpuPercent / 100);
  page.add("gauge", `${F}memory_rss_bytes`, "Resident memory of the sensor.", r.rssKb * 1024);
  page.add("gauge", `${F}memory_vsz_bytes`, "Virtual memory of the sensor.", r.vszKb * 1024);
  page.add("gauge", `${F}memory_pss_bytes`, "Proportional memory of the sensor.", r.pssKb * 1024);
  page.add("gauge", `${F}container_memory_used_bytes`, "Memory of the sensor's control group.", r.containerBytes);
  page.add("gauge", `${F}host_cpu_usage_ratio`, "CPU use of this host since its boot.", r.hostCpuPercent / 100);
  page.add("gauge", `${F}host_memory_used_bytes`, "Memory in use on this host.", r.hostMemoryKb * 1024);
  page.add("untyped", `${F}host_procs_running_total`, "Processes that run or want to.", r.hostRunning);
  page.add("untyped", `${F}host_open_fds_total`, "Open files of this host.", r.hostOpenFds);
}

function output(page: Page, o: ChannelStats): void {
  const labels = { output: o.name };
  const lost = "Alerts that an output has lost, by reason.";
  page.add("counter", "saker_output_sent_total", "Alerts that an output has sent.", o.sent, labels);
  page.add("counter", "saker_output_lost_total", lost, o.dropped, { ...labels, reason: "queue_full" });
  page.add("counter", "saker_output_lost_total", lost, o.failed, { ...labels, reason: "failed" });
  page.add("counter", "saker_output_lost_total", lost, o.discarded, { ...labels, reason: "discarded" });
  page.add("counter", "saker_output_retries_total", "Times that an output tried again.", o.retries, labels);
  page.add("gauge", "saker_output_queue_alerts", "Alerts that wait in an output's queue.", o.pending, labels);
  page.add("gauge", "saker_output_queue_bytes", "Bytes that wait in an output's queue.", o.pendingBytes, labels);
  page.add("gauge", "saker_output_spool_alerts", "Alerts in an output's spool.", o.spooled, labels);
  page.add("gauge", "saker_output_spool_bytes", "Bytes in an output's spool.", o.spooledBytes, labels);
  page.add("gauge", "saker_output_lag_seconds", "How long the oldest alert has waited.", o.lagMs / 1000, labels);
}
