// Processes that hide who they are, act through others, or are gone before anybody looks.
import assert from "node:assert/strict";
import { chmodSync, copyFileSync, linkSync, writeFileSync } from "node:fs";
import { deed } from "./support/deed.js";
import { type Evasion, evasionSuite } from "./support/evasions.js";
import { DEED, type Scratch } from "./support/places.js";

const WHO = "%proc.pid %proc.ppid %proc.name %proc.exe %proc.exepath %proc.tid %user.uid %fd.name";

const rules = (s: Scratch): string => `
- rule: Watched file
  desc: A watched file is opened.
  condition: evt.type in (open, openat, openat2) and fd.name = ${s.dir}/watched
  output: "${WHO.replace(" %proc.tid", "")} %thread.tid"
  priority: INFO
- rule: Strange program
  desc: A program that is not installed reads the file, whatever it calls itself.
  condition: evt.type in (open, openat, openat2) and fd.name = ${s.dir}/watched and not proc.exepath startswith /usr/
  output: "%proc.pid %proc.ppid %proc.name %proc.exe %proc.exepath"
  priority: INFO
- rule: Name changed
  desc: A thread takes another name.
  condition: evt.type = prctl and evt.arg.option = PR_SET_NAME
  output: "%proc.pid %proc.ppid %proc.name %proc.exepath"
  priority: INFO
- rule: From memory
  desc: A program that is no file.
  condition: evt.type in (execve, execveat) and proc.is_exe_from_memfd = true
  output: "%evt.type %proc.pid %proc.ppid %proc.exepath"
  priority: INFO
- rule: Started
  desc: A program starts from the test's directory.
  condition: evt.type in (execve, execveat) and proc.exepath startswith ${s.dir}/
  output: "%evt.type %proc.pid %proc.ppid %proc.exepath %proc.cmdline"
  priority: INFO
- rule: Gives orders
  desc: A process is traced.
  condition: evt.type = ptrace and evt.arg.request in (PTRACE_TRACEME, PTRACE_POKEDATA, PTRACE_SETREGS)
  output: "%evt.arg.request %proc.pid %proc.ppid"
  priority: INFO
- rule: Memory of another
  desc: Memory of another process is written.
  condition: evt.type = process_vm_writev or (evt.type in (open, openat) and evt.is_open_write = true and fd.name glob /proc/*/mem)
  output: "%evt.type %fd.name %proc.pid %proc.ppid"
  priority: INFO
- rule: Namespaces
  desc: New namespaces.
  condition: evt.type = unshare and evt.failed = false and evt.arg.flags contains CLONE_NEWUSER
  output: "%proc.pid %proc.ppid %evt.arg.flags"
  priority: INFO
- rule: Library forced
  desc: A library is forced upon a program.
  condition: evt.type in (execve, execveat) and proc.env[LD_PRELOAD] != ""
  output: "%proc.pid %proc.ppid %proc.env[LD_PRELOAD]"
  priority: INFO
- rule: Loader
  desc: A program is started by its loader.
  condition: evt.type in (execve, execveat) and proc.exepath contains /ld- and proc.args contains ${s.dir}/
  output: "%proc.pid %proc.ppid %proc.exepath %proc.args"
  priority: INFO
`;

const watched = (s: Scratch): string => {
  writeFileSync(`${s.dir}/watched`, "x");
  chmodSync(`${s.dir}/watched`, 0o644);
  return `${s.dir}/watched`;
};

const copy = (s: Scratch, name: string): string => {
  const at = s.path(name);
  copyFileSync(DEED, at);
  chmodSync(at, 0o755);
  return at;
};

const LOADER = "/lib64/ld-linux-x86-64.so.2";

const cases: readonly Evasion[] = [
  {
    of: "E10",
    by: "a first argument that lies",
    rule: "Strange program",
    fire: (s) => deed("argv0", "/usr/sbin/sshd", "read", watched(s)),
    check: (f) => {
      assert.equal(f["proc.exe"], "/usr/sbin/sshd");
      assert.equal(f["proc.exepath"], DEED);
    },
  },
  {
    of: "E10",
    by: "a name given by prctl",
    rule: "Strange program",
    fire: (s) => deed("comm", "sshd", "read", watched(s)),
    check: (f) => assert.equal(f["proc.exepath"], DEED),
  },
  {
    of: "E10",
    by: "the call of prctl itself",
    rule: "Name changed",
    fire: (s) => deed("comm", "sshd", "read", watched(s)),
  },
  {
    of: "E10",
    by: "a name given by /proc/self/comm",
    rule: "Strange program",
    fire: (s) => deed("wcomm", "sshd", "read", watched(s)),
    check: (f) => assert.equal(f["proc.exepath"], DEED),
  },
  {
    of: "E10",
    by: "a program started by a link of a trusted name",
    rule: "Strange program",
    fire: (s) => deed("named", s.path("sshd"), "read", watched(s)),
    check: (f) => {
      assert.equal(f["proc.name"], "sshd");
      assert.equal(f["proc.exepath"], DEED);
    },
  },
  {
    of: "E5",
    by: "a program started by another hard link of its file",
    rule: "Started",
    fire: (s) => {
      const file = copy(s, "tool");
      const link = s.path("harmless");
      linkSync(file, link);
      return deed("run", link, "idle");
    },
    check: (f) => assert.match(String(f["proc.exepath"]), /\/harmless$/),
  },
  {
    of: "E11",
    by: "memfd and execve of /proc/self/fd",
    rule: "From memory",
    fire: () => deed("memfd", "path", "idle"),
  },
  { of: "E11", by: "memfd and execveat", rule: "From memory", fire: () => deed("memfd", "at", "idle") },
  {
    of: "E11",
    by: "the loader starts the program",
    rule: "Loader",
    fire: (s) => deed("run", LOADER, copy(s, "loaded"), "idle"),
  },
  {
    of: "E7",
    by: "execveat relative to a directory",
    rule: "Started",
    fire: (s) => {
      const at = copy(s, "tool");
      return deed("execat", at.slice(0, at.lastIndexOf("/")), "tool", "idle");
    },
    check: (f) => assert.match(String(f["proc.exepath"]), /\/tool$/),
  },
  {
    of: "E13",
    by: "a traced child is made to open the file",
    rule: "Watched file",
    fire: (s) => deed("inject", watched(s)),
    check: (f, done) => assert.equal(String(f["proc.pid"]), /child (\d+)/.exec(done.stdout)?.[1]),
  },
  { of: "E13", by: "the tracer's own calls", rule: "Gives orders", fire: (s) => deed("inject", watched(s)) },
  { of: "E13", by: "process_vm_writev", rule: "Memory of another", fire: () => deed("poke") },
  { of: "E13", by: "/proc/PID/mem", rule: "Memory of another", fire: () => deed("memory") },
  {
    of: "E13",
    by: "LD_PRELOAD",
    rule: "Library forced",
    fire: () => deed("run", "/usr/bin/env", "LD_PRELOAD=/no/such.so", DEED, "idle"),
  },
  {
    of: "E14",
    by: "namespaces of users, mounts and pids",
    rule: "Watched file",
    fire: (s) => deed("rootless", "read", watched(s)),
    check: (f, done) => {
      assert.equal(String(f["proc.pid"]), /child (\d+)/.exec(done.stdout)?.[1]);
      assert.equal(Number(f["user.uid"]), 0);
    },
  },
  {
    of: "E14",
    by: "a new user namespace of an ordinary user, whose uid stays its own",
    rule: "Watched file",
    // a copy, because the tree itself may lie where nobody else may look
    fire: (s) => deed("uid", "65534", "run", copy(s, "deed"), "rootless", "read", watched(s)),
    check: (f) => assert.equal(Number(f["user.uid"]), 65534),
  },
  { of: "E14", by: "the making of a user namespace", rule: "Namespaces", fire: () => deed("unshare", "user") },
  {
    of: "E15",
    by: "a process that ends before its events are read",
    rule: "Watched file",
    fire: (s) => deed("brief", watched(s)),
    check: (f, done) => {
      assert.equal(String(f["proc.pid"]), /child (\d+)/.exec(done.stdout)?.[1]);
      assert.equal(f["proc.exepath"], DEED);
    },
  },
];

evasionSuite("evasions by identity", rules, () => cases);
