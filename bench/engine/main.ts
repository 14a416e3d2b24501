// `npm run bench:engine [-- --rules FILE,FILE --rounds N --json FILE]`: events a second of the rules engine on one thread,
// over a recording of real events; what ten times the rules cost; how long a thousand rules take to load.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Engine } from "../../src/engine/engine.js";
import { scanProc } from "../../src/state/procfs.js";
import { engineWith, type RulesText, readRulesFiles } from "../support/engine.js";
import { record } from "../support/record.js";
import { mixCommand } from "./mix.js";
import { multiply } from "./perturb.js";
import { type Mode, Replay } from "./replay.js";

const ROOT = new URL("../../../", import.meta.url).pathname;
const WORKLOAD = new URL("../live/workload", import.meta.url).pathname;
const UPSTREAM = `${ROOT}../shared/conformance/upstream-rules/falco_rules.yaml`;
const OWN = `${ROOT}rules/saker_rules.yaml`;
const RECORDING = 160 << 20;

/** What must hold. */
const LINES = { eventsPerSecond: 3e6, growth: 2, loadMs: 1000, loadRules: 1000, growthTimes: 10 };

const { values: args } = parseArgs({
  options: { rules: { type: "string" }, rounds: { type: "string", default: "30" }, json: { type: "string" } },
});
const ROUNDS = Number(args.rounds);
const files = args.rules?.split(",") ?? [existsSync(UPSTREAM) ? UPSTREAM : OWN];

interface Row {
  readonly name: string;
  /** Plays the recording once; sets the ns of each stretch. */
  readonly run: (times: Float64Array) => number;
  readonly events: number;
  /** Best time of each stretch. */
  readonly stretches: Float64Array;
  /** ns an event: all stretches at their best. */
  best: number;
  matches: number;
}

/** Rounds are interleaved, so that a noisy moment hits all rows; of each stretch the undisturbed round counts. */
function measure(rows: readonly Row[], rounds: number): void {
  for (let i = 0; i < rounds; i++) {
    for (const r of rows) {
      const times = new Float64Array(r.stretches.length);
      r.matches = r.run(times);
      times.forEach((t, s) => {
        r.stretches[s] = Math.min(r.stretches[s] as number, t);
      });
    }
  }
  for (const r of rows) r.best = r.stretches.reduce((a, b) => a + b, 0) / r.events;
}

const row = (name: string, events: number, run: Row["run"]): Row => ({
  name,
  run,
  events,
  stretches: new Float64Array(replay.stretches).fill(Number.POSITIVE_INFINITY),
  best: Number.POSITIVE_INFINITY,
  matches: 0,
});

function show(r: Row): void {
  const rate = 1e3 / r.best;
  console.log(
    `${r.name.padEnd(44)} ${r.best.toFixed(1).padStart(8)} ns/event ${rate.toFixed(2).padStart(7)} M events/s ${String(r.matches).padStart(7)} matches`,
  );
}

function verdict(what: string, ok: boolean): boolean {
  console.log(`${ok ? "holds" : "FAILS"}  ${what}`);
  return ok;
}

/** Load time in a fresh process, where nothing is warm. */
function coldLoad(rules: RulesText): { rules: number; ms: number }[] {
  const dir = mkdtempSync(join(tmpdir(), "saker-bench-"));
  try {
    const file = join(dir, rules.name);
    writeFileSync(file, rules.text);
    const script = new URL("./load.js", import.meta.url).pathname;
    return [1, 2, 3, 4, 5].map(() => JSON.parse(execFileSync(process.execPath, [script, file], { encoding: "utf8" })));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const rules = readRulesFiles(files);
const one = engineWith(rules);
const many: RulesText = { name: "many.yaml", text: rules.map((r) => multiply(r.text, LINES.growthTimes)).join("\n") };
const ten = engineWith([many]);
console.log(
  `node ${process.version}, ${cpus()[0]?.model ?? "?"}; ${rules.map((r) => r.name).join(", ")}: ${one.rules.length} rules; each stretch at its best of ${ROUNDS} rounds`,
);

const before = scanProc();
const recording = await record(mixCommand(ROOT, WORKLOAD), one.eventTypes(), RECORDING);
const replay = new Replay(recording, before);
const events = replay.size;
const judged = replay.judged;
console.log(
  `recorded ${events} events of the load, ${judged} to be judged: ${replay
    .census()
    .slice(0, 8)
    .map(([n, c]) => `${n} ${c}`)
    .join(", ")}`,
);

const rulesRow = (name: string, e: Engine, mode: Mode): Row => row(name, judged, (t) => replay.rules(e, mode, t));
const wholeRow = (name: string, e: Engine, mode: Mode): Row => row(name, events, (t) => replay.whole(e, mode, t));
const a = rulesRow("rules, compiled", one, "compiled");
const b = wholeRow("state and rules, compiled", one, "compiled");
const tenRules = rulesRow(`rules, compiled, ${ten.rules.length} rules`, ten, "compiled");
const tenWhole = wholeRow(`state and rules, compiled, ${ten.rules.length} rules`, ten, "compiled");
const slow = rulesRow("rules, interpreted", one, "interpreted");
const slowWhole = wholeRow("state and rules, interpreted", one, "interpreted");
const cold = wholeRow("state and rules, compiled, first round", engineWith(rules), "compiled");
measure([cold], 1);
measure([a, b, tenRules, tenWhole], ROUNDS);
measure([slow, slowWhole], 2);
const rows = [a, b, tenRules, tenWhole, slow, slowWhole, cold];
for (const r of rows) show(r);
console.log(
  `compiled against interpreted: ${(slow.best / a.best).toFixed(1)} x (rules), ${(slowWhole.best / b.best).toFixed(1)} x (with state)`,
);

const copies = Math.ceil(LINES.loadRules / one.rules.length);
const thousand: RulesText = { name: "thousand.yaml", text: rules.map((r) => multiply(r.text, copies)).join("\n") };
const loads = coldLoad(thousand);
const load = Math.min(...loads.map((l) => l.ms));
const loaded = loads[0]?.rules ?? 0;
const perThousand = (load * LINES.loadRules) / loaded;
console.log(
  `load of ${loaded} rules in a fresh process: ${loads.map((l) => l.ms.toFixed(0)).join(", ")} ms (${perThousand.toFixed(0)} ms a thousand)`,
);

const growth = { rules: tenRules.best / a.best, whole: tenWhole.best / b.best };
const same = a.matches === slow.matches && b.matches === slowWhole.matches;
const oks = [
  verdict(`compiled and interpreted agree on ${a.matches} matches`, same),
  verdict(
    `>= ${LINES.eventsPerSecond / 1e6} M events/s in steady state: ${(1e3 / b.best).toFixed(2)} M with state, ${(1e3 / a.best).toFixed(2)} M rules alone`,
    1e9 / b.best >= LINES.eventsPerSecond && 1e9 / a.best >= LINES.eventsPerSecond,
  ),
  verdict(
    `${LINES.growthTimes} x the rules cost <= ${LINES.growth} x the time an event: ${growth.whole.toFixed(2)} x with state, ${growth.rules.toFixed(2)} x rules alone`,
    growth.rules <= LINES.growth && growth.whole <= LINES.growth,
  ),
  verdict(
    `${LINES.loadRules} rules load in <= ${LINES.loadMs} ms: ${perThousand.toFixed(0)} ms`,
    perThousand <= LINES.loadMs,
  ),
];
if (args.json !== undefined) {
  const figures = rows.map(({ name, best, matches }) => ({ name, nsPerEvent: best, matches }));
  writeFileSync(args.json, JSON.stringify({ events, judged, rows: figures, growth, load, loaded }, null, 2));
}
process.exit(oks.every(Boolean) ? 0 : 1);
