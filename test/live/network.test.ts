import assert from "node:assert/strict";
import { type Done, deed } from "./support/deed.js";
import { type Get, type Kit, liveSuite, type RuleCase } from "./support/suite.js";

const inContainer = (kit: Kit, ...args: string[]): ReturnType<typeof deed> =>
  deed("join", kit.container.procs, ...args);

/** The deed prints the port on which its own end listens. */
function checkPort(get: Get, done: Done, ip: string): void {
  const port = /port (\d+)/.exec(done.stdout)?.[1];
  assert.ok(port, done.stdout);
  assert.ok(get("fd.name")?.endsWith(`->${ip}:${port}`), get("fd.name"));
  assert.equal(get("fd.rport"), port);
}

const shells = ["dup", "dup2", "dup3"].flatMap((how): RuleCase[] => [
  {
    rule: "Redirect STDOUT/STDIN to Network Connection in Container",
    by: how,
    fire: (kit) => inContainer(kit, "revshell", how, "socket", "0"),
    check: (get, done, kit) => {
      checkPort(get, done, "127.0.0.1");
      assert.equal(get("container.id"), kit.container.id);
      assert.equal(get("evt.rawres"), "0");
      assert.equal(get("proc.ppid"), String(done.pid));
    },
    quiet: (kit) => inContainer(kit, "revshell", how, "pipe", "0"),
  },
  {
    rule: "Redirect standard streams to network connection on host",
    by: how,
    fire: () => deed("revshell", how, "socket", "1"),
    check: (get, done) => {
      checkPort(get, done, "127.0.0.1");
      assert.equal(get("container.id"), "host");
      assert.equal(get("evt.rawres"), "1");
      assert.equal(get("proc.ppid"), String(done.pid));
    },
    // `dup` cannot choose a number that is not the lowest, so its twin is a pipe.
    quiet: () => (how === "dup" ? deed("revshell", how, "pipe", "1") : deed("revshell", how, "socket", "9")),
  },
]);

const cases: readonly RuleCase[] = [
  ...shells,
  {
    rule: "Packet socket created in container",
    by: "AF_PACKET",
    fire: (kit) => inContainer(kit, "packet"),
    check: (get, done, kit) => {
      assert.equal(get("container.id"), kit.container.id);
      assert.match(get("evt.args") ?? "", /AF_PACKET/);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => inContainer(kit, "packet", "udp"),
  },
  {
    rule: "Contact cloud metadata service from container",
    by: "TCP",
    fire: (kit) => inContainer(kit, "dial", "169.254.169.254"),
    check: (get, done, kit) => {
      checkPort(get, done, "169.254.169.254");
      assert.equal(get("container.id"), kit.container.id);
      assert.equal(get("proc.pid"), String(done.pid));
    },
    quiet: (kit) => inContainer(kit, "dial", "169.254.169.253"),
  },
];

liveSuite("network", cases);
