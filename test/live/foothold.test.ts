import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { deed, run, SYSTEM_DIR } from "./support/deed.js";
import { liveSuite, type RuleCase } from "./support/suite.js";

const PACKAGE_DB = ["/var/lib/dpkg", "/lib/apk/db"].find((d) => existsSync(d)) ?? "/var/lib/dpkg";

/** Writes below an empty directory that only the deed sees. */
const writeIn = (dir: string, name: string, ...more: string[]): ReturnType<typeof deed> =>
  deed("private", dir, "write", `${dir}/${name}`, ...more);

const cases: readonly RuleCase[] = [
  {
    rule: "Adding ssh keys to authorized_keys",
    by: "a new key file",
    fire: (kit) => deed("write", kit.scratch.path("authorized_keys")),
    check: (get, done) => {
      assert.match(get("fd.name") ?? "", /\/authorized_keys$/);
      assert.equal(get("proc.pid"), String(done.pid));
      assert.equal(get("proc.ppid"), String(process.pid));
    },
    quiet: (kit) => deed("read", kit.scratch.file("authorized_keys")),
  },
  {
    rule: "Modify Shell Configuration File",
    by: "creat of a .bashrc",
    fire: (kit) => deed("write", kit.scratch.path(".bashrc"), "creat"),
    check: (get, done) => {
      assert.match(get("fd.name") ?? "", /\/\.bashrc$/);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => deed("read", kit.scratch.file(".bashrc")),
  },
  {
    rule: "Schedule Cron Jobs",
    by: "a write to /etc/crontab",
    fire: () => writeIn("/etc", "crontab"),
    check: (get, done) => {
      assert.equal(get("fd.name"), "/etc/crontab");
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: () => writeIn("/etc", "crontable"),
  },
  {
    rule: "Write below package database",
    by: "a stranger",
    fire: () => writeIn(PACKAGE_DB, "status"),
    check: (get, done) => {
      assert.equal(get("fd.name"), `${PACKAGE_DB}/status`);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: () =>
      deed("private", PACKAGE_DB, "private", SYSTEM_DIR, "as", `${SYSTEM_DIR}/dpkg`, "write", `${PACKAGE_DB}/status`),
  },
  {
    rule: "Write below etc",
    by: "a stranger",
    fire: () => writeIn("/etc", "saker-live.conf"),
    check: (get, done) => {
      assert.equal(get("fd.name"), "/etc/saker-live.conf");
      assert.match(get("evt.arg.flags") ?? "", /O_CREAT/);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: () =>
      deed("private", "/etc", "private", SYSTEM_DIR, "as", `${SYSTEM_DIR}/useradd`, "write", "/etc/saker-live.conf"),
  },
  {
    rule: "Write below etc",
    by: "openat2",
    fire: () => writeIn("/etc", "saker-live.conf", "openat2"),
    check: (get) => assert.equal(get("fd.name"), "/etc/saker-live.conf"),
    quiet: () => deed("read", "/etc/hostname", "openat2"),
  },
  {
    rule: "Write below binary dir",
    by: "a new program",
    fire: () => writeIn("/usr/sbin", "saker-live"),
    check: (get, done) => {
      assert.equal(get("fd.name"), "/usr/sbin/saker-live");
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: () => writeIn(SYSTEM_DIR, "saker-live"),
  },
  {
    rule: "Modify binary dirs",
    by: "a program swapped by rename",
    fire: () => deed("private", "/usr/sbin", "swap", "/usr/sbin/saker-live"),
    check: (get, done) => {
      const paths = [get("fs.path.name"), get("fs.path.source"), get("fs.path.target")];
      assert.ok(
        paths.some((p) => p?.startsWith("/usr/sbin/saker-live")),
        paths.join(" "),
      );
      assert.match(get("evt.type") ?? "", /^(rename|unlink)/);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: () => deed("private", SYSTEM_DIR, "swap", `${SYSTEM_DIR}/saker-live`),
  },
  ...["plain", "fd", "at"].map(
    (how): RuleCase => ({
      rule: "Set Setuid or Setgid bit",
      by: `chmod (${how})`,
      fire: (kit) => deed("chmod", kit.scratch.file("tool"), "4755", how),
      check: (get, done) => {
        assert.match(get("fs.path.name") ?? "", /\/tool$/);
        assert.match(get("evt.arg.mode") ?? "", /S_ISUID/);
        assert.equal(get("proc.pid"), String(done.pid));
      },
      quiet: (kit) => deed("chmod", kit.scratch.file("tool"), "0755", how),
    }),
  ),
  {
    rule: "Clear Log Activities",
    by: "a log cut to nothing",
    fire: () => deed("private", "/var/log", "truncate", "/var/log/syslog"),
    check: (get, done) => {
      assert.equal(get("fd.name"), "/var/log/syslog");
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: () => deed("private", "/var/log", "append", "/var/log/syslog"),
  },
  {
    rule: "Remove Bulk Data from Disk",
    by: "shred",
    fire: (kit) => run("shred", ["-u", kit.scratch.file("data")]),
    check: (get, done) => {
      assert.equal(get("proc.name"), "shred");
      assert.equal(get("proc.pid"), String(done.pid));
      assert.match(get("proc.cmdline") ?? "", /^shred -u .*\/data$/);
    },
    quiet: (kit) => run("rm", [kit.scratch.file("data")]),
  },
];

liveSuite("footholds and traces", cases);
