import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { networkInterfaces, release } from "node:os";
import { metricName } from "../../../engine/metric-name.js";
import { addon } from "../../../sensor/addon.js";
import { Counter } from "../../../sensor/protocol.js";
import { dropsByKind, totals } from "../drops.js";
import { hostName } from "../judge.js";
import type { MetricsHost } from "./host.js";

/** The reference's name of the engine that works as ours does. */
export const ENGINE_NAME = "modern_bpf";

/** All counters of the sensor at one moment, besides the use of resources. */
export interface Reading {
  readonly ts: bigint;
  readonly host: string;
  readonly version: string;
  readonly kernel: string;
  readonly startedAt: bigint;
  readonly reloadedAt: bigint;
  readonly bootAt: bigint;
  readonly rulesFiles: readonly FileDigest[];
  readonly configFiles: readonly FileDigest[];
  readonly interfaces: readonly Interface[];
  /** Alerts that outputs have lost because their queue was full. */
  readonly queueDrops: number;
  readonly rules: readonly RuleCount[];
  readonly processes: number;
  readonly events: number;
  readonly judged: number;
  readonly kernelEvents: number;
  readonly drops: number;
  readonly dropsByKind: ReadonlyMap<string, number>;
}

/** A file and the digest of what is in it. */
export interface FileDigest {
  readonly name: string;
  readonly sha256: string;
}

/** Addresses of a network interface. */
export interface Interface {
  readonly name: string;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
}

/** Matches of a rule, and what it costs. */
export interface RuleCount {
  readonly name: string;
  readonly key: string;
  readonly priority: string;
  readonly source: string;
  readonly tags: readonly string[];
  readonly count: number;
  /** Events on which its condition was evaluated. */
  readonly judged: number;
  /** Time that this took, estimated from samples. */
  readonly cpuNs: number;
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

function digestOfFile(name: string): FileDigest[] {
  try {
    return [{ name, sha256: sha256(readFileSync(name)) }];
  } catch {
    return [];
  }
}

/** Digests of the files in use; read again only when others are. */
export class Digests {
  private of: readonly unknown[] = [];
  private config: readonly FileDigest[] = [];
  private rules: readonly FileDigest[] = [];

  read(d: MetricsHost): Pick<Reading, "rulesFiles" | "configFiles"> {
    if (this.of[0] !== d.rulesFiles) {
      this.of = [d.rulesFiles];
      this.rules = d.rulesFiles.map((f) => ({ name: f.name, sha256: sha256(f.text) }));
      this.config = d.configFiles.flatMap(digestOfFile);
    }
    return { rulesFiles: this.rules, configFiles: this.config };
  }
}

/** Read all counters. */
export function read(d: MetricsHost, digests: Digests): Reading {
  const { sensor } = d;
  const stats = sensor.kernelStats();
  const { events, drops } = totals(stats);
  const known = new Map(sensor.rules.map((r) => [r.name, r]));
  const costs = sensor.ruleCosts();
  const rules = [...new Set([...d.counts.rules.keys(), ...costs.keys()])].map((name) => {
    const r = known.get(name);
    return {
      name,
      key: metricName(name),
      priority: r?.priority ?? "",
      source: r?.source ?? "",
      tags: r?.tags ?? [],
      count: d.counts.rules.get(name) ?? 0,
      judged: costs.get(name)?.judged ?? 0,
      cpuNs: Math.round(costs.get(name)?.ns ?? 0),
    };
  });
  const boot = addon().bootEpochNs();
  return {
    ts: BigInt(Date.now()) * 1_000_000n,
    host: hostName(),
    version: d.versions.falco_version ?? "",
    kernel: release(),
    startedAt: d.startedAt,
    reloadedAt: d.reloadedAt,
    bootAt: boot,
    ...digests.read(d),
    interfaces: interfaces(),
    queueDrops: d.outputs.stats().reduce((n, o) => n + o.dropped, 0),
    rules,
    // every worker knows every process
    processes: Math.max(0, ...sensor.counterOf(Counter.PROCESSES)),
    events: sensor.counter(Counter.EVENTS),
    judged: sensor.counter(Counter.JUDGED),
    kernelEvents: events,
    drops,
    dropsByKind: dropsByKind(stats),
  };
}

function interfaces(): Interface[] {
  return Object.entries(networkInterfaces()).flatMap(([name, list = []]) => {
    if (list.every((a) => a.internal)) return [];
    const of = (family: string): string[] => list.filter((a) => a.family === family).map((a) => a.address);
    return [{ name, ipv4: of("IPv4"), ipv6: of("IPv6") }];
  });
}
