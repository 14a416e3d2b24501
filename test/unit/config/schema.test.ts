import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadConfigText } from "../../../src/config/config.js";
import { NO_EFFECT } from "../../../src/config/no-effect.js";
import { WITHOUT_EFFECT } from "../../../src/config/schema/shapes.js";
import { schemaLines, validateText } from "../../../src/config/schema/validate.js";

const findings = (text: string): string[] =>
  validateText(text, "f.yaml").findings.map((f) => `${f.line} ${f.key}: ${f.message}`);

describe("schema of the configuration", () => {
  it("takes values in all spellings that a key takes", () => {
    const text = 'json_output: "yes"\nfalco_libs: {snaplen: "100"}\nrules_file: a\nconfig_files: b\nlog_level:\n';
    assert.deepEqual(validateText(text), { file: "default", status: "ok", findings: [] });
    assert.equal(validateText("").status, "ok");
  });

  it("says where a key is that does not exist, and which was meant", () => {
    const text = "# comment\nfalco_libs:\n  snaplen: 80\n  thread_table_sizee: 5\njson_outputt: true\n";
    assert.deepEqual(findings(text), [
      "4 falco_libs.thread_table_sizee: there is no such key. Did you mean thread_table_size?",
      "5 json_outputt: there is no such key. Did you mean json_output?",
    ]);
  });

  it("says what would be right in the place of a wrong value", () => {
    const text =
      "engine:\n  kind: fast\nrules:\n  - enable: {rule: a}\n  - enable: [b]\nwebserver: {listen_port: 70000}\n";
    assert.deepEqual(findings(text), [
      '2 engine.kind: must be one of "modern_ebpf", "kmod", "replay", "nodriver", not "fast"',
      '5 rules[1].enable: must be a map, not ["b"]',
      "6 webserver.listen_port: must be at most 65535, not 70000",
    ]);
    assert.deepEqual(findings("plugins:\n  - name: a\n"), ["2 plugins[0]: library_path is missing"]);
  });

  it("prints a line for the file, and one for each finding", () => {
    assert.deepEqual(schemaLines([validateText("a: 1\n", "f.yaml")]).slice(0, 1), [
      "   f.yaml | schema validation: failed",
    ]);
  });

  it("knows the keys without effect that the loader knows", () => {
    assert.deepEqual(Object.keys(WITHOUT_EFFECT).sort(), Object.keys(NO_EFFECT).sort());
  });
});

describe("keys without effect", () => {
  it("are told with the reason, and are not unknown", () => {
    const { unknown, noEffect } = loadConfigText(
      "engine: {kmod: {buf_size_preset: 3}}\nlibs_logger: {enabled: true}\n",
    );
    assert.deepEqual(unknown, []);
    assert.deepEqual(
      noEffect.map((n) => n.key),
      ["engine.kmod", "libs_logger"],
    );
    assert.match(noEffect[0]?.why ?? "", /kernel module/);
  });
});

describe("values that make no sense", () => {
  const refused = (text: string, says: RegExp): void => void assert.throws(() => loadConfigText(text), says);

  it("are refused, and the right ones named", () => {
    refused("webserver: {listen_address: localhost}", /must be an IPv4 or IPv6 address/);
    refused("metrics: {enabled: true, interval: 5000}", /numeric value without Prometheus time unit/);
    refused("metrics: {enabled: true, interval: 50ms}", /minimum value of 100ms/);
    refused("metrics: {enabled: true, output_rule: false}", /no output configured/);
    refused("capture: {mode: none}", /capture.mode 'none'/);
    refused("file_output: {enabled: true}", /no filename/);
    refused("syscall_event_timeouts: {max_consecutives: 0}", /above 0/);
    refused("plugins: [{name: a, library_path: ../../x.so}]", /leads out of/);
    refused("static_fields: [a]", /static_fields must be a map/);
  });
});

describe("plugins' configuration", () => {
  it("is handed over as JSON, typed by how it looks", () => {
    const text =
      'plugins: [{name: a, library_path: a.so, init_config: {n: "12", r: 1.5, b: "yes", s: x, l: [1, {k: ~}]}}]';
    const [p] = loadConfigText(text).plugins;
    assert.equal(p?.libraryPath, "/usr/share/falco/plugins/a.so");
    assert.equal(p?.initConfig, '{"b":true,"l":[1,{"k":null}],"n":12,"r":1.5,"s":"x"}');
  });
});
