import { type FdEntry, Role } from "../state/fd.js";
import { LookAt, lookFds } from "../state/look.js";
import { ephemeralPorts, inetSockets, type NetSocket, rolesOf } from "../state/netsockets.js";
import type { ProcSnapshot } from "../state/procfs.js";
import type { Addon } from "./addon.js";

/** Place of the network namespace in a row's. */
const NET = 2;
/** As many as the kernel side remembers; see bpf/maps.h. */
const MAX_ROLES = 32_768;

type Sockets = Map<bigint, NetSocket>;

/**
 * Tell the kernel side which side of their connections those sockets are on that were connected before it watched.
 * @param snapshot what /proc said of the processes; without it, the iterators are asked
 */
export function seedRoles(native: Addon, snapshot: ProcSnapshot | undefined): void {
  const ephemeral = ephemeralPorts();
  let left = MAX_ROLES;
  for (const sockets of snapshot === undefined ? looked(native) : scanned(snapshot))
    for (const [inode, role] of rolesOf(sockets, ephemeral)) {
      if (left-- <= 0) return;
      native.setRole(Number(inode & 0xffffffffn), Number(inode >> 32n), role);
    }
}

/** Sockets of each network namespace in which there is a process. */
function* scanned(snapshot: ProcSnapshot): Generator<Sockets> {
  const done = new Set<number>();
  for (const row of snapshot.rows) {
    const net = row.namespaces[NET] ?? 0;
    if (net === 0 || done.has(net)) continue;
    done.add(net);
    yield inetSockets(row.pid);
  }
}

function looked(native: Addon): Iterable<Sockets> {
  const byNet = new Map<number, Sockets>();
  for (const { net, entry } of lookFds((what, pid) => new native.Look(what, pid), 0, LookAt.SOCKETS)) {
    const sockets = byNet.get(net) ?? new Map<bigint, NetSocket>();
    byNet.set(net, sockets);
    sockets.set(entry.ino, netSocket(entry));
  }
  return byNet.values();
}

const netSocket = (e: FdEntry): NetSocket => ({ ...e, path: e.raw, listening: e.role === Role.LISTENING });
