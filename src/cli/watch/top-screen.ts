import type { StatusResponse } from "../../client/index.js";
import type { Painter } from "../colour.js";
import { priorityPaint } from "./alert-line.js";
import { printable } from "./printable.js";
import type { Rates } from "./rates.js";

/** What the screen is drawn from. */
export interface TopView {
  readonly now: StatusResponse;
  /** Since the look before; undefined at first. */
  readonly rates: Rates | undefined;
  /** Anything to say at the top, e.g. that the connection is lost. */
  readonly notice: string;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const BAR = 20;
/** Lines besides those of the lists. */
const LIST_HEADS = 4;
const LEAST_RULES = 3;
const LEAST_OTHERS = 3;

/** The lines of the screen; as many as there is room for, none wider than it. */
export function topScreen({ now, rates, notice }: TopView, size: Size, paint: Painter): string[] {
  const line = (text: string, colour: (t: string) => string = (t) => t): string => colour(fit(text, size.columns));
  const head = [
    line(title(now), paint.bold),
    notice !== "" || now.trouble !== ""
      ? line(notice !== "" ? notice : printable(now.trouble), paint.red)
      : line("healthy", paint.green),
    line(flow(rates)),
    line(losses(now, rates), now.dropped + now.lostAlerts > 0 ? paint.red : paint.dim),
    ...now.workers.map((w, i) => line(worker(i, w.processes, rates))),
    ...now.outputs.map((o) =>
      line(
        `output ${printable(o.name).padEnd(8)} ${whole(o.sent)} sent, ${whole(o.waiting)} waiting, ${whole(o.lost)} lost` +
          (o.lagSeconds >= 1 ? `, ${o.lagSeconds.toFixed(0)} s behind` : ""),
        o.lost > 0 || o.lagSeconds >= 1 ? paint.yellow : (t) => t,
      ),
    ),
    "",
  ];
  const room = Math.max(LEAST_RULES + LEAST_OTHERS, size.rows - head.length - LIST_HEADS);
  const others = Math.max(LEAST_OTHERS, Math.min(Math.floor(room / 2), Math.max(talkerCount(rates), 1)));
  const lines = [
    ...head,
    ...ruleList(rates, room - others, size, paint),
    "",
    ...sideBySide(rates, others, size, paint),
  ];
  return lines.slice(0, size.rows);
}

function talkerCount(rates: Rates | undefined): number {
  return Math.max(rates?.talkers.length ?? 0, rates?.types.length ?? 0);
}

function title(s: StatusResponse): string {
  const up = duration((s.timeMs - s.startedMs) / 1000);
  const rss = `${Math.round(s.rssBytes / 1048576)} MB`;
  return `saker ${printable(s.version)} on ${printable(s.hostname)}, pid ${s.pid}, up ${up}, ${s.rulesLoaded} rules, ${rss}`;
}

function flow(r: Rates | undefined): string {
  if (r === undefined) return "events/s  (measuring)";
  return `events/s  ${rate(r.seen)} seen, ${rate(r.filtered)} ended in the kernel, ${rate(r.shipped)} shipped, ${rate(r.judged)} judged`;
}

function losses(s: StatusResponse, r: Rates | undefined): string {
  return `alerts/s  ${rate(r?.alerts ?? 0)} (${whole(s.alerts)} in all, ${whole(s.heldBack)} held back, ${whole(s.lostAlerts)} lost)   events lost/s  ${rate(r?.dropped ?? 0)} (${whole(s.dropped)} in all)`;
}

function worker(i: number, processes: number, r: Rates | undefined): string {
  const { load, events } = r?.workers[i] ?? { load: 0, events: 0 };
  const full = Math.round(Math.min(1, load) * BAR);
  return `worker ${i}  [${"#".repeat(full)}${" ".repeat(BAR - full)}] ${percent(load)}  ${rate(events)} events/s, ${processes} processes`;
}

function ruleList(r: Rates | undefined, rows: number, size: Size, paint: Painter): string[] {
  const head = "  alerts/s    alerts  judged/s    CPU  priority       rule";
  const lines = (r?.rules ?? []).slice(0, Math.max(0, rows)).map((x) => {
    const text = `${rate(x.firing).padStart(10)}${whole(x.matches).padStart(10)}${rate(x.judged).padStart(10)}${percent(x.load).padStart(7)}  ${x.priority.padEnd(14)} ${printable(x.name)}`;
    const fitted = fit(text, size.columns);
    if (x.firing > 0) return priorityPaint(x.priority, paint)(fitted);
    return x.matches > 0 ? fitted : paint.dim(fitted);
  });
  return [paint.bold(fit(head, size.columns)), ...lines];
}

/** Processes on the left, types of events on the right. */
function sideBySide(r: Rates | undefined, rows: number, size: Size, paint: Painter): string[] {
  const left = Math.floor(size.columns / 2);
  const row = (a: string, b: string): string => fit(`${fit(a, left - 1).padEnd(left)}${b}`, size.columns);
  const lines = [paint.bold(row("  events/s       pid  process", "  shipped/s    lost/s  event"))];
  const { talkers = [], types = [] } = r ?? {};
  for (let i = 0; i < Math.min(rows, Math.max(talkers.length, types.length)); i++) {
    const [t, e] = [talkers[i], types[i]];
    const a = t && `${rate(t.events).padStart(10)}${String(t.pid).padStart(10)}  ${printable(t.name)}`;
    const b = e && `${rate(e.shipped).padStart(11)}${rate(e.dropped).padStart(10)}  ${printable(e.name)}`;
    lines.push(row(a ?? "", b ?? ""));
  }
  return lines;
}

/** One line for who is no terminal. */
export function topLine(now: StatusResponse, r: Rates): string {
  const firing = r.rules
    .filter((x) => x.firing > 0)
    .map((x) => `${JSON.stringify(printable(x.name))}:${rate(x.firing)}`);
  const talkers = r.talkers
    .slice(0, 5)
    .map((t) => `${printable(t.name).replaceAll(/\s/g, "_")}[${t.pid}]:${rate(t.events)}`);
  const parts: [string, string | number][] = [
    ["seen/s", rate(r.seen)],
    ["filtered/s", rate(r.filtered)],
    ["shipped/s", rate(r.shipped)],
    ["judged/s", rate(r.judged)],
    ["lost/s", rate(r.dropped)],
    ["alerts/s", rate(r.alerts)],
    ["load", r.workers.map((w) => percent(w.load)).join(",")],
    ["health", now.trouble === "" ? "ok" : JSON.stringify(printable(now.trouble))],
    ["rules", firing.join(",") || "-"],
    ["talkers", talkers.join(",") || "-"],
  ];
  return `${new Date(now.timeMs).toISOString()} ${parts.map(([k, v]) => `${k}=${v}`).join(" ")}`;
}

/** Cut to a width. */
function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** A rate, short. */
export function rate(n: number): string {
  if (n === 0) return "0";
  if (n < 10) return n.toFixed(1);
  return whole(n);
}

function whole(n: number): string {
  if (n < 10_000) return String(Math.round(n));
  if (n < 10_000_000) return `${(n / 1000).toFixed(n < 100_000 ? 1 : 0)}k`;
  return `${(n / 1e6).toFixed(n < 100_000_000 ? 1 : 0)}M`;
}

function percent(share: number): string {
  const p = share * 100;
  return `${p > 0 && p < 9.95 ? p.toFixed(1) : p.toFixed(0)}%`;
}

function duration(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const [d, h, m] = [Math.floor(s / 86400), Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60];
  if (d > 0) return `${d} d ${h} h`;
  if (h > 0) return `${h} h ${m} min`;
  return m > 0 ? `${m} min ${s % 60} s` : `${s} s`;
}
