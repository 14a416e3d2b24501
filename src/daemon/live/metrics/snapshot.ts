import { basename } from "node:path";
import type { Config } from "../../../config/config.js";
import { metricName } from "../../../engine/metric-name.js";
import type { JsonValue } from "../../../fields/json.js";
import { ENGINE_NAME, type Reading } from "./reading.js";
import { cpuCount, type Resources, round, toMb } from "./resources.js";

type Fields = Record<string, JsonValue>;
type Settings = Config["metrics"];

const SECOND = 1e9;

/** What a snapshot may need besides the reading. */
export interface SnapshotParts {
  readonly now: Reading;
  readonly before: Reading | undefined;
  readonly resources: Resources | undefined;
}

/** Output fields of the alert "metrics snapshot", under the names that consumers know. */
export function snapshotFields(p: SnapshotParts, s: Settings): Fields {
  const out: Fields = always(p);
  // zeroes below are left out unless they are wanted
  const more: Fields = {};
  if (s.rules_counters_enabled) rules(p.now, more);
  if (s.resource_utilization_enabled && p.resources !== undefined) resources(p.resources, s, more);
  if (s.state_counters_enabled) more["falco.n_threads"] = p.now.processes;
  if (s.kernel_event_counters_enabled) kernel(p, out, more);
  for (const [key, value] of Object.entries(more)) if (value !== 0 || s.include_empty_values) out[key] = value;
  return out;
}

function seconds(from: bigint, to: bigint): number {
  return Number(to - from) / SECOND;
}

function always({ now, before }: SnapshotParts): Fields {
  const out: Fields = {
    "evt.time": now.ts,
    "evt.hostname": now.host,
    "evt.source": "syscall",
    "falco.version": now.version,
    "falco.start_ts": now.startedAt,
    "falco.reload_ts": now.reloadedAt,
    "falco.duration_sec": Math.round(seconds(now.startedAt, now.ts)),
    "falco.kernel_release": now.kernel,
    "falco.host_boot_ts": now.bootAt,
    "falco.host_num_cpus": cpuCount(),
    "falco.outputs_queue_num_drops": now.queueDrops,
    "falco.num_evts": now.events,
    "falco.num_evts_prev": before?.events ?? 0,
    "scap.engine_name": ENGINE_NAME,
  };
  if (before !== undefined) out["falco.evts_rate_sec"] = rate(now.events - before.events, before, now);
  for (const f of now.rulesFiles) out[`falco.sha256_rules_file.${metricName(basename(f.name))}`] = f.sha256;
  for (const f of now.configFiles) out[`falco.sha256_config_file.${metricName(basename(f.name))}`] = f.sha256;
  for (const { name, ipv4, ipv6 } of now.interfaces) {
    const key = `falco.host_netinfo.interfaces.${name}.protocols`;
    if (ipv4.length > 0) out[`${key}.ipv4.addresses`] = ipv4.join(",");
    if (ipv6.length > 0) out[`${key}.ipv6.addresses`] = ipv6.join(",");
  }
  return out;
}

function rate(n: number, before: Reading, now: Reading): number {
  const s = seconds(before.ts, now.ts);
  return s <= 0 ? 0 : round(n / s);
}

function rules(now: Reading, out: Fields): void {
  out["falco.rules.matches_total"] = now.rules.reduce((n, r) => n + r.count, 0);
  for (const r of now.rules) {
    out[`falco.rules.${r.key}`] = r.count;
    out[`saker.rules.${r.key}.judged`] = r.judged;
    out[`saker.rules.${r.key}.cpu_ns`] = r.cpuNs;
  }
}

function resources(r: Resources, s: Settings, out: Fields): void {
  const kb = (name: string, value: number): void => {
    if (s.convert_memory_to_mb) out[`falco.${name}_mb`] = toMb(value * 1024);
    else out[`falco.${name}_kb`] = value;
  };
  out["falco.cpu_usage_perc"] = r.cpuPercent;
  kb("memory_rss", r.rssKb);
  kb("memory_vsz", r.vszKb);
  kb("memory_pss", r.pssKb);
  if (s.convert_memory_to_mb) out["falco.container_memory_used_mb"] = toMb(r.containerBytes);
  else out["falco.container_memory_used_bytes"] = r.containerBytes;
  out["falco.host_cpu_usage_perc"] = r.hostCpuPercent;
  kb("host_memory_used", r.hostMemoryKb);
  out["falco.host_procs_running"] = r.hostRunning;
  out["falco.host_open_fds"] = r.hostOpenFds;
}

function kernel({ now, before }: SnapshotParts, out: Fields, more: Fields): void {
  const events = now.kernelEvents - (before?.kernelEvents ?? 0);
  const drops = now.drops - (before?.drops ?? 0);
  out["scap.n_evts"] = now.kernelEvents;
  out["scap.n_evts_prev"] = before?.kernelEvents ?? 0;
  out["scap.n_drops"] = now.drops;
  out["scap.n_drops_prev"] = before?.drops ?? 0;
  out["scap.n_drops_perc"] = events <= 0 ? 0 : (100 * drops) / events;
  if (before !== undefined) {
    out["scap.evts_rate_sec"] = rate(events, before, now);
    out["scap.evts_drop_rate_sec"] = rate(drops, before, now);
  }
  more["scap.n_drops_buffer_total"] = now.drops;
  for (const [kind, n] of now.dropsByKind) more[`scap.n_drops_buffer_${kind}`] = n;
}
