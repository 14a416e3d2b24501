import { closeSync } from "node:fs";
import { nativeSockets } from "../../output/native.js";

/** Tells the service manager how the sensor fares (sd_notify); without one, nobody. */
export class ServiceManager {
  /** How often it wants to hear that all is well, ms; 0 = never. */
  readonly watchdogMs: number;

  constructor(private readonly env: Readonly<Record<string, string | undefined>> = process.env) {
    const forUs = env.WATCHDOG_PID === undefined || Number(env.WATCHDOG_PID) === process.pid;
    this.watchdogMs = forUs ? Math.floor(Number(env.WATCHDOG_USEC ?? 0) / 1000) : 0;
  }

  ready(status: string): void {
    this.send("READY=1", `STATUS=${status}`);
  }

  status(status: string): void {
    this.send(`STATUS=${status}`);
  }

  reloading(): void {
    this.send("RELOADING=1", `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`);
  }

  stopping(): void {
    this.send("STOPPING=1");
  }

  /** All is well. */
  alive(): void {
    this.send("WATCHDOG=1");
  }

  private send(...lines: readonly string[]): void {
    const path = this.env.NOTIFY_SOCKET;
    if (path === undefined || path === "") return;
    const sockets = nativeSockets();
    const fd = sockets.unixDatagram(path);
    // a manager that does not listen must not hold anything up
    if (fd < 0) return;
    sockets.sendNow(fd, Buffer.from(lines.map((l) => `${l.replaceAll("\n", " ")}\n`).join("")));
    closeSync(fd);
  }
}
