import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { ConfigError } from "../../../src/config/config.js";
import { readRules } from "../../../src/config/rules-files.js";

describe("rules files", () => {
  let dir: string;
  const at = (name: string): string => join(dir, name);
  before(() => {
    dir = mkdtempSync("/tmp/saker-rules-");
    mkdirSync(at("d/sub"), { recursive: true });
    mkdirSync(at("empty"));
    for (const name of ["a.yaml", "d/2.yaml", "d/10.yml", "d/1.yaml", "d/notes.txt", "d/x.yaml.bak", "d/sub/no.yaml"]) {
      writeFileSync(at(name), `# ${name}`);
    }
  });
  after(() => rmSync(dir, { recursive: true }));

  const names = (paths: readonly string[], required = true): string[] =>
    readRules(paths.map(at), required).map((f) => f.name.slice(dir.length + 1));

  it("are read in the order given", () => {
    assert.deepEqual(names(["d/2.yaml", "a.yaml"]), ["d/2.yaml", "a.yaml"]);
    assert.equal(readRules([at("a.yaml")], true)[0]?.text, "# a.yaml");
  });

  it("of a directory are its YAML files, by path, none below", () => {
    assert.deepEqual(names(["a.yaml", "d"]), ["a.yaml", "d/1.yaml", "d/10.yml", "d/2.yaml"]);
  });

  it("that are named must exist", () => {
    assert.throws(
      () => names(["a.yaml", "none.yaml"]),
      (e: unknown) => e instanceof ConfigError && e.message.includes(at("none.yaml")),
    );
  });

  it("that are configured may be missing", () => {
    assert.deepEqual(names(["none.yaml", "a.yaml"], false), ["a.yaml"]);
  });

  it("must be one at least", () => {
    for (const paths of [[], ["empty"], ["none.yaml"]]) {
      assert.throws(() => names(paths, false), { message: /at least one rules file/ });
    }
    assert.throws(() => names(["none.yaml"], false), { message: new RegExp(at("none.yaml")) });
  });

  it("that cannot be read are named", () => {
    mkdirSync(at("d2/dir.yaml"), { recursive: true });
    assert.throws(() => names(["d2"]), { message: /cannot read the rules file .*dir\.yaml/ });
  });
});
