import { setMaxListeners } from "node:events";
import { parseDuration } from "../../config/duration.js";
import { readRules } from "../../config/rules-files.js";
import { benchActions, canPace } from "../../simulate/bench.js";
import { benchReportText } from "../../simulate/bench-report.js";
import { loadActions } from "../../simulate/load.js";
import { columns, testReportJson, testReportJunit, testReportText } from "../../simulate/report.js";
import { runActions } from "../../simulate/runner.js";
import { testActions } from "../../simulate/verify.js";
import type { Parsed } from "../argv.js";
import { painter } from "../colour.js";
import { UsageError } from "../errors.js";
import { Progress } from "./progress.js";

/** `saker simulate list` */
export async function list(flags: Parsed, words: readonly string[]): Promise<number> {
  const pattern = patternOf("list", words);
  const chosen = (await loadActions(flags.all("objects"))).select(pattern, flags.on("all"));
  if (flags.on("json")) {
    const rows = chosen.map((a) => ({
      name: a.name,
      ...(a.rule === undefined ? {} : { rule: a.rule }),
      does: a.does,
      disabled: a.disabled === true,
    }));
    process.stdout.write(`${JSON.stringify(rows)}\n`);
  } else {
    process.stdout.write(`${columns(chosen.map((a) => [a.name, a.does]))}\n`);
  }
  return 0;
}

/** `saker simulate run` */
export async function run(flags: Parsed, words: readonly string[]): Promise<number> {
  const pattern = patternOf("run", words);
  const chosen = (await loadActions(flags.all("objects"))).select(pattern, flags.on("all"));
  const paint = painter(process.stdout);
  let failed = 0;
  await runActions(chosen, {
    loop: flags.on("loop"),
    sleepMs: duration(flags, "sleep", 0),
    signal: interrupted(),
    onOutcome: (o) => {
      if (o.status === "failed") failed++;
      const word = { done: paint.green("done   "), skipped: paint.yellow("skipped"), failed: paint.red("failed ") };
      process.stdout.write(`${word[o.status]} ${o.action.name}${o.reason === undefined ? "" : `: ${o.reason}`}\n`);
    },
  });
  return failed > 0 ? 1 : 0;
}

/** `saker simulate test` */
export async function test(flags: Parsed, words: readonly string[]): Promise<number> {
  const pattern = patternOf("test", words);
  const chosen = (await loadActions(flags.all("objects"))).select(pattern, flags.on("all"));
  const progress = new Progress();
  const report = await testActions(chosen, {
    ...rulesOf(flags),
    timeoutMs: duration(flags, "timeout", 15_000),
    signal: interrupted(),
    onStart: (action, done) => progress.show(done, chosen.length, action.name),
  });
  progress.clear();
  const text = flags.on("junit")
    ? testReportJunit(report)
    : flags.on("json")
      ? testReportJson(report)
      : testReportText(report);
  process.stdout.write(text);
  return report.failed > 0 || report.results.length < chosen.length ? 1 : 0;
}

/** `saker simulate bench` */
export async function bench(flags: Parsed, words: readonly string[]): Promise<number> {
  const pattern = patternOf("bench", words);
  const chosen = (await loadActions(flags.all("objects"))).select(pattern, true).filter(canPace);
  if (chosen.length === 0) throw new UsageError(`No action that matches '${pattern}' can be repeated fast enough`);
  const progress = new Progress();
  const finished = new Set<string>();
  const report = await benchActions(chosen, {
    ...rulesOf(flags),
    limitMs: duration(flags, "duration", 90_000),
    signal: interrupted(),
    onRound: (action, round) => {
      finished.add(action.name);
      progress.show(finished.size - 1, chosen.length, `${action.name} ${Math.round(round.rate)}/s`);
    },
  });
  progress.clear();
  process.stdout.write(flags.on("json") ? `${JSON.stringify(report)}\n` : benchReportText(report));
  return 0;
}

/** The one regular expression that an action takes. */
function patternOf(action: string, words: readonly string[]): string {
  if (words.length > 1)
    throw new UsageError(`saker simulate ${action} takes one regular expression, not ${words.length}`);
  return words[0] ?? "";
}

/** Rules files that were named, folders taken apart. */
export function rulesOf(flags: Parsed): { rules?: readonly string[] } {
  const paths = flags.all("rules");
  return paths.length === 0 ? {} : { rules: readRules(paths, true).map((f) => f.name) };
}

/** A length of time; the other if it is not given. */
export function duration(flags: Parsed, key: string, otherwise: number): number {
  const text = flags.last(key);
  if (text === undefined) return otherwise;
  const ms = parseDuration(text);
  if (ms === 0 && !/^0[a-z]*$/.test(text)) throw new UsageError(`--${key} is a length of time such as 500ms or 1m30s`);
  return ms;
}

/** The first Ctrl-C ends what is being done in good order. */
export function interrupted(): AbortSignal {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => controller.abort());
  return controller.signal;
}
