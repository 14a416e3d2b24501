import { hostname } from "node:os";
import { OutputError } from "../errors.js";
import type { OutputMessage } from "../sink.js";
import type { Channel } from "./channel.js";
import { bsdFrame, FACILITIES, type Facility, localFrame, modernFrame, type SyslogSender } from "./syslog-format.js";
import { LocalSyslog } from "./syslog-local.js";
import { type StreamFraming, StreamSyslog } from "./syslog-stream.js";
import { UdpSyslog } from "./syslog-udp.js";
import { type TlsOptions, tlsMaterial } from "./tls.js";

/** Options of `syslog_output`. Upstream knows none: without any, alerts go to /dev/log as the C library would. */
export interface SyslogOptions extends TlsOptions {
  readonly transport?: "local" | "udp" | "tcp" | "tls";
  /** Socket of the local daemon. Default /dev/log. */
  readonly path?: string;
  readonly address?: string;
  /** Default 514, for TLS 6514. */
  readonly port?: number;
  /** Default: rfc3164 for the local daemon, else rfc5424. */
  readonly format?: "rfc3164" | "rfc5424";
  /** Over TCP and TLS. Default octet-counted. */
  readonly framing?: StreamFraming;
  /** Default user. */
  readonly facility?: Facility;
  /** Default saker. */
  readonly ident?: string;
  readonly hostname?: string;
}

const PORT = 514;
const TLS_PORT = 6514;

/**
 * Alerts to syslog.
 * @throws {OutputError} if the options make no sense
 */
export function syslogChannel(options: SyslogOptions = {}): Channel {
  const facility = FACILITIES[options.facility ?? "user"];
  if (facility === undefined) {
    throw new OutputError(
      `syslog_output.facility: '${options.facility}' is none of ${Object.keys(FACILITIES).join(", ")}`,
    );
  }
  const sender: SyslogSender = {
    facility,
    ident: options.ident ?? "saker",
    hostname: options.hostname ?? hostname(),
    pid: process.pid,
  };
  const transport = options.transport ?? "local";
  const local = transport === "local";
  const modern = (options.format ?? (local ? "rfc3164" : "rfc5424")) === "rfc5424";
  const bsd = local ? localFrame : bsdFrame;
  const frame = ({ alert, line }: OutputMessage): string =>
    modern ? modernFrame(sender, alert, line) : bsd(sender, alert, line, new Date());

  if (local) return new LocalSyslog(options.path ?? "/dev/log", frame);
  const host = options.address;
  if (!host) throw new OutputError(`syslog_output.address is needed for ${transport}`);
  const port = options.port ?? (transport === "tls" ? TLS_PORT : PORT);
  if (transport === "udp") return new UdpSyslog(host, port, frame);
  const framing = options.framing ?? "octet-counted";
  if (transport === "tcp") return new StreamSyslog({ host, port }, framing, frame);
  // read now, so that a wrong path is told at once, and again at every connection, for renewed certificates
  tlsMaterial(options);
  return new StreamSyslog({ host, port, tls: () => tlsMaterial(options) }, framing, frame);
}
