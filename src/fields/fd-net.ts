import type { Slice } from "../event/bytes.js";
import { writeIp } from "../event/text/net.js";
import { serviceName } from "../event/text/services.js";
import type { EventContext } from "../state/context.js";
import { type FdInfo, L4 } from "../state/fd.js";
import { hostName } from "../state/hosts.js";
import { ABSENT, definer, putText } from "./define.js";
import type { FieldDef } from "./field.js";

const d = definer("fd");

/** One of the four ways to point at an end of a connection. */
interface Side {
  readonly letter: string;
  readonly label: string;
  readonly ip: (fd: FdInfo, x: EventContext) => Slice;
  readonly port: (fd: FdInfo, x: EventContext) => number;
  /** Known for sockets that only listen. */
  readonly listening: boolean;
}

const SIDES: readonly Side[] = [
  { letter: "c", label: "client", ip: (f) => f.client, port: (f) => f.clientPort, listening: false },
  { letter: "s", label: "server", ip: (f) => f.server, port: (f) => f.serverPort, listening: true },
  {
    letter: "l",
    label: "local",
    ip: (f, x) => (f.status === 0 ? f.local : clientIsLocal(f, x) ? f.client : f.server),
    port: (f, x) => (f.status === 0 ? f.lport : clientIsLocal(f, x) ? f.clientPort : f.serverPort),
    listening: false,
  },
  {
    letter: "r",
    label: "remote",
    ip: (f, x) => (f.status === 0 ? f.remote : clientIsLocal(f, x) ? f.server : f.client),
    port: (f, x) => (f.status === 0 ? f.rport : clientIsLocal(f, x) ? f.serverPort : f.clientPort),
    listening: false,
  },
];

/** Captures do not say which end is local: as in Falco it is the client's if its address is the recorded host's. */
const clientIsLocal = (fd: FdInfo, x: EventContext): boolean => x.state.capture.isLocalEnd(x.proc, fd, false);

/** True for 127.0.0.0/8 and ::1. */
export function isLoopback(ip: Slice): boolean {
  if (ip.len === 4) return ip.buf[ip.off] === 127;
  if (ip.len !== 16 || ip.buf[ip.off + 15] !== 1) return false;
  for (let i = 0; i < 15; i++) if (ip.buf[ip.off + i] !== 0) return false;
  return true;
}

/** The IP socket of the event if this side of it is known. */
function socket(x: EventContext, side: Side): FdInfo | null {
  const fd = x.fd();
  if (fd === null || !fd.isIp) return null;
  if (fd.connected) return fd;
  return side.listening && fd.listening && fd.local.len > 0 ? fd : null;
}

const readIp =
  (side: Side) =>
  (x: EventContext, out: Slice): boolean => {
    const fd = socket(x, side);
    if (fd === null || !fd.hasRole) return false;
    const ip = side.ip(fd, x);
    out.set(ip.buf, ip.off, ip.len);
    return ip.len > 0;
  };

/** A name is the watched host's own knowledge: it says nothing of another host's capture. */
const readHost =
  (side: Side) =>
  (x: EventContext, out: Slice): boolean => {
    const fd = socket(x, side);
    if (fd === null || !fd.hasRole || x.ev.rec < 0) return false;
    const ip = side.ip(fd, x);
    if (ip.len === 0) return false;
    const w = x.scratch;
    const start = w.pos;
    writeIp(w, ip.buf, ip.off, ip.len);
    const name = hostName(Buffer.from(w.buf.buffer, w.buf.byteOffset + start, w.pos - start).toString("latin1"));
    return name !== undefined && putText(x, out, name);
  };

const readPort =
  (side: Side) =>
  (x: EventContext): number => {
    const fd = socket(x, side);
    return fd === null ? ABSENT : side.port(fd, x);
  };

/** A port in digits; its service's name if those were asked for. */
function portText(x: EventContext, fd: FdInfo, port: number): string {
  const name = x.state.serviceNames ? serviceName(port, fd.l4 === L4.UDP ? "udp" : "tcp") : undefined;
  return name ?? String(port);
}

const readProto =
  (side: Side) =>
  (x: EventContext, out: Slice): boolean => {
    const fd = socket(x, side);
    if (fd !== null && !(fd.status !== 0 && fd.listening)) return putText(x, out, portText(x, fd, side.port(fd, x)));
    // The protocol of an end that has no port is empty, as far as there are two ends.
    const { letter } = side;
    if (letter === "s" && fd !== null) return putText(x, out, "");
    return letter === "c" && x.fd()?.hasSides === true && putText(x, out, "");
  };

/** A capture's sockets have two ends from the start, if only zeros. */
function hasBothEnds(fd: FdInfo): boolean {
  return fd.connected || (fd.status !== 0 && !fd.listening);
}

function bothIps(x: EventContext, a: Slice, b: Slice): number {
  const fd = x.fd();
  if (fd === null || !fd.isIp) return 0;
  if (hasBothEnds(fd)) {
    const { client, server } = fd;
    a.set(client.buf, client.off, client.len);
    b.set(server.buf, server.off, server.len);
    return 2;
  }
  if (!fd.listening || fd.local.len === 0) return 0;
  a.set(fd.local.buf, fd.local.off, fd.local.len);
  return 1;
}

function bothPorts(x: EventContext, out: Int32Array): number {
  const fd = x.fd();
  if (fd === null || !fd.isIp) return 0;
  if (hasBothEnds(fd)) {
    out[0] = fd.clientPort;
    out[1] = fd.serverPort;
    return 2;
  }
  if (!fd.listening) return 0;
  out[0] = fd.lport;
  return 1;
}

const FILTER = { filterOnly: true, noRhs: true, noTransformer: true } as const;

/** Fields of the two ends of a socket. */
export const FD_NET_FIELDS: readonly FieldDef[] = [
  d.bound(
    "fd.ip",
    "IPADDR",
    "Matches the client's or the server's address.",
    () => ({ kind: "ips", read: bothIps }),
    FILTER,
  ),
  ...SIDES.map((s) =>
    d.bound(`fd.${s.letter}ip`, "IPADDR", `Address of the ${s.label} end.`, () => ({ kind: "ip", read: readIp(s) })),
  ),
  d.bound(
    "fd.port",
    "PORT",
    "Matches the client's or the server's port.",
    () => ({ kind: "ports", read: bothPorts }),
    FILTER,
  ),
  ...SIDES.map((s) => d.num(`fd.${s.letter}port`, "PORT", `Port of the ${s.label} end.`, readPort(s))),
  d.bound(
    "fd.proto",
    "PORT",
    "Matches either port, given as a service name or a number.",
    () => ({ kind: "ports", read: bothPorts }),
    FILTER,
  ),
  ...SIDES.map((s) => d.bytes(`fd.${s.letter}proto`, `Service name of the port of the ${s.label} end.`, readProto(s))),
  d.bound(
    "fd.net",
    "IPNET",
    "Matches the client's or the server's address against a network.",
    () => ({ kind: "ips", read: bothIps }),
    FILTER,
  ),
  ...SIDES.map((s) =>
    d.bound(
      `fd.${s.letter}net`,
      "IPNET",
      `Matches the address of the ${s.label} end against a network.`,
      () => ({ kind: "ip", read: readIp(s) }),
      FILTER,
    ),
  ),
  ...SIDES.map((s) =>
    d.bytes(`fd.${s.letter}ip.name`, `Host name of the ${s.label} end, as /etc/hosts has it.`, readHost(s), {
      noRhs: true,
      noTransformer: true,
    }),
  ),
];
