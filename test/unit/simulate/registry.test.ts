import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { parse } from "yaml";
import type { Action } from "../../../src/simulate/action.js";
import { actionKey, ruleKey } from "../../../src/simulate/action.js";
import { loadActions } from "../../../src/simulate/load.js";
import { SHIPPED_RULES } from "../../../src/simulate/place.js";
import { Registry } from "../../../src/simulate/registry.js";

const nothing: Action = { does: "nothing", run: async () => {} };

interface Item {
  readonly rule?: string;
  readonly tags?: readonly string[];
}

describe("actions", () => {
  let registry: Registry;
  const rules = SHIPPED_RULES.flatMap((f) => parse(readFileSync(f, "utf8")) as readonly Item[]).filter(
    (i) => i.rule !== undefined,
  );
  before(async () => {
    registry = await loadActions();
  });

  it("there is one for every rule that ships", () => {
    const keys = new Set(registry.byPackage("syscall").map((a) => actionKey(a.name)));
    assert.deepEqual(
      rules.filter((r) => !keys.has(ruleKey(r.rule ?? ""))).map((r) => r.rule),
      [],
    );
  });

  it("each is for a rule that ships, helpers for none", () => {
    for (const action of registry.all()) {
      if (action.package === "helper") assert.equal(action.rule, undefined, action.name);
      else if (action.package === "k8saudit") assert.equal(action.source, "k8s_audit", action.name);
      else
        assert.ok(
          rules.some((r) => r.rule === action.rule),
          action.name,
        );
    }
  });

  it("only those of stable rules are enabled", () => {
    for (const action of registry.byPackage("syscall")) {
      const stable = rules.find((r) => r.rule === action.rule)?.tags?.includes("maturity_stable");
      assert.equal(registry.disabled(action.name), stable !== true, action.name);
    }
  });

  it("each says what it does", () => {
    for (const action of registry.all()) assert.match(action.does, /^[a-z].*[^.]$/, action.name);
  });
});

describe("the registry", () => {
  it("matches rules and actions by letters and digits alone", () => {
    assert.equal(ruleKey("Redirect STDOUT/STDIN to x (CVE-1)"), "redirectstdoutstdintoxcve1");
    assert.equal(actionKey("syscall.RedirectSTDOUT"), "redirectstdout");
  });

  it("refuses a name twice, and names that break the convention", () => {
    const registry = new Registry();
    registry.add("helper", "Nothing", nothing);
    assert.throws(() => registry.add("helper", "Nothing", nothing), /two actions are called helper.Nothing/);
    assert.throws(() => registry.add("Helper", "Nothing", nothing), /lower-case/);
    assert.throws(() => registry.add("syscall", "not_this", nothing), /letters and digits/);
    assert.throws(() => registry.add("syscall", "WriteBelowEtc", { ...nothing, rule: "Write below root" }), /its rule/);
  });

  it("chooses by regular expression, the disabled ones on demand", () => {
    const registry = new Registry();
    registry.add("syscall", "A", nothing);
    registry.add("syscall", "B", { ...nothing, disabled: true });
    const names = (pattern: string, all: boolean): string[] => registry.select(pattern, all).map((a) => a.name);
    assert.deepEqual(names("", false), ["syscall.A"]);
    assert.deepEqual(names("^syscall", true), ["syscall.A", "syscall.B"]);
    assert.throws(() => names("zzz", true), /no events matching 'zzz'/);
    assert.throws(() => names("B", false), /no enabled events matching 'B'.*--all/);
    assert.throws(() => names("(", false), /[Uu]nterminated group/);
  });
});
