import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { it } from "node:test";
import { parse } from "yaml";
import { type RunOptions, run } from "./support/deed.js";
import { makeScratch, RULES } from "./support/places.js";
import { liveSuite } from "./support/suite.js";

/** The rules under test: what is loaded by default. */
const names = RULES.flatMap((f) => parse(readFileSync(f, "utf8")) as readonly { rule?: string }[]).flatMap(
  (item) => item.rule ?? [],
);

/** Work that people and machines do all day. */
const WORK: readonly (readonly [string, string])[] = [
  ["a pipeline", "ps -e | grep -c . | sort | uniq -c"],
  ["a C build", "printf 'int main(void){return 0;}' > a.c && cc -o a a.c && ./a"],
  ["version control", "git init -q g && cd g && git -c user.name=x -c user.email=x@y commit -q --allow-empty -m x"],
  ["asking for packages", "dpkg -l dpkg; apt-get --version; apt-cache policy dpkg"],
  ["asking npm", "npm --version"],
  ["an archive", "tar czf a.tgz /usr/share/common-licenses && tar tzf a.tgz"],
  ["files of its own", "mkdir -p a/b && echo x > a/b/c && chmod 755 a/b/c && ln -s c a/b/d && mv a z && rm -r z"],
  ["looking around", "id; uname -a; df; mount; find . -name '*.c'; cat /etc/passwd /etc/os-release"],
];

// Every alert tells its session, by which all that the work starts is known.
const rules = makeScratch();
const bySession = rules.path("session_rules.yaml");
const append = (rule: string): unknown => ({
  rule,
  output: "sid=%proc.sid",
  override: { output: "append" },
});
writeFileSync(bySession, JSON.stringify(names.map(append)));
process.once("exit", () => rules.remove());

liveSuite(
  "ordinary work",
  [],
  (kit) => {
    for (const [title, script] of WORK) {
      it(`raises no alert: ${title}`, async () => {
        const dir = rules.path("work");
        const options: RunOptions = { session: true, timeoutMs: 60_000 };
        const done = await run("sh", ["-c", `mkdir -p ${dir}; cd ${dir}; ${script}`], options);
        await kit().settle();
        const mine = kit().sensor.alerts.filter((a) => Number(a.output_fields["proc.sid"]) === done.pid);
        assert.deepEqual(
          mine.map((a) => a.output),
          [],
        );
      });
    }
    it("would have seen one in such a session", async () => {
      const done = await run("sh", ["-c", "cat /etc/shadow > /dev/null; :"], {
        session: true,
      });
      await kit().sensor.expectAlert(
        "Read sensitive file untrusted",
        (a) => Number(a.output_fields["proc.sid"]) === done.pid,
      );
    });
  },
  { rules: RULES, moreRules: [bySession] },
);
