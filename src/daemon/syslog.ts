import { closeSync } from "node:fs";
import { nativeSockets } from "../output/native.js";

const SOCKET = "/dev/log";
/** Facility "daemon". */
const DAEMON = 3 << 3;
/** Severity by pino's levels. */
const SEVERITIES: readonly (readonly [level: number, severity: number])[] = [
  [60, 2],
  [50, 3],
  [40, 4],
  [30, 6],
  [0, 7],
];

/** The system's log, for Saker's own lines (log_syslog). What it does not take is lost: nobody waits for it. */
export class SystemLog {
  private fd = -1;

  write(line: string): void {
    const level = Number(/^\{"level":(\d+)/.exec(line)?.[1] ?? 30);
    const severity = SEVERITIES.find(([l]) => level >= l)?.[1] ?? 6;
    const bytes = Buffer.from(`<${DAEMON + severity}>saker[${process.pid}]: ${line.trimEnd()}`);
    // a daemon that was restarted has another socket: one more try
    for (let tries = 0; tries < 2; tries++) {
      if (this.fd < 0) this.fd = nativeSockets().unixDatagram(SOCKET);
      if (this.fd < 0 || nativeSockets().sendNow(this.fd, bytes) >= 0) return;
      closeSync(this.fd);
      this.fd = -1;
    }
  }
}
