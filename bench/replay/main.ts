// `npm run bench:replay [-- --rules FILE --events N --file CAPTURE --old CAPTURE --rounds N --json FILE]`: events a second of
// user CPU of `saker -e` over a mixed capture made by our own recorder; memory at a quarter and at the whole of it; beside
// `sysdig -r` on a capture of the old format.
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CaptureSession } from "../../src/capture/session.js";
import { FileSink } from "../../src/capture/write/sink.js";
import { HeadKeeper, writeHidden, writeShown } from "../../src/capture/write/transfer.js";
import { CaptureWriter } from "../../src/capture/write/writer.js";
import { mixCommand } from "../engine/mix.js";
import { type Made, recordLoads, repeat, repeatOld } from "./make.js";
import { measured, type Usage } from "./run.js";

const ROOT = new URL("../../../", import.meta.url).pathname;
const WORKLOAD = new URL("../live/workload", import.meta.url).pathname;
const UPSTREAM = `${ROOT}../shared/conformance/upstream-rules/falco_rules.yaml`;
const OWN = `${ROOT}rules/saker_rules.yaml`;
const OLD = `${ROOT}../shared/conformance/scap/captures/sample.scap`;
const SAKER = `${ROOT}bin/saker`;

/** What must hold. */
const LINES = { eventsPerSecond: 3e6, growth: 1.1 };

const string = { type: "string" } as const;
const { values: args } = parseArgs({
  options: {
    rules: string,
    events: string,
    file: string,
    old: string,
    rounds: string,
    json: string,
    keep: { type: "boolean" },
  },
});
for (const name of ["rules", "file", "old"] as const) {
  const file = args[name];
  if (file === undefined || existsSync(file)) continue;
  console.error(`--${name}: there is no file ${file}`);
  process.exit(2);
}
const rules = args.rules ?? (existsSync(UPSTREAM) ? UPSTREAM : OWN);
// long enough for what the optimising compiler takes (a second or so, however long the capture) not to be most of it
const least = Number(args.events ?? 10_000_000);
const rounds = Number(args.rounds ?? 3);
const dir = mkdtempSync(join(tmpdir(), "saker-bench-replay-"));

console.log(`node ${process.version}, ${cpus()[0]?.model ?? "?"}, ${cpus().length} CPUs; rules ${rules}`);
try {
  await bench();
} finally {
  if (args.keep !== true) rmSync(dir, { recursive: true, force: true });
}

async function bench(): Promise<void> {
  const whole = args.file === undefined ? await make() : await given(args.file);
  const quarter = await firstOf(whole);
  const none = join(dir, "few.scap");
  await head(whole.file, none, 10);

  const replay = (file: string): Promise<Usage> =>
    measured(SAKER, ["-e", file, "-r", rules, "-o", "stdout_output.enabled=false"]);
  const starts: Usage[] = [];
  const runs: Usage[] = [];
  const quarters: Usage[] = [];
  for (let i = 0; i < rounds; i++) {
    starts.push(await replay(none));
    quarters.push(await replay(quarter.file));
    runs.push(await replay(whole.file));
  }
  const start = best(starts);
  const run = best(runs);
  const q = best(quarters);
  const net = whole.events / Math.max(0.01, run.userSeconds - start.userSeconds);
  const gross = whole.events / run.userSeconds;
  console.log(
    `saker -e      ${whole.events} events, ${(whole.bytes / 1e6).toFixed(0)} MB: user ${run.userSeconds.toFixed(2)} s (of which ${start.userSeconds.toFixed(2)} s to start), system ${run.systemSeconds.toFixed(2)} s`,
  );
  console.log(`              ${mega(gross)} M events/s of user CPU, ${mega(net)} M without the start`);
  const quarterNet = quarter.events / Math.max(0.01, q.userSeconds - start.userSeconds);
  console.log(
    `              ${mega(quarterNet)} M events/s over the first ${quarter.events} of them: the compiler is still at work`,
  );
  console.log(
    `memory        ${q.peakMiB.toFixed(0)} MiB at ${quarter.events} events, ${run.peakMiB.toFixed(0)} MiB at all`,
  );
  const sysdig = await besideSysdig(start);
  if (args.json !== undefined) {
    const out = {
      events: whole.events,
      bytes: whole.bytes,
      copies: whole.copies,
      rules,
      gross,
      net,
      start,
      run,
      quarter: q,
      sysdig,
    };
    writeFileSync(args.json, `${JSON.stringify(out, (k, v) => (k === "stdout" ? undefined : v), 2)}\n`);
  }
  const fast = net >= LINES.eventsPerSecond;
  const flat = run.peakMiB <= q.peakMiB * LINES.growth;
  const beside = sysdig === null ? "not measured beside sysdig" : `${sysdig.ratio.toFixed(2)} times sysdig in this run`;
  const verdict = (ok: boolean): string => (ok ? "holds" : "FAILS");
  console.log(
    `speed         ${verdict(fast)}: ${mega(net)} M events/s, at least ${mega(LINES.eventsPerSecond)} M wanted; ${beside}`,
  );
  console.log(
    `flat memory   ${verdict(flat)}: ${(run.peakMiB / q.peakMiB).toFixed(2)} times as much for all as for a quarter, at most ${LINES.growth} wanted`,
  );
  process.exitCode = fast && flat ? 0 : 1;
}

function mega(n: number): string {
  return (n / 1e6).toFixed(2);
}

async function make(): Promise<Made> {
  const began = performance.now();
  const loads = [mixCommand(ROOT, WORKLOAD)];
  const recorded = await recordLoads(join(dir, "recorded.scap"), loads);
  const whole = await repeat(recorded, join(dir, "whole.scap"), least);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `capture       ${recorded.events} events recorded, repeated ${whole.copies} times with later times: ${whole.events} events; made in ${seconds} s`,
  );
  return whole;
}

async function given(file: string): Promise<Made> {
  const session = await CaptureSession.open(file);
  await session.run(() => {});
  return { file, events: session.summary.events, bytes: statSync(file).size, copies: 1 };
}

/** The first quarter of a capture. */
async function firstOf(whole: Made): Promise<Made> {
  const file = join(dir, "first.scap");
  const events = await head(whole.file, file, Math.floor(whole.events / 4));
  return { file, events, bytes: statSync(file).size, copies: 1 };
}

/** Copy the first `count` events of a capture to another. */
async function head(from: string, to: string, count: number): Promise<number> {
  const keeper = new HeadKeeper();
  const out = new CaptureWriter(await FileSink.open(to));
  const session = await CaptureSession.open(from, {
    metadata: keeper,
    onHidden: (x) => {
      if (keeper.fresh) out.head(keeper.take());
      writeHidden(out, x);
    },
  });
  for await (const x of session.events()) {
    if (keeper.fresh) out.head(keeper.take());
    writeShown(out, x);
    if (out.full) await out.flush();
    if (out.events >= count) session.stop();
  }
  await out.close();
  return out.events;
}

/** What sysdig makes of an old capture, and we. */
interface Beside {
  readonly file: string;
  readonly events: number;
  readonly theirs: Usage;
  readonly ours: Usage;
  /** Our events a second of user CPU for one of theirs, without our start. */
  readonly ratio: number;
}

/**
 * The same measure for sysdig and for us, on a capture of the old format, repeated until it is long enough. Absolute
 * figures are those of the machine; the ratio says more.
 */
async function besideSysdig(start: Usage): Promise<Beside | null> {
  const sysdig = ["/usr/bin/sysdig", "/usr/local/bin/sysdig"].find((p) => existsSync(p));
  const old = args.old ?? (existsSync(OLD) ? OLD : undefined);
  if (sysdig === undefined || old === undefined) {
    const why = sysdig === undefined ? "sysdig is not installed" : "no capture of the old format at hand (--old FILE)";
    console.log(`sysdig -r     not measured: ${why}`);
    return null;
  }
  const file = join(dir, "old.scap");
  const { events, copies } = repeatOld(old, file, least);
  const theirRuns: Usage[] = [];
  const ourRuns: Usage[] = [];
  for (let i = 0; i < rounds; i++) {
    // a filter that nothing passes: reading, state and filter without printing
    theirRuns.push(await measured(sysdig, ["-r", file, "evt.num=0"]));
    ourRuns.push(await measured(SAKER, ["-e", file, "-r", rules, "-o", "stdout_output.enabled=false"]));
  }
  const theirs = best(theirRuns);
  const ours = best(ourRuns);
  const ratio = theirs.userSeconds / Math.max(0.01, ours.userSeconds - start.userSeconds);
  const rate = (u: Usage, seconds = u.userSeconds): string =>
    `${mega(events / seconds)} M events/s of user CPU, ${u.peakMiB.toFixed(0)} MiB`;
  console.log(`old capture   ${events} events: ${old}, repeated ${copies} times with later times`);
  console.log(`sysdig -r     ${rate(theirs)}, with a filter that nothing passes`);
  console.log(
    `saker -e      ${rate(ours, Math.max(0.01, ours.userSeconds - start.userSeconds))}, with all rules, without the start`,
  );
  return { file: old, events, theirs, ours, ratio };
}

/** The run that took least. */
function best(list: readonly Usage[]): Usage {
  return list.reduce((a, b) => (b.userSeconds < a.userSeconds ? b : a));
}
