import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { deed } from "./support/deed.js";
import { liveSuite, type RuleCase } from "./support/suite.js";

const RULE = "Read sensitive file untrusted";
const SHADOW = "/etc/shadow";

/** Every way to open the same file must be seen, and named alike. */
const ways = ["open", "openat", "openat2", "dirfd", "cwd", "int80"].map(
  (how): RuleCase => ({
    rule: RULE,
    by: `way in "${how}"`,
    fire: () => deed("read", SHADOW, how),
    check: (get, done) => {
      assert.equal(get("fd.name"), SHADOW);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: () => deed("read", "/etc/hostname", how),
  }),
);

/** Other names for the same file: what the kernel opened counts. */
const names: readonly RuleCase[] = [
  {
    rule: RULE,
    by: "a symbolic link made beforehand",
    fire: (kit) => {
      const link = kit.scratch.path("innocent");
      symlinkSync(SHADOW, link);
      return deed("read", link);
    },
    check: (get, done) => {
      assert.equal(get("fd.realpath"), SHADOW);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => {
      const link = kit.scratch.path("innocent");
      symlinkSync("/etc/hostname", link);
      return deed("read", link);
    },
  },
  {
    rule: RULE,
    by: "/proc/self/root",
    fire: () => deed("read", `/proc/self/root${SHADOW}`),
    check: (get, done) => {
      assert.equal(get("fd.realpath"), SHADOW);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: () => deed("read", "/proc/self/root/etc/hostname"),
  },
  {
    rule: RULE,
    by: "a trusted name on a file in /tmp",
    fire: (kit) => deed("as", kit.scratch.path("sshd"), "read", SHADOW),
    check: (get, done) => {
      assert.equal(get("proc.name"), "sshd");
      assert.match(get("proc.exepath") ?? "", /^\/tmp\/.*\/sshd$/);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => deed("as", kit.scratch.path("sshd"), "read", "/etc/hostname"),
  },
];

liveSuite("evasions", [...ways, ...names]);
