import { dirname, resolve } from "node:path";
import type { Expectation, ProcessSpec, TestCase, TestFile, UserSpec } from "./format.js";
import { readEvent } from "./read-event.js";
import { plainProcess, readProcess } from "./read-process.js";
import { TestNode } from "./yaml.js";

const FILE_KEYS = ["rules", "rule_matching", "others", "users", "processes", "tests"];
const TEST_KEYS = ["test", "process", "processes", "users", "event", "events", "capture", "expect", "others"];
const EXPECT_KEYS = ["rule", "count", "output", "fields"];
const USER_KEYS = ["uid", "gid", "home", "shell"];
const OTHERS = ["fail", "ignore"] as const;

/**
 * Read a file of rule tests.
 * @param path for messages, and for what is named relative to it
 * @throws {RuleTestError}
 */
export function readTestFile(text: string, path: string): TestFile {
  const root = TestNode.parse(text, path);
  if (root.kind === "null") throw root.fail("the file holds no tests");
  const map = root.kind === "list" ? undefined : root.map("a file of rule tests", FILE_KEYS);
  const tests = map === undefined ? root : map.get("tests");
  if (tests === undefined)
    throw root.fail("the file has no 'tests'", "Write the tests as a list below the key 'tests'.");
  if (tests.kind !== "list") throw tests.fail("tests must be a list");
  const common: Common = {
    folder: dirname(path),
    users: readUsers(map?.get("users")),
    processes: readProcesses(map?.get("processes"), new Map()),
    strict: map?.get("others")?.oneOf("others", OTHERS) !== "ignore",
  };
  return {
    path,
    rules: readRulesFiles(map?.get("rules"), path, root),
    matching: map?.get("rule_matching")?.oneOf("rule_matching", ["first", "all"]) ?? "all",
    tests: tests.list().map((t) => readTest(t, common)),
  };
}

/** What all tests of a file share. */
interface Common {
  readonly folder: string;
  readonly users: readonly UserSpec[];
  readonly processes: ReadonlyMap<string, ProcessSpec>;
  readonly strict: boolean;
}

/** Those named, else the file beside this one: `x.yaml` for `x.test.yaml`. */
function readRulesFiles(node: TestNode | undefined, path: string, root: TestNode): string[] {
  if (node !== undefined) {
    return node.list().map((n) => resolve(dirname(path), n.text("a rules file")));
  }
  const m = /^(.*)\.test(\.ya?ml)$/.exec(path);
  if (m === null) {
    throw root.fail(
      "which rules are tested?",
      "Name them with 'rules: [FILE, ...]', or call the file NAME.test.yaml to test the rules of NAME.yaml.",
    );
  }
  return [`${m[1]}${m[2]}`];
}

function readTest(node: TestNode, common: Common): TestCase {
  const map = node.map("a test", TEST_KEYS);
  const name = map.get("test")?.text("test");
  if (name === undefined) throw node.fail("a test needs a name", "Begin it with '- test: what ought to happen'.");
  const processes = readProcesses(map.get("processes"), common.processes);
  const process = map.get("process");
  const named = new Map(processes);
  const event = map.get("event");
  const events = map.get("events");
  const capture = map.get("capture");
  if ([event, events, capture].filter((n) => n !== undefined).length !== 1) {
    throw node.fail("a test needs one of 'event', 'events' and 'capture'");
  }
  const items = (events ?? event)?.list().map((e) => readEvent(e, named)) ?? [];
  checkActors(items, processes);
  const expect = map.get("expect");
  if (expect === undefined) {
    throw node.fail("a test needs 'expect'", "Name the rule that ought to alert, or write 'expect: none'.");
  }
  return {
    name,
    node,
    users: [...common.users, ...readUsers(map.get("users"))],
    process: process === undefined ? plainProcess(node) : readProcess(process, processes),
    processes,
    events: items,
    capture: capture === undefined ? undefined : resolve(common.folder, capture.text("capture")),
    expect: readExpectations(expect),
    strict: (map.get("others")?.oneOf("others", OTHERS) ?? (common.strict ? "fail" : "ignore")) === "fail",
  };
}

function checkActors(items: TestCase["events"], processes: ReadonlyMap<string, ProcessSpec>): void {
  const known = new Set(processes.keys());
  for (const i of items) {
    if (i.by !== undefined && !known.has(i.by)) {
      const names = known.size > 0 ? `Known by now: ${[...known].join(", ")}.` : "";
      throw i.node.fail(`there is no process '${i.by}' at this point`, `Name it under 'processes'. ${names}`.trim());
    }
    if (i.what.kind === "spawn" && i.what.as !== undefined) known.add(i.what.as);
  }
}

function readProcesses(
  node: TestNode | undefined,
  before: ReadonlyMap<string, ProcessSpec>,
): ReadonlyMap<string, ProcessSpec> {
  const out = new Map(before);
  if (node === undefined) return out;
  for (const [name, n] of node.map("processes")) out.set(name, readProcess(n, out));
  return out;
}

function readUsers(node: TestNode | undefined): UserSpec[] {
  if (node === undefined) return [];
  return [...node.map("users")].map(([name, n]) => {
    const map = n.kind === "map" ? n.map("a user", USER_KEYS) : new Map([["uid", n]]);
    const uid = map.get("uid")?.integer("uid");
    if (uid === undefined) throw n.fail("a user needs a uid");
    return {
      name,
      uid,
      gid: map.get("gid")?.integer("gid") ?? uid,
      home: map.get("home")?.text("home") ?? `/home/${name}`,
      shell: map.get("shell")?.text("shell") ?? "/bin/bash",
    };
  });
}

function readExpectations(node: TestNode): Expectation[] {
  if (node.kind === "scalar" && node.text("expect") === "none") return [];
  if (node.kind === "null") throw node.fail("expect is empty", "Write 'expect: none' if no alert ought to come.");
  return node.list().map(readExpectation);
}

function readExpectation(node: TestNode): Expectation {
  if (node.kind !== "map") {
    const rule = node.text("an expected rule");
    return { node, rule, count: undefined, outputContains: [], fields: new Map() };
  }
  const map = node.map("an expected alert", EXPECT_KEYS);
  const rule = map.get("rule");
  if (rule === undefined) throw node.fail("an expected alert needs 'rule'");
  const fields = new Map<string, { node: TestNode; value: string | null }>();
  for (const [name, n] of map.get("fields")?.map("fields") ?? []) {
    fields.set(name, { node: n, value: n.kind === "null" ? null : n.text("the value of a field") });
  }
  return {
    node: rule,
    rule: rule.text("rule"),
    count: map.get("count")?.integer("count"),
    outputContains:
      map
        .get("output")
        ?.list()
        .map((n) => n.text("output")) ?? [],
    fields,
  };
}
