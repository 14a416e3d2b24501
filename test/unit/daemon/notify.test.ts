import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ServiceManager } from "../../../src/daemon/live/notify.js";

const LISTEN = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
path = sys.argv[1]
s.bind("\\0" + path[1:] if path[0] == "@" else path)
print("bound", flush=True)
for _ in range(int(sys.argv[2])):
    print(s.recv(4096).decode().replace("\\n", ";"), flush=True)
`;
const PYTHON = "/usr/bin/python3";

describe("service manager", () => {
  it("is not there: nothing happens", () => {
    new ServiceManager({}).ready("x");
    new ServiceManager({ NOTIFY_SOCKET: "/nonexistent/socket" }).stopping();
  });

  it("says how often it wants to hear that all is well", () => {
    assert.equal(new ServiceManager({ WATCHDOG_USEC: "3000000" }).watchdogMs, 3000);
    assert.equal(new ServiceManager({ WATCHDOG_USEC: "3000000", WATCHDOG_PID: String(process.pid) }).watchdogMs, 3000);
    assert.equal(new ServiceManager({ WATCHDOG_USEC: "3000000", WATCHDOG_PID: "1" }).watchdogMs, 0);
    assert.equal(new ServiceManager({}).watchdogMs, 0);
  });

  const listens = (what: string, pathOf: (dir: string) => string): void => {
    it(`is told, ${what}`, { skip: existsSync(PYTHON) ? false : "there is no Python" }, async () => {
      const dir = mkdtempSync("/tmp/saker-notify-");
      const path = pathOf(dir);
      const child = spawn(PYTHON, ["-c", LISTEN, path, "5"], { stdio: ["ignore", "pipe", "inherit"] });
      let text = "";
      child.stdout.on("data", (d: Buffer) => {
        text += d.toString();
      });
      while (!text.includes("bound")) await once(child.stdout, "data");
      const m = new ServiceManager({ NOTIFY_SOCKET: path });
      m.ready("good\nand well");
      m.reloading();
      m.alive();
      m.status("fine");
      m.stopping();
      await once(child, "close");
      rmSync(dir, { recursive: true });
      const lines = text.trim().split("\n").slice(1);
      assert.equal(lines[0], "READY=1;STATUS=good and well;");
      assert.match(lines[1] as string, /^RELOADING=1;MONOTONIC_USEC=\d+;$/);
      assert.deepEqual(lines.slice(2), ["WATCHDOG=1;", "STATUS=fine;", "STOPPING=1;"]);
    });
  };
  listens("on a socket in the file system", (dir) => join(dir, "notify"));
  listens("on an abstract socket", (dir) => `@${dir}`);
});
