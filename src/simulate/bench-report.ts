import type { BenchReport } from "./bench.js";
import { columns } from "./report.js";

/** For people: a line an action, then the highest rate of all. */
export function benchReportText(report: BenchReport): string {
  const rows = report.actions.map((a) => {
    const last = a.rounds.at(-1);
    return [
      a.action,
      a.best === undefined ? "-" : `${Math.round(a.best.rate)}/s`,
      a.best === undefined ? "-" : `${Math.round(a.best.events)}/s`,
      a.end,
      last === undefined || last === a.best ? "" : lossOf(last),
    ];
  });
  const table = columns([["ACTION", "WITHOUT LOSS", "EVENTS", "ENDED BY", "AT"], ...rows]);
  return `${table}\n\nhighest rate without loss: ${Math.round(report.events)} events/s\n`;
}

function lossOf(round: NonNullable<BenchReport["actions"][number]["best"]>): string {
  const lost = ((1 - round.alerted) * 100).toFixed(1);
  return `${Math.round(round.rate)}/s: ${round.dropped} events dropped, ${lost} % of the alerts missing`;
}
