import { isMappedOrZero, writeEndpoint, writeIp } from "../../event/text/net.js";
import { serviceName } from "../../event/text/services.js";
import { writePointer, writeTuple } from "../../event/text/tuple.js";
import { ByteWriter } from "../../event/text/writer.js";
import { type FdEntry, FdKind, FdStatus, L4 } from "../fd.js";

const w = new ByteWriter(512);

/** What was written since the writer was reset. */
function taken(): Uint8Array {
  return w.buf.slice(0, w.pos);
}

/** Write `address:port`, the port as the name of its service if `services` is set and it has one. */
function writeEnd(ip: Uint8Array, skip: number, port: number, e: FdEntry, services: boolean): void {
  const name = services ? serviceName(port, e.l4 === L4.UDP ? "udp" : "tcp") : undefined;
  if (name === undefined) {
    writeEndpoint(w, ip, skip, ip.length - skip, port);
    return;
  }
  writeIp(w, ip, skip, ip.length - skip);
  w.ascii(`:${name}`);
}

/**
 * Name of an IP socket by its tuple: ends with ports, or addresses alone for transports that have none.
 * @param services show ports as names of services
 */
export function socketName(e: FdEntry, services: boolean): Uint8Array {
  w.reset();
  if ((e.status & FdStatus.BOUND) !== 0) {
    writeEnd(e.local, 0, e.lport, e, services);
    return taken();
  }
  const plain = e.l4 === L4.ICMP || (e.l4 === L4.RAW && e.kind === FdKind.IPV4);
  if (e.l4 === L4.TCP || e.l4 === L4.UDP) {
    const skip = e.kind === FdKind.IPV6 && isMappedOrZero(e.local, 0) && isMappedOrZero(e.remote, 0) ? 12 : 0;
    writeEnd(e.local, skip, e.lport, e, services);
    w.ascii("->");
    writeEnd(e.remote, skip, e.rport, e, services);
  } else if (plain) {
    writeIp(w, e.local, 0, e.local.length);
    w.ascii("->");
    writeIp(w, e.remote, 0, e.remote.length);
  } else w.ascii("<unknown>");
  return taken();
}

/** Name of a socket of the fd list: always with ports. */
export function listedName(e: FdEntry, services: boolean): Uint8Array {
  w.reset();
  writeEnd(e.local, 0, e.lport, e, services);
  if ((e.status & FdStatus.BOUND) === 0) {
    w.ascii("->");
    writeEnd(e.remote, 0, e.rport, e, services);
  }
  return taken();
}

/** Name of a UNIX socket: the kernel's ids of both ends, and the path. */
export function unixName(self: Uint8Array, peer: Uint8Array, path: Uint8Array): Uint8Array {
  w.reset();
  writePointer(w, self, 0);
  w.ascii("->");
  writePointer(w, peer, 0);
  w.byte(32);
  w.bytes(path, 0, path.length);
  return taken();
}

/** A SOCKTUPLE parameter as text. */
export function tupleName(u8: Uint8Array, off: number, len: number): Uint8Array {
  w.reset();
  writeTuple(w, u8, off, len);
  return taken();
}
