import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import {
  ConfigError,
  defaultConfig,
  loadConfig,
  PRIORITIES,
  priorityNumber,
  ringBytes,
  workerCount,
} from "../../../src/config/config.js";

describe("configuration", () => {
  let dir: string;
  let n = 0;
  before(() => {
    dir = mkdtempSync("/tmp/saker-config-");
  });
  after(() => rmSync(dir, { recursive: true }));

  const file = (text: string): string => {
    const path = join(dir, `c${n++}.yaml`);
    writeFileSync(path, text);
    return path;
  };
  const none = "/nonexistent/saker.yaml";
  const refused = (text: string, ...says: readonly string[]): void => {
    const path = file(text);
    assert.throws(
      () => loadConfig(path, none, []),
      (e: unknown) => {
        assert.ok(e instanceof ConfigError);
        for (const s of says) assert.ok(e.message.includes(s), `"${s}" is not in: ${e.message}`);
        return true;
      },
    );
  };

  it("is the default when there is no file", () => {
    const { config, unknown, file: used } = loadConfig(undefined, none, []);
    assert.deepEqual(config, defaultConfig());
    assert.deepEqual(unknown, []);
    assert.equal(used, undefined);
  });

  it("reads the fallback when it exists, and the named file rather", () => {
    const fallback = file("json_output: true\n");
    assert.equal(loadConfig(undefined, fallback, []).config.json_output, true);
    const named = file("log_level: debug\n");
    const { config, file: used } = loadConfig(named, fallback, []);
    assert.equal(used, named);
    assert.equal(config.json_output, false);
    assert.equal(config.log_level, "debug");
  });

  it("lays maps over the defaults, key by key", () => {
    const { config } = loadConfig(file("falco_libs:\n  snaplen: 200\nsaker: {workers: 3}\n"), none, []);
    assert.equal(config.falco_libs.snaplen, 200);
    assert.equal(config.falco_libs.thread_table_size, defaultConfig().falco_libs.thread_table_size);
    assert.equal(config.saker.workers, 3);
  });

  it("refuses ports in the wrong order", () => {
    const ports = "saker: {dynamic_snaplen: {enabled: true, first_port: 20, last_port: 10}}\n";
    refused(ports, "saker.dynamic_snaplen.first_port", "20 is above 10");
  });

  it("replaces lists", () => {
    const { config } = loadConfig(file("rules_files: [/a.yaml, /b]\n"), none, []);
    assert.deepEqual(config.rules_files, ["/a.yaml", "/b"]);
  });

  it("takes one text for a list of it, and the list's old name", () => {
    assert.deepEqual(loadConfig(file("rules_files: /a.yaml\n"), none, []).config.rules_files, ["/a.yaml"]);
    assert.deepEqual(loadConfig(file("rules_file: /b.yaml\n"), none, []).config.rules_files, ["/b.yaml"]);
    refused("rules_file: /a\nrules_files: /b\n", "both 'rules_files' and 'rules_file'");
  });

  it("keeps the default of a key without a value", () => {
    const { config } = loadConfig(file("falco_libs:\nlog_level: ~\n"), none, []);
    assert.deepEqual(config, defaultConfig());
  });

  it("takes an empty file", () => {
    assert.deepEqual(loadConfig(file(""), none, []).config, defaultConfig());
    assert.deepEqual(loadConfig(file("# nothing\n"), none, []).config, defaultConfig());
  });

  it("names keys that mean nothing, each once", () => {
    const path = file("no_such: 1\nfalco_libs: {odd: {deep: 2}}\n");
    const { unknown } = loadConfig(path, none, ["no_such=2", "x.y=1"]);
    assert.deepEqual(unknown, ["no_such", "falco_libs.odd", "x"]);
  });

  it("does not take a key's name for more than a name", () => {
    const { config, unknown } = loadConfig(file("__proto__: {json_output: true}\nconstructor: 1\n"), none, []);
    assert.equal(config.json_output, false);
    assert.equal(({} as { json_output?: unknown }).json_output, undefined);
    assert.ok(unknown.includes("constructor"));
  });

  it("takes booleans in YAML's and Falco's spellings", () => {
    for (const text of ["true", "yes", "on", "y", "True", '"yes"']) {
      assert.equal(loadConfig(file(`json_output: ${text}\n`), none, []).config.json_output, true, text);
    }
    for (const text of ["false", "no", "off", "n", "FALSE"]) {
      assert.equal(
        loadConfig(file(`stdout_output: {enabled: ${text}}\n`), none, []).config.stdout_output.enabled,
        false,
      );
    }
  });

  it("takes numbers given as text, and texts given as numbers", () => {
    assert.equal(loadConfig(file('saker: {workers: "2"}\n'), none, []).config.saker.workers, 2);
    assert.equal(loadConfig(file("log_level: 7\n"), none, []).config.log_level, "7");
  });

  it("refuses values of another type, naming file and key", () => {
    const path = (n: number): string => join(dir, `c${n}.yaml`);
    refused("json_output: 12\n", path(n), "json_output", "true or false", "12");
    refused("json_output: [a]\n", "json_output", "a list");
    refused("saker: {workers: 1.5}\n", "saker.workers", "whole number");
    refused('saker: {workers: ""}\n', "saker.workers", "whole number");
    refused("rules_files: {a: 1}\n", "rules_files", "list of texts");
    refused("rules_files: [[a]]\n", "rules_files", "list of texts");
    refused("falco_libs: 3\n", "falco_libs", "map");
    refused("log_level: {a: 1}\n", "log_level", "text");
  });

  it("refuses what is no map, and what is no YAML", () => {
    refused("- a\n", "map of keys");
    refused("just text\n", "map of keys");
    refused("a: [\n", join(dir, `c${n}.yaml`));
  });

  it("refuses a file that cannot be read, naming it", () => {
    assert.throws(() => loadConfig(none, none, []), { message: new RegExp(none) });
  });

  it("refuses values out of range, saying what is in it", () => {
    refused("priority: loud\n", "loud", ...PRIORITIES);
    refused("rule_matching: some\n", "some", "first, all");
    refused("engine: {modern_ebpf: {buf_size_preset: 0}}\n", "buf_size_preset", "'1'", "'10'");
    refused("engine: {modern_ebpf: {buf_size_preset: 11}}\n", "buf_size_preset");
    refused("engine: {kind: gvisor}\n", "gvisor", "modern_ebpf");
    refused("engine: {kind: replay}\n", "engine.replay.capture_file");
    refused("syscall_event_drops: {threshold: 1.1}\n", "threshold must be a double in the range [0, 1]");
    refused("syscall_event_drops: {threshold: a}\n", "syscall_event_drops.threshold must be a number");
    refused("syscall_event_drops: {actions: [shout]}\n", '"ignore", "log", "alert", and "exit"');
    refused("syscall_event_drops: {actions: [ignore, log]}\n", "does not make sense");
    refused("saker: {workers: 17}\n", "workers", "16");
    refused("saker: {workers: -1}\n", "workers");
    refused("falco_libs: {snaplen: 5000}\n", "snaplen", "4096");
    refused("falco_libs: {thread_table_size: 0}\n", "thread_table_size");
  });

  describe("-o", () => {
    const load = (...options: string[]): ReturnType<typeof loadConfig> => loadConfig(undefined, none, options);

    it("goes before the file, the last one first", () => {
      const path = file("json_output: true\n");
      assert.equal(loadConfig(path, none, ["json_output=false"]).config.json_output, false);
      assert.equal(load("json_output=false", "json_output=true").config.json_output, true);
    });

    it("reaches into maps", () => {
      const { config } = load("engine.modern_ebpf.buf_size_preset=6", "saker.kernel_filter=false");
      assert.equal(config.engine.modern_ebpf.buf_size_preset, 6);
      assert.equal(config.engine.kind, "modern_ebpf");
      assert.equal(config.saker.kernel_filter, false);
    });

    it("keeps further equals signs for the value", () => {
      assert.equal(load("log_level=a=b").config.log_level, "a=b");
    });

    it("reaches into lists, and adds to them", () => {
      const { ruleSelections } = load("rules[].disable.rule=a*", "rules[].enable.tag=t", "rules[0].disable.rule=b");
      assert.deepEqual(ruleSelections, [
        { enable: false, rule: "b", tag: "" },
        { enable: true, rule: "", tag: "t" },
      ]);
      assert.throws(() => load("rules[5].enable.rule=a"), { message: /beyond the end/ });
      assert.throws(() => load("rules[x].enable.rule=a"), { message: /numeric index, found 'x'/ });
      assert.throws(() => load("log_level.deep=a", "log_level=x", "log_level.deep=b"), { message: /below 'x'/ });
    });

    it("takes a map in braces", () => {
      const { appendOutput } = load('append_output[]={match: {source: syscall}, extra_output: "on %evt.type"}');
      assert.equal(appendOutput[0]?.extraOutput, "on %evt.type");
      assert.equal(appendOutput[0]?.source, "syscall");
    });

    it("knows escaped dots", () => {
      assert.deepEqual(load("a\\.b=1").unknown, ["a.b"]);
      assert.throws(() => load("a\\x=1"), { message: /invalid escape/ });
      assert.throws(() => load("a\\=1"), { message: /trailing backslash/ });
    });

    it("needs the form key=value", () => {
      for (const o of ["json_output", "=true", ""]) assert.throws(() => load(o), { message: /key=value/ });
    });

    it("says which option was wrong", () => {
      assert.throws(() => load("json_output=perhaps"), { message: /-o json_output=perhaps: json_output/ });
      assert.throws(() => load("engine=kmod"), { message: /engine must be a map/ });
    });

    it("gives a configuration or a ConfigError, whatever it says", () => {
      const text = fc.string({ maxLength: 12 });
      const key = fc.oneof(text, fc.constantFrom("json_output", "saker.workers", "engine.kind", "__proto__.x", "a..b"));
      fc.assert(
        fc.property(key, text, (k, v) => {
          try {
            load(`${k}=${v}`);
          } catch (e) {
            assert.ok(e instanceof ConfigError);
          }
        }),
      );
      assert.equal(({} as { x?: unknown }).x, undefined);
    });
  });

  it("numbers priorities as syslog does, in any case", () => {
    assert.deepEqual(PRIORITIES.map(priorityNumber), [0, 1, 2, 3, 4, 5, 6, 7]);
    assert.equal(priorityNumber("WARNING"), 4);
    assert.equal(priorityNumber("info"), 6);
    assert.equal(priorityNumber("loud"), -1);
  });

  it("chooses as many workers as there are cores, four at most", () => {
    const c = defaultConfig();
    assert.equal(workerCount(c), Math.min(4, cpus().length));
    c.saker.workers = 9;
    assert.equal(workerCount(c), 9);
  });

  it("knows the sizes of rings", () => {
    const c = defaultConfig();
    assert.equal(ringBytes(c), 8 << 20);
    c.engine.modern_ebpf.buf_size_preset = 1;
    assert.equal(ringBytes(c), 1 << 20);
    c.engine.modern_ebpf.buf_size_preset = 10;
    assert.equal(ringBytes(c), 512 << 20);
  });
});
