// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables to expand are what is tested
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { ConfigError, loadConfig } from "../../../src/config/config.js";
import { expandEnv } from "../../../src/config/env.js";

describe("environment variables in a configuration", () => {
  const env = { A: "one", B: "${A}!", E: "" };
  const is = (text: string, want: string): void => assert.equal(expandEnv(text, env), want);

  it("are put in, also those within their values", () => {
    is("x ${A} y ${A}", "x one y one");
    is("${B}", "one!");
    is("[${E}${NONE}]", "[]");
  });

  it("can be kept out with a second dollar", () => {
    is("$${A} ${A}", "${A} one");
  });

  it("stop at a dollar that means nothing, and at an open brace", () => {
    is("$A ${A}", "$A ${A}");
    is("${A} ${A", "one ${A");
    is("$${A", "$${A");
  });

  it("that mention themselves come to an end", () => {
    assert.ok(expandEnv("${L}", { L: "x${L}${L}" }).length > 0);
  });
});

describe("included configuration files", () => {
  let dir: string;
  const at = (name: string): string => join(dir, name);
  const put = (name: string, text: string): string => {
    writeFileSync(at(name), text);
    return at(name);
  };
  before(() => {
    dir = mkdtempSync("/tmp/saker-include-");
    mkdirSync(at("d/below"), { recursive: true });
  });
  after(() => rmSync(dir, { recursive: true }));

  it("add to lists and replace the rest", () => {
    const more = put("more.yaml", "rules_files: [/b]\nlog_level: debug\nfalco_libs: {snaplen: 9}\n");
    const main = put(
      "m1.yaml",
      `config_files: [${more}, /nowhere]\nrules_files: [/a]\nfalco_libs: {thread_table_size: 7}\n`,
    );
    const { config, files } = loadConfig(main, "", []);
    assert.deepEqual(files, [main, more]);
    assert.deepEqual(config.rules_files, ["/a", "/b"]);
    assert.equal(config.log_level, "debug");
    assert.equal(config.falco_libs.snaplen, 9);
    assert.notEqual(config.falco_libs.thread_table_size, 7, "a map is replaced as a whole");
  });

  it("override, or only add, when told so", () => {
    const over = put("over.yaml", "rules_files: [/b]\n");
    const add = put("add.yaml", "rules_files: [/c]\nlog_level: error\n");
    const main = put(
      "m2.yaml",
      `config_files: [{path: ${over}, strategy: override}, {path: ${add}, strategy: add-only}]\nrules_files: [/a]\n`,
    );
    const { config } = loadConfig(main, "", []);
    assert.deepEqual(config.rules_files, ["/b"]);
    assert.equal(config.log_level, "error");
  });

  it("of a directory come by name, none from below it", () => {
    put("d/2.conf", "log_level: error\n");
    put("d/1.conf", "log_level: debug\n");
    put("d/below/3.conf", "log_level: alert\n");
    const main = put("m3.yaml", "json_output: true\n");
    const { config, files } = loadConfig(main, "", [`config_files=${at("d")}`]);
    assert.deepEqual(files, [main, at("d/1.conf"), at("d/2.conf")]);
    assert.equal(config.log_level, "error");
  });

  it("may not include files, nor be the main file", () => {
    const bad = put("bad.yaml", "config_files: [x]\n");
    const main = put("m4.yaml", `config_files: [${bad}]\n`);
    assert.throws(
      () => loadConfig(main, "", []),
      (e) => e instanceof ConfigError && e.message.includes(bad),
    );
    const self = put("m5.yaml", `config_files: [${at("m5.yaml")}]\n`);
    assert.throws(() => loadConfig(self, "", []), { message: /recursively include/ });
  });

  it("give way to -o", () => {
    const more = put("o.yaml", "log_level: debug\n");
    const main = put("m6.yaml", `config_files: [${more}]\n`);
    assert.equal(loadConfig(main, "", ["log_level=alert"]).config.log_level, "alert");
  });
});

describe("lists of a configuration", () => {
  const load = (...o: string[]): ReturnType<typeof loadConfig> => loadConfig(undefined, "", o);

  it("name the plugins to load", () => {
    const two = ["plugins[]={name: a, library_path: liba.so}", "plugins[]={name: b, library_path: libb.so}"];
    assert.deepEqual(
      load(...two).plugins.map((p) => p.name),
      ["a", "b"],
    );
    assert.deepEqual(
      load(...two, "load_plugins[]=b").plugins.map((p) => p.name),
      ["b"],
    );
    assert.throws(() => load(...two, "load_plugins[]=c"), { message: /Cannot load plugin 'c'/ });
    assert.throws(() => load("plugins[]={name: a}"), { message: /library_path/ });
  });

  it("say what to append, keys once each", () => {
    const entry = 'append_output[]={match: {rule: r, tags: [t]}, extra_fields: [evt.type, {k: "%proc.name"}]}';
    assert.deepEqual(load(entry).appendOutput, [
      {
        source: "",
        rule: "r",
        tags: ["t"],
        extraOutput: "",
        rawFields: ["evt.type"],
        formattedFields: [["k", "%proc.name"]],
        suggestedOutput: false,
      },
    ]);
    assert.throws(() => load("append_output[]={extra_fields: [{a: b}, {a: c}]}"), { message: /each key once/ });
    assert.throws(() => load("append_output[]={extra_fields: {a: b}}"), { message: /extra_fields/ });
    assert.deepEqual(load("append_output.suggested_output=false").appendOutput, []);
  });

  it("of rules need something to do to something", () => {
    assert.throws(() => load("rules[].enable.what=x"), { message: /enable or disable/ });
    assert.throws(() => load("rules[]=x"), ConfigError);
  });

  it("of aliases of aliases stay small", () => {
    const lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"];
    for (let i = 1; i < 12; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(",")}]`,
      );
    const path = "/tmp/saker-laughs.yaml";
    writeFileSync(path, lines.join("\n"));
    const t0 = performance.now();
    loadConfig(path, "", []);
    assert.ok(performance.now() - t0 < 2000);
    rmSync(path);
  });
});
