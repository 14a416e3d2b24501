import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { deed } from "./support/deed.js";
import { type Get, type Kit, liveSuite, type RuleCase } from "./support/suite.js";

/** Number of a service account that every distribution has (`bin` or `daemon`). */
const SERVICE_UID = "2";

const inContainer = (kit: Kit, ...args: string[]): ReturnType<typeof deed> =>
  deed("join", kit.container.procs, ...args);

function checkContainer(get: Get, kit: Kit): void {
  assert.equal(get("container.id"), kit.container.id);
}

function emptyDir(kit: Kit): string {
  const dir = kit.scratch.path("root");
  mkdirSync(dir);
  return dir;
}

const cases: readonly RuleCase[] = [
  ...["path", "at"].map(
    (how): RuleCase => ({
      rule: "Fileless execution via memfd_create",
      by: `memfd (${how})`,
      fire: () => deed("memfd", how, "idle"),
      check: (get, done) => {
        assert.equal(get("proc.pid"), String(done.pid));
        assert.match(get("proc.exepath") ?? "", /memfd:deed/);
        assert.equal(get("proc.ppid"), String(process.pid));
      },
      quiet: (kit) => deed("as", kit.scratch.path("copy"), "idle"),
    }),
  ),
  {
    rule: "Execution from /dev/shm",
    by: "a program there",
    fire: () => deed("private", "/dev/shm", "as", "/dev/shm/tool", "idle"),
    check: (get, done) => {
      assert.equal(get("proc.exepath"), "/dev/shm/tool");
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => deed("as", kit.scratch.path("tool"), "idle", "/dev/shm/tool"),
  },
  {
    rule: "Drop and execute new binary in container",
    by: "a file of the upper layer",
    fire: (kit) => {
      const root = emptyDir(kit);
      return inContainer(kit, "overlay", root, "as", `${root}/merged/dropped`, "idle");
    },
    check: (get, done, kit) => {
      checkContainer(get, kit);
      assert.equal(get("proc.name"), "dropped");
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => {
      const root = emptyDir(kit);
      return inContainer(kit, "overlay", root, "run", `${root}/merged/image`, "idle");
    },
  },
  {
    rule: "Netcat Remote Code Execution in Container",
    by: "nc -e",
    fire: (kit) => inContainer(kit, "as", kit.scratch.path("nc"), "idle", "-e", "/bin/sh", "127.0.0.1", "1"),
    check: (get, done, kit) => {
      checkContainer(get, kit);
      assert.equal(get("proc.name"), "nc");
      assert.equal(get("proc.pid"), String(done.pid));
      assert.match(get("proc.cmdline") ?? "", /-e \/bin\/sh/);
    },
    quiet: (kit) => inContainer(kit, "as", kit.scratch.path("nc"), "idle", "-vz", "some-echo", "127.0.0.1", "1"),
  },
  {
    rule: "Debugfs Launched in Privileged Container",
    by: "debugfs",
    fire: (kit) => inContainer(kit, "as", kit.scratch.path("debugfs"), "idle"),
    check: (get, done, kit) => {
      checkContainer(get, kit);
      assert.equal(get("proc.name"), "debugfs");
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => deed("as", kit.scratch.path("debugfs"), "idle"),
  },
  {
    rule: "Run shell untrusted",
    by: "a web server's shell",
    fire: (kit) => deed("named", kit.scratch.path("nginx"), "shell", ": injected"),
    check: (get, done) => {
      assert.equal(get("proc.pname"), "nginx");
      assert.equal(get("proc.ppid"), String(done.pid));
      assert.match(get("proc.cmdline") ?? "", /-c : injected$/);
    },
    quiet: (kit) => deed("named", kit.scratch.path("nginxia"), "shell", ": wanted"),
  },
  {
    rule: "Service account runs a dropped program",
    by: "a program in /tmp",
    fire: (kit) => {
      const tool = kit.scratch.path("tool");
      return deed("as", tool, "uid", SERVICE_UID, "run", tool, "idle");
    },
    check: (get, done) => {
      assert.match(get("proc.exepath") ?? "", /^\/tmp\/.*\/tool$/);
      assert.equal(get("user.uid"), SERVICE_UID);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: () => deed("uid", SERVICE_UID, "run", "true"),
  },
  {
    rule: "System user interactive",
    by: "a command on a terminal",
    fire: () => deed("pty", "uid", SERVICE_UID, "run", "true"),
    check: (get, done) => {
      assert.equal(get("user.uid"), SERVICE_UID);
      assert.equal(get("proc.name"), "true");
      assert.equal(get("proc.ppid"), String(done.pid));
      assert.notEqual(get("proc.tty"), "0");
    },
    quiet: () => deed("child", "uid", SERVICE_UID, "run", "true"),
  },
  {
    rule: "Terminal shell in container",
    by: "a shell on a terminal",
    fire: (kit) => inContainer(kit, "pty", "run", "sh", "-c", ":"),
    check: (get, done, kit) => {
      checkContainer(get, kit);
      assert.equal(get("proc.ppid"), String(done.pid));
      assert.equal(get("proc.pname"), "deed");
      assert.notEqual(get("proc.tty"), "0");
    },
    quiet: (kit) => inContainer(kit, "child", "run", "sh", "-c", ":"),
  },
];

liveSuite("running code", cases);
