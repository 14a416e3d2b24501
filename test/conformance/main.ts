// The conformance runner: judges the cases of a corpus, group by group.
// Usage: main.js [--corpus DIR] [--split visible|heldout|all] [--groups a,b] [--json FILE]
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { configGroup } from "./config.js";
import { evtgenGroup } from "./evtgen.js";
import { filtersGroup } from "./filters.js";
import { goldenGroup } from "./golden.js";
import type { Group, Verdict } from "./group.js";
import { legacyGroup } from "./legacy.js";
import { newerGroup } from "./newer.js";
import { type GroupReport, render, summarise } from "./report.js";
import { rulesEngineGroup } from "./rules-engine.js";
import { scapGroup } from "./scap.js";

const HERE = dirname(fileURLToPath(import.meta.url));
const DEFAULT_CORPUS = resolve(HERE, "../../../../shared/conformance");

/** Groups in the order of the table; those without a runner belong to parts that are still to come. */
const GROUPS: Readonly<Record<string, Group | undefined>> = {
  "rules-engine": rulesEngineGroup,
  filters: filtersGroup,
  legacy: legacyGroup,
  newer: newerGroup,
  scap: scapGroup,
  golden: goldenGroup,
  config: configGroup,
  plugins: undefined,
  evtgen: evtgenGroup,
};

const SPLITS = ["visible", "heldout", "all"];

type Case = Record<string, unknown>;

class UsageError extends Error {}

/** A case that names no split belongs to whichever is asked for. Some folders hold data only: their group knows. */
function casesOf(folder: string, split: string): Case[] | undefined {
  const file = join(folder, "cases.json");
  if (!existsSync(file)) return undefined;
  let cases: Case[];
  try {
    cases = (JSON.parse(readFileSync(file, "utf8")) as { cases: Case[] }).cases;
  } catch (e) {
    throw new UsageError(`cannot read the cases of ${file}: ${e instanceof Error ? e.message : String(e)}`);
  }
  if (!Array.isArray(cases)) throw new UsageError(`${file} holds no list "cases"`);
  return cases.filter((c) => split === "all" || c.split === undefined || c.split === split);
}

function readArguments() {
  let values: { corpus?: string; split?: string; groups?: string; json?: string };
  try {
    const string = { type: "string" } as const;
    values = parseArgs({ options: { corpus: string, split: string, groups: string, json: string } }).values;
  } catch (e) {
    throw new UsageError(e instanceof Error ? e.message : String(e));
  }
  const corpus = resolve(values.corpus ?? DEFAULT_CORPUS);
  if (!existsSync(corpus) || !statSync(corpus).isDirectory()) {
    throw new UsageError(`there is no corpus at ${corpus}; give its folder with --corpus DIR`);
  }
  const split = values.split ?? "visible";
  if (!SPLITS.includes(split)) throw new UsageError(`unknown split '${split}': use one of ${SPLITS.join(", ")}`);
  const asked = values.groups?.split(",").filter((g) => g !== "");
  for (const g of asked ?? []) {
    if (!Object.hasOwn(GROUPS, g)) {
      throw new UsageError(`unknown group '${g}': use some of ${Object.keys(GROUPS).join(", ")}`);
    }
    if (!existsSync(join(corpus, g))) throw new UsageError(`the corpus ${corpus} has no folder ${g}`);
  }
  const groups = asked ?? Object.keys(GROUPS).filter((g) => existsSync(join(corpus, g)));
  if (groups.length === 0) throw new UsageError(`${corpus} holds no group of cases`);
  return { corpus, split, groups, json: values.json };
}

async function main(): Promise<number> {
  const { corpus, split, groups, json } = readArguments();
  const reports: GroupReport[] = [];
  const notes = new Map<string, string>();
  for (const name of groups) {
    const cases = casesOf(join(corpus, name), split);
    const runner = GROUPS[name];
    if (runner === undefined) {
      notes.set(name, "no runner yet");
      const na = (cases ?? []).map((c): Verdict => ({ id: String(c.id), outcome: "na", why: "no runner yet" }));
      reports.push(summarise(name, na, na));
      continue;
    }
    const verdicts = await runner.run({ corpus, cases: cases ?? [] });
    reports.push(summarise(name, cases ?? verdicts, verdicts));
  }
  process.stdout.write(render(reports, notes));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ groups: reports }, undefined, 2)}\n`);
  return reports.some((r) => r.failed > 0) ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (e) {
  if (!(e instanceof UsageError)) throw e;
  process.stderr.write(`conformance: ${e.message}\n`);
  process.exitCode = 2;
}
