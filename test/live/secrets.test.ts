import assert from "node:assert/strict";
import { deed, deedAsInstalled, run } from "./support/deed.js";
import { liveSuite, type RuleCase } from "./support/suite.js";

const SHADOW = "/etc/shadow";
const SERVER_STARTED_MS = 5300;

const cases: readonly RuleCase[] = [
  {
    rule: "Directory traversal monitored file read",
    by: "a path that climbs to /etc/shadow",
    fire: () => deed("read", "/etc/../etc/../etc/shadow"),
    check: (get, done) => {
      assert.equal(get("fd.name"), SHADOW);
      assert.equal(get("fd.nameraw"), "/etc/../etc/../etc/shadow");
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => deed("read", `${kit.scratch.dir}/../../tmp/../etc/hostname`),
  },
  {
    rule: "Read sensitive file trusted after startup",
    by: "a server that has been up for a while",
    fire: () => deedAsInstalled("httpd", "after", String(SERVER_STARTED_MS), "read", SHADOW),
    check: (get, done) => {
      assert.equal(get("fd.name"), SHADOW);
      assert.equal(get("proc.name"), "httpd");
      assert.equal(get("proc.exepath"), "/usr/local/sbin/httpd");
      assert.equal(get("proc.pid"), String(done.pid));
      assert.ok(Number(get("proc.duration")) > 5e9);
    },
    quiet: () => deedAsInstalled("httpd", "read", SHADOW),
  },
  {
    rule: "Read sensitive file untrusted",
    by: "a program nobody knows",
    fire: () => deed("read", SHADOW),
    check: (get, done) => {
      assert.equal(get("fd.name"), SHADOW);
      assert.equal(get("proc.pid"), String(done.pid));
      assert.equal(get("proc.ppid"), String(process.pid));
      assert.equal(get("container.id"), "host");
      assert.equal(get("user.name"), "root");
    },
    quiet: () => deedAsInstalled("sshd", "read", SHADOW),
  },
  {
    rule: "Search Private Keys or Passwords",
    by: "find for id_rsa",
    fire: (kit) => run("find", [kit.scratch.dir, "-maxdepth", "1", "-name", "id_rsa"]),
    check: (get, done) => {
      assert.equal(get("proc.name"), "find");
      assert.equal(get("proc.pid"), String(done.pid));
      assert.match(get("proc.cmdline") ?? "", /-name id_rsa$/);
    },
    quiet: (kit) => run("find", [kit.scratch.dir, "-maxdepth", "1", "-name", "readme"]),
  },
  {
    rule: "Search Private Keys or Passwords",
    by: "grep for a key's first line",
    fire: (kit) => run("grep", ["-r", "BEGIN RSA PRIVATE", kit.scratch.dir]),
    check: (get, done) => assert.equal(get("proc.pid"), String(done.pid)),
    quiet: () => run("grep", ["-c", "", "/etc/hostname"]),
  },
  {
    rule: "Find AWS Credentials",
    by: "grep for a secret key",
    fire: (kit) => run("grep", ["-r", "aws_secret_access_key", kit.scratch.dir]),
    check: (get, done) => {
      assert.equal(get("proc.name"), "grep");
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => run("find", [kit.scratch.dir, "-maxdepth", "1", "-name", "credentials"]),
  },
  {
    rule: "Create Symlink Over Sensitive Files",
    by: "symlink",
    fire: (kit) => deed("symlink", SHADOW, kit.scratch.path("innocent")),
    check: (get, done) => {
      assert.equal(get("evt.arg.target"), SHADOW);
      assert.match(get("evt.arg.linkpath") ?? "", /\/innocent$/);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => deed("symlink", "/etc/hostname", kit.scratch.path("innocent")),
  },
  {
    rule: "Create Symlink Over Sensitive Files",
    by: "symlinkat to all of /etc",
    fire: (kit) => deed("symlink", "/etc", kit.scratch.path("innocent"), "at"),
    check: (get) => assert.equal(get("evt.arg.target"), "/etc"),
    quiet: (kit) => deed("symlink", "/etcetera", kit.scratch.path("innocent"), "at"),
  },
  {
    rule: "Create Hardlink Over Sensitive Files",
    by: "link",
    fire: (kit) => deed("link", SHADOW, kit.scratch.path("second")),
    check: (get, done) => {
      assert.equal(get("evt.arg.oldpath"), SHADOW);
      assert.match(get("evt.arg.newpath") ?? "", /\/second$/);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => deed("link", kit.scratch.file("first"), kit.scratch.path("second")),
  },
  {
    rule: "Create Hardlink Over Sensitive Files",
    by: "linkat",
    fire: (kit) => deed("link", SHADOW, kit.scratch.path("second"), "at"),
    check: (get) => assert.match(get("evt.arg.oldpath") ?? "", /\/etc\/shadow/),
    quiet: (kit) => deed("link", kit.scratch.file("first"), kit.scratch.path("second"), "at"),
  },
];

liveSuite("secrets", cases);
