import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parse } from "yaml";
import { saker } from "./support.js";

const GOOD = `- list: shells
  items: [bash, sh]
- macro: shell
  condition: proc.name in (shells)
- rule: Shell
  desc: A shell was started by something that has no business doing it, on a host where nobody is supposed to
  condition: evt.type = execve and shell
  output: shell %proc.name
  priority: NOTICE
  tags: [b, a]
- rule: Other
  desc: another
  condition: evt.type = open
  output: other
  priority: DEBUG
`;

const BAD = `- rule: Broken
  desc: d
  condition: evt.type = open and proc.nam = x
  output: o
  priority: NOTICE
`;

interface Results {
  falco_load_results: {
    name: string;
    successful: boolean;
    errors: { code: string; message: string; context: { snippet: string; locations: unknown[] } }[];
  }[];
  falco_describe_results?: { rules: unknown[] };
}

describe("rules on the command line", () => {
  let dir: string;
  let good: string;
  let bad: string;
  let warned: string;
  before(() => {
    dir = mkdtempSync("/tmp/saker-cli-");
    const put = (name: string, text: string): string => {
      writeFileSync(join(dir, name), text);
      return join(dir, name);
    };
    good = put("good.yaml", GOOD);
    bad = put("bad.yaml", BAD);
    warned = put("warned.yaml", "- list: unused\n  items: [a]\n");
  });
  after(() => rmSync(dir, { recursive: true }));

  it("are validated, each file on a line", () => {
    const r = saker("-V", good, "-V", warned);
    assert.equal(r.code, 0);
    assert.match(r.stdout, /good\.yaml: Ok\n/);
    assert.match(r.stdout, /warned\.yaml: Ok, with warnings\n/);
    assert.match(r.stderr, /LOAD_UNUSED_LIST \(Unused list\): /);
  });

  it("at fault are told with the way to the fault", () => {
    const r = saker("-V", good, "-V", bad);
    assert.equal(r.code, 1);
    assert.match(r.stdout, /bad\.yaml: Invalid\n1 Errors:\nIn rules content: \(.*bad\.yaml:0:0\)\n {4}rule 'Broken': /);
    assert.match(
      r.stdout,
      /\n------\n.*proc\.nam = x\n +\^\n------\nLOAD_ERR_COMPILE_CONDITION \(Error compiling condition\)/,
    );
    assert.match(r.stderr, /^Error: /m);
  });

  it("are validated as JSON, with descriptions if asked", () => {
    const r = saker("-V", good, "-o", "json_output=true", "-L");
    const o = JSON.parse(r.stdout) as Results;
    assert.equal(o.falco_load_results[0]?.successful, true);
    assert.equal(o.falco_describe_results?.rules.length, 2);
    const e = saker("-V", bad, "-o", "json_output=true");
    assert.equal(e.code, 1);
    const { errors } = (JSON.parse(e.stdout) as Results).falco_load_results[0] ?? { errors: [] };
    assert.equal(errors[0]?.code, "LOAD_ERR_COMPILE_CONDITION");
    assert.match(errors[0]?.message ?? "", /proc\.nam/);
    assert.match(errors[0]?.context.snippet ?? "", /\^\n$/);
  });

  it("are described in two columns, or as JSON", () => {
    const all = saker("-L", "-r", good).stdout.split("\n");
    assert.equal(all[0], `${"Rule".padEnd(50)} Description`);
    assert.match(all[2] as string, /^Shell {46}A shell was started/);
    assert.match(all[3] as string, /^ {51}\S/);
    const one = JSON.parse(saker("-l", "Other", "-r", good, "-o", "json_output=true").stdout) as { rules: unknown[] };
    assert.equal(one.rules.length, 1);
    const none = saker("-l", "Othr", "-r", good);
    assert.equal(none.code, 1);
    assert.match(none.stderr, /^Error: Rule "Othr" is not loaded/m);
  });

  it("are checked for people", () => {
    const ok = saker("rules", "check", good);
    assert.equal(ok.code, 0);
    assert.match(ok.stdout, /good\.yaml: ok\n2 rules, 0 errors, 0 warnings\n$/);
    const r = saker("rules", "check", good, bad);
    assert.equal(r.code, 1);
    assert.match(r.stdout, /error .*bad\.yaml:3:\d+: /);
    assert.match(r.stdout, /Did you mean 'proc\.name'/);
    assert.match(r.stdout, /in rule 'Broken'/);
  });

  it("are printed so that they load again, whatever is in them", () => {
    const values = `("a b", 'c"d', "e'f", "g\\\\h", "i,j", "k(l)", "")`;
    const rule = GOOD.replace("evt.type = open", `evt.type = open and proc.name in ${values} and proc.args != ""`);
    writeFileSync(join(dir, "odd.yaml"), rule);
    const once = saker("rules", "print", join(dir, "odd.yaml"));
    writeFileSync(join(dir, "odd2.yaml"), once.stdout);
    const twice = saker("rules", "print", join(dir, "odd2.yaml"));
    assert.equal(twice.stderr, "");
    assert.equal(twice.stdout, once.stdout);
  });

  it("are told of with what may have been meant", () => {
    writeFileSync(join(dir, "typo.yaml"), GOOD.replace("tags:", "tag:").replace(" and shell", " AND shell"));
    const { stdout } = saker("rules", "check", join(dir, "typo.yaml"));
    assert.match(stdout, /Did you mean 'and'\?/);
    writeFileSync(join(dir, "typo.yaml"), GOOD.replace("tags:", "tag:"));
    assert.match(saker("rules", "check", join(dir, "typo.yaml")).stdout, /Unknown key 'tag'.*Did you mean 'tags'\?/s);
  });

  it("may begin with a byte order mark and have the lines of DOS", () => {
    writeFileSync(join(dir, "dos.yaml"), `\ufeff${GOOD.replaceAll("\n", "\r\n")}`);
    const { code, stdout } = saker("rules", "check", join(dir, "dos.yaml"));
    assert.equal(code, 0, stdout);
    assert.match(stdout, /2 rules, 0 errors, 0 warnings/);
  });

  it("need a directory with rules in it", () => {
    const r = saker("rules", "check", mkdtempSync(join(dir, "empty-")));
    assert.equal(r.code, 1);
    assert.match(r.stderr, /no \*\.yaml or \*\.yml file there/);
  });

  it("are printed as they come to", () => {
    const r = saker("rules", "print", good, "-o", "rules[].disable.rule=Oth*");
    assert.equal(r.code, 0, r.stderr);
    const items = parse(r.stdout) as { rule: string; condition: string; enabled?: boolean; tags?: string[] }[];
    assert.equal(items[0]?.condition, "(evt.type = execve and proc.name in (bash, sh))");
    assert.deepEqual(items[0]?.tags, ["a", "b"]);
    assert.equal(items[1]?.enabled, false);
    writeFileSync(join(dir, "printed.yaml"), r.stdout);
    assert.equal(saker("-V", join(dir, "printed.yaml")).code, 0);
  });

  it("that are missing, or not named, are told", () => {
    assert.match(saker("-V", join(dir, "none.yaml")).stderr, /none\.yaml/);
    assert.match(saker("rules", "check").stderr, /needs rules files/);
    assert.match(saker("rules", "chekc", good).stderr, /Did you mean check/);
    const empty = join(dir, "empty-config.yaml");
    writeFileSync(empty, "");
    const r = saker("-c", empty, "-L");
    assert.equal(r.code, 1);
    assert.match(r.stderr, /You must specify at least one rules file/);
  });

  it("get additions of the configuration", () => {
    const add = 'append_output[]={match: {tags: [a]}, extra_output: "by %user.name", extra_fields: [{k: "%proc.pid"}]}';
    const r = saker("-L", "-r", good, "-o", "json_output=true", "-o", add, "-p", "end");
    const o = JSON.parse(r.stdout) as { rules: { details: { output_compiled: string } }[] };
    assert.equal(o.rules[0]?.details.output_compiled, "shell %proc.name by %user.name end");
    assert.equal(o.rules[1]?.details.output_compiled, "other end");
  });

  it("for plugins wait for them", () => {
    const r = saker("-r", good, "-o", "plugins[]={name: json, library_path: libjson.so}", "--dry-run");
    assert.equal(r.code, 1);
    assert.match(r.stderr, /cannot load plugin 'json'/);
  });
});

describe("other words on the command line", () => {
  it("are commands, or refused with the nearest one", () => {
    assert.match(saker("feilds").stderr, /^Error: Unknown command 'feilds'. Did you mean fields/);
    assert.match(saker("fields", "-N").stdout, /^evt\.num\n/);
    assert.match(saker("events", "--markdown").stdout, /Default \| Dir/);
    assert.equal(saker("fields", "--source", "moon").code, 1);
  });

  it("have fields of known sources only", () => {
    const r = saker("--list=nothing");
    assert.equal(r.code, 1);
    assert.match(r.stderr, /Value for --list must be a valid source type: .*'nothing'/);
  });

  it("print help, versions, schemas and support", () => {
    for (const f of ["-h", "--help"]) {
      assert.match(saker(f).stdout, /Usage:[\s\S]*--validate <rules_file>/);
    }
    assert.match(saker("--version").stdout, /^Saker version: /);
    JSON.parse(saker("--version", "-o", "json_output=true").stdout);
    JSON.parse(saker("--config-schema").stdout);
    JSON.parse(saker("--rule-schema").stdout);
    const s = JSON.parse(saker("--support", "-r", "/dev/null", "-o", "a.b=c").stdout) as {
      cmdline: string;
      config: string;
    };
    assert.match(s.cmdline, /^saker --support/);
    assert.equal(s.config, '{"a": {"b": "c"}}');
    assert.match(saker("--page-size").stderr, /^Your system page size is: \d+ bytes\n$/);
    assert.match(saker("-i").stdout, /^Ignored syscall\(s\):\n- pread64\n/);
    assert.match(saker("--list-plugins").stdout, /^0 Plugins Loaded:\n/);
  });

  it("about sources must agree", () => {
    assert.match(saker("-L", "--enable-source", "a", "--disable-source", "b").stderr, /can not mix/);
    assert.match(saker("-L", "--enable-source", "moon").stderr, /unknown event source: moon/);
    assert.match(saker("-L", "--disable-source", "syscall").stderr, /at least one event source/);
  });
});
