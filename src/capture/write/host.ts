import { readFileSync } from "node:fs";
import { cpus, hostname, networkInterfaces, totalmem } from "node:os";
import type { GroupEntry, InterfaceEntry, MachineInfo, UserEntry } from "../metadata.js";

/** What the head of a capture says of this machine. */
export function hostMachine(bootNs: bigint): MachineInfo {
  let maxPid = 0;
  try {
    maxPid = Number.parseInt(readFileSync("/proc/sys/kernel/pid_max", "latin1"), 10);
  } catch {
    // not told
  }
  return { cpus: cpus().length, memoryBytes: totalmem(), maxPid, hostname: hostname(), bootNs, flags: 0n };
}

/** The addresses of this machine. */
export function hostInterfaces(): InterfaceEntry[] {
  const out: InterfaceEntry[] = [];
  for (const [name, list] of Object.entries(networkInterfaces())) {
    for (const i of list ?? []) {
      const address = ipBytes(i.address);
      const netmask = ipBytes(i.netmask);
      const broadcast =
        address.length === 4 ? address.map((b, k) => b | (~(netmask[k] as number) & 0xff)) : new Uint8Array(16);
      out.push({ name, address, netmask, broadcast, linkSpeed: 0 });
    }
  }
  return out;
}

/** Bytes of an address that the system has written. */
export function ipBytes(text: string): Uint8Array {
  if (!text.includes(":")) return Uint8Array.from(text.split("."), Number);
  const [head = "", tail] = text.split("%")[0]?.split("::") ?? [];
  const groups = (s: string | undefined): number[] => (s ? s.split(":").map((g) => Number.parseInt(g, 16)) : []);
  const front = groups(head);
  const back = groups(tail);
  const words = [...front, ...new Array<number>(8 - front.length - back.length).fill(0), ...back];
  return Uint8Array.from(words.flatMap((w) => [w >> 8, w & 0xff]));
}

function rows(path: string): string[][] {
  try {
    return readFileSync(path, "utf8")
      .split("\n")
      .filter((l) => l !== "" && !/^[#+-]/.test(l))
      .map((l) => l.split(":"))
      .filter((f) => f.length >= 3 && /^\d+$/.test(f[2] ?? ""));
  } catch {
    return [];
  }
}

/** The accounts of this machine; of each id the first, which is the one that the C library finds. */
export function hostUsers(path = "/etc/passwd"): UserEntry[] {
  const seen = new Set<number>();
  return rows(path)
    .map((f) => ({
      uid: Number(f[2]),
      gid: Number(f[3] ?? 0),
      name: f[0] ?? "",
      home: f[5] ?? "",
      shell: f[6] ?? "",
    }))
    .filter((u) => !seen.has(u.uid) && seen.add(u.uid));
}

/** The groups of this machine. */
export function hostGroups(path = "/etc/group"): GroupEntry[] {
  const seen = new Set<number>();
  return rows(path)
    .map((f) => ({ gid: Number(f[2]), name: f[0] ?? "" }))
    .filter((g) => !seen.has(g.gid) && seen.add(g.gid));
}
