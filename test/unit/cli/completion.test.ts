import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { CLASSIC } from "../../../src/cli/classic.js";
import { COMMANDS } from "../../../src/cli/commands.js";
import { brief, places, spellings } from "../../../src/cli/completion/places.js";
import { FLAGS } from "../../../src/cli/options.js";
import { saker } from "./support.js";
import { start } from "./watch/support.js";

const dir = mkdtempSync(join(tmpdir(), "saker-completion-"));
after(() => rmSync(dir, { recursive: true }));
writeFileSync(join(dir, "rules file.yaml"), "");
writeFileSync(join(dir, "rules.yaml"), "");

function scriptOf(shell: string): string {
  const r = saker("completion", shell);
  assert.equal(r.code, 0, r.stderr);
  const file = join(dir, shell === "zsh" ? "_saker" : `saker.${shell}`);
  writeFileSync(file, r.stdout);
  return file;
}

const has = (shell: string): boolean => spawnSync(shell, ["-c", "exit 0"]).status === 0;

/** Command lines, and what their last word may become. */
const CASES: readonly [words: string[], offered: readonly string[]][] = [
  [["t"], ["tail", "top"]],
  [["rules", "ch"], ["check"]],
  [
    ["rules", ""],
    ["check", "describe", "print", "test"],
  ],
  [["capture", "record", "--ro"], ["--rotate"]],
  [["rules", "check", "--js"], ["--json"]],
  [["--dry"], ["--dry-run"]],
  [
    ["-o", "json_include_o"],
    ["json_include_output_fields_property=", "json_include_output_property="],
  ],
  [["-o", "webserver.listen_p"], ["webserver.listen_port="]],
  [["--format", "m"], ["markdown"]],
  [["fields", "--format", "j"], ["json"]],
  [["tail", "-p", "warn"], ["warning"]],
  [["completion", "z"], ["zsh"]],
  [
    ["rules", "check", "rules"],
    ["rules file.yaml", "rules.yaml"],
  ],
  [
    ["-c", "rules"],
    ["rules file.yaml", "rules.yaml"],
  ],
];

describe("completion", () => {
  it("knows all commands, actions and flags, but for those that Falco has dropped", async () => {
    const all = await places();
    const root = all.find((p) => p.path === "");
    assert.deepEqual(
      root?.next.map((c) => c.name),
      COMMANDS.map((c) => c.name),
    );
    assert.equal(root?.flags.length, FLAGS.length - CLASSIC.length);
    for (const c of COMMANDS) assert.ok(all.some((p) => p.path === c.name));
    // what help says and what completion offers come from one table
    for (const p of all.filter((x) => x.next.length === 0 && x.flags.length > 0)) {
      const help = saker(...p.path.split(" "), "--help").stdout;
      for (const f of p.flags) for (const s of spellings(f)) assert.ok(help.includes(s), `${p.path} ${s}`);
    }
  });

  it("describes in a few words", () => {
    assert.equal(brief("stop; then end"), "stop");
    assert.equal(brief("this one or a graver one, e.g. warning"), "this one or a graver one");
    assert.equal(brief("what it is. Then more"), "what it is");
    assert.equal(brief("see saker.yaml"), "see saker.yaml");
  });

  it("says which shells there are", () => {
    assert.match(saker("completion").stderr, /bash, zsh, fish/);
    assert.match(saker("completion", "bsh").stderr, /Did you mean bash/);
    assert.equal(saker("completion", "bsh").code, 1);
  });

  describe("in bash", () => {
    const file = scriptOf("bash");
    const complete = (words: readonly string[]): string[] => {
      const run = `source ${file}; COMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _saker; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const r = spawnSync("bash", ["--norc", "-c", run, "x", "saker", ...words], { cwd: dir, encoding: "utf8" });
      assert.equal(r.status, 0, r.stderr);
      return r.stdout
        .split("\n")
        .filter((l) => l !== "")
        .sort();
    };
    for (const [words, offered] of CASES) {
      it(words.join(" "), () => assert.deepEqual(complete(words), [...offered]));
    }

    it("understands --option=value, which bash takes apart", () => {
      assert.deepEqual(complete(["--format", "=", "m"]), ["markdown"]);
      assert.deepEqual(complete(["--format", "="]), ["json", "markdown", "text"]);
    });

    it("offers nothing where only the user knows", () => {
      assert.deepEqual(complete(["-M", ""]), []);
      assert.deepEqual(complete(["top", ""]), []);
    });

    it("works when a person presses the tab key", async () => {
      const rc = join(dir, "rc");
      writeFileSync(rc, `source ${file}\nPS1='$ '\nsaker() { printf '<%s>' "$@"; echo; }\n`);
      const t = start("script", ["-qec", `cd ${dir} && bash --rcfile ${rc} -i`, "/dev/null"]);
      t.type("saker ru\tch\t--js\tru\t.y\t\n");
      t.type("saker -o json_outp\ttrue\n");
      t.type("exit 7\n");
      assert.equal(await t.ended, 7, t.stderr());
      assert.match(t.stdout(), /<rules><check><--json><rules\.yaml>/);
      assert.match(t.stdout(), /<-o><json_output=true>/);
    });
  });

  it("works in fish", { skip: !has("fish") && "fish is not installed" }, () => {
    const file = scriptOf("fish");
    for (const [words, offered] of CASES) {
      const line = ["saker", ...words].join(" ");
      const r = spawnSync("fish", ["--no-config", "-c", `source ${file}; complete -C '${line}'`], {
        cwd: dir,
        encoding: "utf8",
      });
      assert.equal(r.status, 0, r.stderr);
      const got = r.stdout.split("\n").filter((l) => l !== "");
      assert.deepEqual(got.map((l) => (l.split("\t")[0] ?? "").replaceAll("\\ ", " ")).sort(), [...offered], line);
    }
  });

  it("works in zsh", { skip: !has("zsh") && "zsh is not installed" }, () => {
    scriptOf("zsh");
    // files are zsh's own affair
    const spy = join(dir, "spy.zsh");
    writeFileSync(
      spy,
      `zmodload zsh/zpty
zpty -b z zsh -f -i
zpty -w z "PS1='> '; fpath=(${dir} \\$fpath); autoload -U compinit; compinit -D -u; cd ${dir}"
zpty -w z 'bindkey "^I" list-choices; LISTMAX=0; echo UP''PED'
zpty -r -m z out '*UPPED*'
for l in "$@"; do
  zpty -w -n z "$l"$'\\t'
  zpty -w -n z $'\\x15'"echo NE''XT"$'\\n'
  zpty -r -m z out '*NEXT*'
  print -r -- "LINE $l"; print -r -- "$out"
done
zpty -d z
`,
    );
    const lines = ["saker rules ch", "saker t", "saker tail -p ", "saker -o webserver.listen_"];
    const r = spawnSync("zsh", ["-f", spy, ...lines], { encoding: "utf8", timeout: 120_000 });
    assert.equal(r.status, 0, r.stderr);
    const of = (i: number): string => r.stdout.split("LINE ")[i + 1] ?? "";
    assert.match(of(0), /check +-- check rules files, together and in order/);
    assert.match(of(1), /tail +-- follow the alerts/);
    assert.match(of(1), /top +-- watch the running sensor/);
    assert.match(of(2), /emergency/);
    assert.match(of(3), /webserver\.listen_port=/);
  });
});
