// Cases of the event generator: declarative tests done on this machine under a sensor of ours with upstream's rules, and
// objects made and deleted through an API server on loopback.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import {
  Registry,
  ruleKey,
  runAction,
  type SuiteCase,
  type SuiteResult,
  testSuites,
} from "../../src/simulate/index.js";
import { addObjectActions } from "../../src/simulate/k8s/objects.js";
import { readSuite } from "../../src/simulate/suite/read.js";
import { certificates } from "../integration/output/support/certificates.js";
import { startFakeCluster } from "../integration/simulate/fake-cluster.js";
import type { Group, GroupOptions, Verdict } from "./group.js";

interface Case {
  readonly id: string;
  readonly kind: string;
  readonly group: string;
  readonly source: { readonly file: string };
  /** Of a k8s_object. */
  readonly file?: string;
  readonly rule: string;
}

/** Upstream's rules that its tests are written for. */
const RULES = "rules/falco_rules-5.1.0.yaml";

export const evtgenGroup: Group = {
  name: "evtgen",
  async run({ corpus, cases }: GroupOptions): Promise<readonly Verdict[]> {
    const folder = join(corpus, "evtgen");
    const all = cases as unknown as readonly Case[];
    return [
      ...(await scenarios(all.filter((c) => c.kind === "scenario"), folder)),
      ...(await objects(all.filter((c) => c.kind === "k8s_object"), folder)),
    ]; // biome-ignore format: as it is
  },
};

/**
 * The tests as the files have them: where `bindings` of a case takes the text of a vector apart letter by letter, it is
 * the case that is wrong.
 */
async function scenarios(cases: readonly Case[], folder: string): Promise<Verdict[]> {
  if (process.geteuid?.() !== 0) return cases.map(({ id }) => ({ id, outcome: "na", why: "it takes root" }));
  const out: Verdict[] = [];
  const runs: { readonly id: string; readonly variants: readonly SuiteCase[] }[] = [];
  for (const c of cases) {
    const file = join(folder, c.group, basename(c.source.file));
    const name = c.id.slice(c.id.lastIndexOf("/") + 1);
    const tests = existsSync(file) ? readSuite(readFileSync(file, "utf8"), file) : [];
    const variants = tests.filter((t) => t.test.name === name);
    if (variants.length === 0) out.push({ id: c.id, outcome: "fail", why: `${file} has no test ${name}` });
    else runs.push({ id: c.id, variants });
  }
  if (runs.length === 0) return out;
  const report = await testSuites(
    runs.flatMap((r) => r.variants),
    { rules: [join(folder, RULES)] },
  );
  let at = 0;
  for (const { id, variants } of runs) {
    out.push(verdict(id, report.results.slice(at, at + variants.length)));
    at += variants.length;
  }
  return out;
}

function verdict(id: string, results: readonly SuiteResult[]): Verdict {
  const wrong = results.find((r) => r.status === "failed" || r.status === "unmatched");
  if (wrong !== undefined) return { id, outcome: "fail", why: `${JSON.stringify(wrong.values)}: ${wrong.reason}` };
  if (results.some((r) => r.status !== "skipped")) return { id, outcome: "pass" };
  return { id, outcome: "na", why: results[0]?.reason ?? "" };
}

async function objects(cases: readonly Case[], folder: string): Promise<Verdict[]> {
  if (cases.length === 0) return [];
  const dir = mkdtempSync(join(tmpdir(), "saker-evtgen-"));
  const before = process.env.KUBECONFIG;
  const tls = certificates(dir);
  const cluster = await startFakeCluster({ ...tls.server, ca: tls.ca });
  process.env.KUBECONFIG = cluster.kubeconfig(dir);
  const registry = new Registry();
  addObjectActions(registry, join(folder, "k8saudit"));
  const out: Verdict[] = [];
  try {
    for (const { id, file = "", rule } of cases) {
      const key = ruleKey(basename(file).replace(/\.ya?ml$/, ""));
      const action = registry.all().find((a) => ruleKey(a.name) === `k8saudit${key}`);
      const outcome = action && (await runAction(action));
      const left = [...cluster.objects.keys()];
      cluster.objects.clear();
      if (outcome?.status !== "done") out.push({ id, outcome: "fail", why: outcome?.reason ?? `${file} is no action` });
      else if (ruleKey(outcome.action.rule ?? "") !== ruleKey(rule))
        out.push({ id, outcome: "fail", why: "another rule" });
      else if (left.length > 0) out.push({ id, outcome: "fail", why: `it leaves ${left.join(", ")}` });
      else out.push({ id, outcome: "pass" });
    }
  } finally {
    if (before === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = before;
    await cluster.stop();
    rmSync(dir, { recursive: true });
  }
  return out;
}
