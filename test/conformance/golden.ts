// Two captures judged by a real Falco: its alerts, and the values of its fields for hundreds of events.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { OutputTemplate } from "../../src/fields/format.js";
import { AlertFormatter, builtinRegistry, CaptureSession, compileTemplate, Engine, replay } from "../../src/index.js";
import { captureCounts } from "./captures.js";
import { DELIBERATE } from "./golden-differences.js";
import type { Group, Verdict } from "./group.js";

// The rules files that were loaded, in this order.
const RULES = ["falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml"];
const SHOWN = 3;
/** Greatest share of values that may differ on purpose. */
const MOST_DELIBERATE = 0.01;

// What that Falco's container plugin adds to the output of rules.
const CONTAINER_OUTPUT =
  "container_id=%container.id container_name=%container.name " +
  "container_image_repository=%container.image.repository container_image_tag=%container.image.tag " +
  "k8s_pod_name=%k8s.pod.name k8s_ns_name=%k8s.ns.name";

type Row = Readonly<Record<string, unknown>>;

// Integers that doubles cannot hold become text with a mark.
const BIG = /("(?:[^"\\]|\\.)*": ?)(-?\d{16,})(?=[,}])/g;

function parseRow(line: string): Row {
  return JSON.parse(line.replace(BIG, '$1"#$2"')) as Row;
}

/** One text for equal values, however wide their numbers are. */
function canonical(v: unknown): string {
  if (typeof v === "bigint") return `#${v}`;
  if (typeof v === "number") return Number.isInteger(v) ? `#${v}` : String(v);
  if (typeof v === "string" && /^#-?\d+$/.test(v)) return v;
  if (Array.isArray(v)) return `[${v.map(canonical).join(",")}]`;
  if (v === undefined) return "null";
  return JSON.stringify(v);
}

function lines(path: string): Row[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .split("\n")
    .filter((l) => l !== "")
    .map(parseRow);
}

/** An alert as text to compare: everything that Falco prints of it. */
function alertText(a: Row): string[] {
  const fields = a.output_fields as Row;
  const values = Object.keys(fields)
    .sort()
    .map((k) => `${k}=${canonical(fields[k])}`);
  return [`${String(a.rule)} | ${String(a.priority)} | ${String(a.output)}`, ...values];
}

async function alerts(folder: string, capture: string, matching: "all" | "first"): Promise<string | undefined> {
  const engine = new Engine({
    ruleMatching: matching,
    extraOutput: [{ source: "syscall", format: CONTAINER_OUTPUT }],
  });
  for (const f of RULES) engine.loadFile(join(folder, "..", "upstream-rules", f));
  const formatter = new AlertFormatter({ hostname: "" });
  const got: Row[] = [];
  await replay(join(folder, `${capture}.scap`), engine, (x, rules, n) => {
    for (let i = 0; i < n; i++) {
      const rule = engine.rules[rules[i] as number];
      if (rule === undefined) continue;
      const alert = { ...rule, priority: rule.priorityName, template: rule.template as OutputTemplate };
      got.push(parseRow(formatter.json(alert, x)));
    }
  });
  const want = lines(join(folder, `${capture}.alerts.${matching}.jsonl`));
  const faults: string[] = [];
  for (let i = 0; i < Math.max(got.length, want.length); i++) {
    const g = got[i];
    const w = want[i];
    if (g === undefined || w === undefined) {
      const [what, one] = g === undefined ? ["missing", w] : ["not expected", g];
      faults.push(`alert ${i} is ${what}: ${alertText(one as Row)[0]}`);
      continue;
    }
    const gt = alertText(g);
    const wt = alertText(w);
    const at = wt.findIndex((t, k) => t !== gt[k]);
    if (at >= 0 || gt.length !== wt.length) faults.push(`alert ${i}: got ${gt[at]}, expected ${wt[at]}`);
  }
  if (faults.length === 0) return undefined;
  return `${got.length} alerts, expected ${want.length}; ${faults.length} faults: ${faults.slice(0, SHOWN).join("; ")}`;
}

/** Verdicts of all fields of one capture: a field passes if it has Falco's value in every event that is listed. */
async function fields(folder: string, capture: string, used: Set<string>): Promise<Verdict[]> {
  const rows = lines(join(folder, `${capture}.fields.jsonl.gz`));
  const byNum = new Map(rows.map((r) => [Number(r["evt.num"]), r]));
  const registry = builtinRegistry();
  const names = Object.keys(rows[0] ?? {});
  const bad = new Map<string, string[]>();
  const fault = (name: string, why: string): void => {
    const list = bad.get(name);
    if (list === undefined) bad.set(name, [why]);
    else list.push(why);
  };
  const known = names.filter((n) => {
    try {
      if (registry.lookup(n) !== undefined) return true;
    } catch {
      // told below
    }
    fault(n, "no such field");
    return false;
  });
  let deliberate = 0;
  const template = compileTemplate(known.map((n) => `%${n}`).join(" "), registry);
  const session = await CaptureSession.open(join(folder, `${capture}.scap`));
  await session.run((x) => {
    const row = byNum.get(x.num);
    if (row === undefined) return;
    byNum.delete(x.num);
    const values = template.values(x) as Row;
    for (const n of known) {
      const got = canonical(values[n]);
      const want = canonical(row[n]);
      if (got === want) continue;
      const reason = DELIBERATE.findIndex((d) => d.fields.includes(n) && d.allows(x, got, want));
      if (reason >= 0) {
        deliberate++;
        used.add(`${reason} ${n}`);
        continue;
      }
      fault(n, `event ${x.num} (${x.ev.info.name}): got ${got}, expected ${want}`);
    }
  });
  for (const num of byNum.keys()) for (const n of names) fault(n, `event ${num} was not shown`);
  const share = deliberate / (rows.length * names.length);
  const enough: Verdict =
    share <= MOST_DELIBERATE
      ? { id: `golden/${capture}/deliberate`, outcome: "pass" }
      : { id: `golden/${capture}/deliberate`, outcome: "fail", why: `${deliberate} values differ on purpose` };
  const verdicts = names.map((n): Verdict => {
    const id = `golden/${capture}/fields/${n}`;
    const why = bad.get(n);
    if (why === undefined) return { id, outcome: "pass" };
    return { id, outcome: "fail", why: `${why.length} of ${rows.length}: ${why.slice(0, SHOWN).join("; ")}` };
  });
  return [...verdicts, enough];
}

/** Fields that are said to differ on purpose, and do not any more. */
function stale(used: ReadonlySet<string>): Verdict {
  const id = "golden/deliberate/stale";
  const names = DELIBERATE.flatMap((d, i) => d.fields.filter((f) => !used.has(`${i} ${f}`)));
  if (names.length === 0) return { id, outcome: "pass" };
  return { id, outcome: "fail", why: `these do not differ: ${names.join(", ")}` };
}

export const goldenGroup: Group = {
  name: "golden",
  async run({ corpus }) {
    const folder = join(corpus, "golden");
    const captures = readdirSync(folder)
      .filter((f) => f.endsWith(".scap"))
      .map((f) => f.slice(0, -".scap".length));
    const verdicts = await captureCounts(corpus);
    const used = new Set<string>();
    for (const capture of captures.sort()) {
      for (const matching of ["all", "first"] as const) {
        if (!existsSync(join(folder, `${capture}.alerts.${matching}.jsonl`))) continue;
        const id = `golden/${capture}/alerts/${matching}`;
        const why = await alerts(folder, capture, matching);
        verdicts.push(why === undefined ? { id, outcome: "pass" } : { id, outcome: "fail", why });
      }
      if (existsSync(join(folder, `${capture}.fields.jsonl.gz`)))
        verdicts.push(...(await fields(folder, capture, used)));
    }
    if (captures.length > 0) verdicts.push(stale(used));
    return verdicts;
  },
};
