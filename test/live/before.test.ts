// What was there before the sensor: descriptors, connections and who called whom.
import assert from "node:assert/strict";
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { skipLive } from "./support/gate.js";
import { InProcess } from "./support/inprocess.js";
import { DEED, makeScratch } from "./support/places.js";
import type { Alert } from "./support/sensor.js";

const TALKER = fileURLToPath(new URL("./support/talker.js", import.meta.url));

/** Takes another name when it is told a file, and opens that. */
const RENAMED = `
  const { openSync } = require("node:fs");
  process.stdin.once("data", (told) => {
    process.title = "sshd";
    openSync(String(told), "r");
    process.exit();
  });
`;

describe("what was there before the sensor", { skip: skipLive(), timeout: 120_000 }, () => {
  const scratch = makeScratch();
  const children: ChildProcess[] = [];
  let server: Server;
  let socket: Socket;
  let talker: ChildProcess;
  let ports: { readonly port: number; readonly callerPort: number };
  let sensor: InProcess;
  let early: ChildProcess;

  const renamed = (): ChildProcess => {
    const child = spawn(process.execPath, ["-e", RENAMED], { stdio: ["pipe", "ignore", "inherit"] });
    children.push(child);
    return child;
  };

  before(async () => {
    early = renamed();
    await once(early, "spawn");
    server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    await once(socket, "connect");
    talker = fork(TALKER);
    [ports] = (await once(talker, "message")) as [typeof ports];
    sensor = await InProcess.start(`
- rule: Talk
  desc: Something is said on the connection.
  condition: evt.type in (write, writev, sendto, sendmsg) and fd.type = ipv4 and fd.port = ${ports.port} and proc.pid = ${talker.pid}
  output: talk %fd.cport %fd.sport %fd.name %fd.lport
  priority: DEBUG
- rule: Opens
  desc: A process whose descriptors are looked at.
  condition: evt.type in (open, openat) and fd.name startswith ${scratch.dir}/ and proc.name = deed
  output: opens %proc.stdin.type %proc.stdin.name %proc.stdout.type %fd.types %fd.types[0] %proc.fdopencount
  priority: DEBUG
- rule: Opens by another name
  desc: A process that has called itself something else since.
  condition: evt.type in (open, openat) and fd.name startswith ${scratch.dir}/ and proc.exepath = ${process.execPath}
  output: opens %proc.name %proc.cmdline %proc.exepath %proc.pid %proc.aname[0]
  priority: DEBUG
- rule: Shell on a connection
  desc: What a rule about descriptors that no event brings along looks like.
  condition: evt.type in (open, openat) and fd.name startswith ${scratch.dir}/ and proc.name = deed and proc.stdin.type in (ipv4, ipv6)
  output: shell %proc.stdin.name
  priority: DEBUG
`);
    // the roles are found out beside other work
    await sleep(500);
  });
  after(async () => {
    for (const c of [...children, talker]) c.kill("SIGKILL");
    socket.destroy();
    server.close();
    await sensor.stop();
    scratch.remove();
  });

  const fields = (a: Alert): Readonly<Record<string, unknown>> => a.output_fields;

  it("knows who had called whom, whatever the ports", async () => {
    assert.ok(ports.callerPort < ports.port, "else the lower port would tell");
    talker.send("call");
    const called = fields(await sensor.expect("the caller", (a) => a.output_fields["fd.lport"] === ports.callerPort));
    talker.send("answer");
    const answered = fields(await sensor.expect("the callee", (a) => a.output_fields["fd.lport"] === ports.port));
    const name = `127.0.0.1:${ports.callerPort}->127.0.0.1:${ports.port}`;
    for (const f of [called, answered]) {
      assert.equal(f["fd.cport"], ports.callerPort);
      assert.equal(f["fd.sport"], ports.port);
      assert.equal(f["fd.name"], name);
    }
  });

  it("names a process as one that came later, whatever both have called themselves since", async () => {
    const names = [];
    for (const child of [early, renamed()]) {
      child.stdin?.end(scratch.file("by-another-name"));
      const mine = (a: Alert): boolean =>
        a.rule === "Opens by another name" && a.output_fields["proc.pid"] === child.pid;
      const { "proc.pid": _, "evt.time": __, ...f } = fields(await sensor.expect("the open", mine));
      names.push(f);
    }
    assert.deepEqual(names[0], names[1]);
    assert.equal(names[0]?.["proc.name"], "node");
    assert.match(String(names[0]?.["proc.cmdline"]), /^node -e /);
  });

  function opener(file: string, stdin: Socket | "ignore", ...words: string[]): ChildProcess {
    const child = spawn(DEED, [...words, "witness", file], { stdio: [stdin, "ignore", "ignore"] });
    children.push(child);
    return child;
  }

  it("knows what a connection as standard input is, though no event is about it", async () => {
    const file = scratch.path("on-a-socket");
    opener(file, socket);
    const f = fields(await sensor.expect("the shell", (a) => a.rule === "Shell on a connection"));
    const { port } = server.address() as AddressInfo;
    assert.equal(f["proc.stdin.name"], `127.0.0.1:${socket.localPort}->127.0.0.1:${port}`);
  });

  it("is silent about the twin without a connection", async () => {
    const file = scratch.path("on-nothing");
    opener(file, "ignore", "openall");
    const a = await sensor.expect("opens", (x) => x.rule === "Opens" && x.output_fields["proc.stdin.type"] === "file");
    assert.equal(a.output_fields["proc.stdin.name"], "/dev/null");
    assert.deepEqual(a.output_fields["fd.types[0]"], ["file"]);
    const types = String(a.output_fields["fd.types"]);
    for (const t of ["ipv4", "ipv6", "unix", "pipe", "memfd", "eventpoll", "directory", "netlink", "pidfd"])
      assert.ok(types.includes(t), `${t} in ${types}`);
    const shells = sensor.alerts.filter((x) => x.rule === "Shell on a connection");
    assert.equal(shells.length, 1);
  });
});
