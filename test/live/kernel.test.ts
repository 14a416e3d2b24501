import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { deed, deedAsInstalled } from "./support/deed.js";
import { type Kit, liveSuite, type RuleCase } from "./support/suite.js";

const inContainer = (kit: Kit, ...args: string[]): ReturnType<typeof deed> =>
  deed("join", kit.container.procs, ...args);

function emptyDir(kit: Kit, name: string): string {
  const dir = kit.scratch.path(name);
  mkdirSync(dir);
  return dir;
}

const cases: readonly RuleCase[] = [
  ...["attach", "seize"].map(
    (how): RuleCase => ({
      rule: "PTRACE attached to process",
      by: how,
      fire: () => deed("attach", how),
      check: (get, done) => {
        const target = /target (\d+)/.exec(done.stdout)?.[1];
        assert.ok(target !== undefined && get("evt.rawarg.pid") === target, get("evt.rawarg.pid"));
        assert.equal(get("evt.arg.request"), `PTRACE_${how.toUpperCase()}`);
        assert.equal(get("proc.pid"), String(done.pid));
      },
      quiet: () => deedAsInstalled("gdb", "attach", how),
    }),
  ),
  {
    rule: "PTRACE anti-debug attempt",
    by: "PTRACE_TRACEME",
    fire: () => deed("traceme"),
    check: (get, done) => {
      assert.equal(get("evt.arg.request"), "PTRACE_TRACEME");
      assert.equal(get("proc.pid"), String(done.pid));
      assert.equal(get("proc.ppid"), String(process.pid));
    },
    quiet: () => deed("peek"),
  },
  {
    rule: "Linux Kernel Module Injection Detected",
    by: "finit_module",
    fire: (kit) => inContainer(kit, "finit", kit.scratch.file("rootkit.ko")),
    check: (get, done, kit) => {
      assert.equal(get("container.id"), kit.container.id);
      assert.equal(get("evt.type"), "finit_module");
      assert.notEqual(get("evt.res"), "SUCCESS");
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => deed("finit", kit.scratch.file("rootkit.ko")),
  },
  {
    rule: "Kernel module loaded by an unexpected program",
    by: "finit_module",
    fire: (kit) => deed("finit", kit.scratch.file("rootkit.ko")),
    check: (get, done) => {
      assert.equal(get("evt.type"), "finit_module");
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => deedAsInstalled("insmod", "finit", kit.scratch.file("driver.ko")),
  },
  {
    rule: "Kernel module loaded by an unexpected program",
    by: "init_module",
    fire: () => deed("init"),
    check: (get, done) => {
      assert.equal(get("evt.type"), "init_module");
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: () => deedAsInstalled("modprobe", "init"),
  },
  {
    rule: "BPF Program Not Profiled",
    by: "a program load",
    fire: () => deed("bpf"),
    check: (get, done) => {
      assert.equal(get("evt.arg.cmd"), "BPF_PROG_LOAD");
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: () => deed("bpf", "map"),
  },
  {
    rule: "Change thread namespace",
    by: "setns",
    fire: () => deed("setns"),
    check: (get, done) => {
      assert.match(get("evt.arg.nstype") ?? "", /CLONE_NEWUTS/);
      assert.equal(get("evt.res"), "SUCCESS");
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: () => deedAsInstalled("ip", "setns"),
  },
  {
    rule: "User namespace created by an unexpected program",
    by: "unshare",
    fire: () => deed("unshare", "user"),
    check: (get, done) => {
      assert.match(get("evt.arg.flags") ?? "", /CLONE_NEWUSER/);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: () => deed("unshare", "uts"),
  },
  {
    rule: "Detect release_agent File Container Escapes",
    by: "a write",
    fire: (kit) => inContainer(kit, "write", kit.scratch.path("release_agent")),
    check: (get, done, kit) => {
      assert.equal(get("container.id"), kit.container.id);
      assert.match(get("fd.name") ?? "", /\/release_agent$/);
      assert.match(get("thread.cap_effective") ?? "", /CAP_SYS_ADMIN/);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => inContainer(kit, "read", kit.scratch.file("release_agent")),
  },
  {
    rule: "Sensitive host directory mounted elsewhere",
    by: "a bind mount of /etc",
    fire: (kit) => deed("bind", "/etc", emptyDir(kit, "second")),
    check: (get, done) => {
      assert.equal(get("evt.arg.dev"), "/etc");
      assert.match(get("evt.arg.dir") ?? "", /\/second$/);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => deed("bind", emptyDir(kit, "first"), emptyDir(kit, "second")),
  },
];

liveSuite("kernel and isolation", cases);
