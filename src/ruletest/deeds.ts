import { type EventSpec, eventCode, type ParamInput } from "../capture/encode.js";
import { EVENTS, type EventInfo, type ParamInfo } from "../event/table.js";
import { type Actor, cgroupsOf } from "./actor.js";

type Params = Readonly<Record<string, ParamInput>>;

/** An event without its time. */
export type Deed = Omit<EventSpec, "ts"> & { readonly params: Params };

const LOCAL_PORT = 40_000;
const TCP = 6;
const STREAM = 1;

/** Parameters that may be left empty; all others are numbers, of which none means 0. */
const EMPTY_TYPES: ReadonlySet<string> = new Set([
  "CHARBUF", "FSPATH", "FSRELPATH", "BYTEBUF", "SOCKADDR", "SOCKTUPLE", "DYN", "FDLIST", "CHARBUFARRAY",
  "IPADDR", "IPNET", "IPV4ADDR", "IPV6ADDR",
]); // biome-ignore format: one list

/** Kinds of parameters that are what an event is mainly about, most so first. */
const MAIN_TYPES: readonly (readonly string[])[] = [
  ["FSPATH", "FSRELPATH"],
  ["SOCKTUPLE"],
  ["SOCKADDR"],
  ["CHARBUF"],
  ["PID"],
  ["UID", "GID"],
];

/** Parameters that are filled in if they are not given, by event: where the usual value is not 0 or nothing. */
const USUAL: Readonly<Record<string, Params>> = {
  open: { flags: "O_RDONLY", dev: 0x801, ino: 4711 },
  openat: { flags: "O_RDONLY", dev: 0x801, ino: 4711 },
  openat2: { flags: "O_RDONLY", dev: 0x801, ino: 4711 },
  creat: { mode: 0o644, dev: 0x801, ino: 4711 },
  socket: { domain: "AF_INET", type: STREAM, proto: TCP },
};

/** An event with the parameters that are given; the rest is what it usually is. */
export function deed(type: string | number, given: Params, by: Actor): Deed {
  const info = EVENTS[eventCode(type)] as EventInfo;
  const params: Record<string, ParamInput> = {};
  for (const [i, p] of info.params.entries()) {
    const usual = usualValue(info, p, i, by);
    if (usual !== undefined) params[p.name] = usual;
  }
  return { type, tid: by.pid, params: { ...params, ...USUAL[info.name], ...given } };
}

function usualValue(info: EventInfo, p: ParamInfo, index: number, by: Actor): ParamInput | undefined {
  if (p.type === "FD" || p.type === "FD32") {
    if (/dir/.test(p.name)) return "AT_FDCWD";
    if (info.flags.has("CREATES_FD") && index === 0) return by.fd++;
    return Math.max(3, by.fd - 1);
  }
  return EMPTY_TYPES.has(p.type) ? undefined : 0;
}

/** An event or shorthand with its main value alone; undefined if the event has no main value. */
export function shortDeed(type: string, value: string | undefined, by: Actor): Deed[] | undefined {
  if (value === undefined) return [deed(type, {}, by)];
  if (type === "read") return [deed("openat", { name: value, flags: "O_RDONLY" }, by)];
  if (type === "write") return [deed("openat", { name: value, flags: "O_WRONLY|O_CREAT", mode: 0o644 }, by)];
  if (type === "connect") return connect(value, by);
  const main = mainParam(EVENTS[eventCode(type)] as EventInfo);
  return main === undefined ? undefined : [deed(type, { [main]: value }, by)];
}

function mainParam(info: EventInfo): string | undefined {
  for (const types of MAIN_TYPES) {
    const p = info.params.find((q) => types.includes(q.type));
    if (p !== undefined) return p.name;
  }
  return undefined;
}

/** A socket is made and connected: `10.0.0.1:80`, `[fe80::1]:80` or the path of a UNIX socket. */
function connect(to: string, by: Actor): Deed[] {
  const unix = to.startsWith("/");
  const wide = !unix && to.lastIndexOf(":") !== to.indexOf(":");
  const socket = deed("socket", unix ? { domain: "AF_UNIX", proto: 0 } : wide ? { domain: "AF_INET6" } : {}, by);
  const fd = socket.params.fd as number;
  const local = wide ? `[fe80::5]` : to.startsWith("127.") ? "127.0.0.1" : "10.0.0.5";
  const tuple: ParamInput = unix ? { path: to } : `${local}:${LOCAL_PORT + fd}->${to}`;
  return [socket, deed("connect", { fd, tuple, addr: to }, by)];
}

/** The process begins the program that it is: the end of its execve. */
export function execDeed(a: Actor): Deed {
  const flags = [a.memfd ? "EXE_FROM_MEMFD" : "", a.upperLayer ? "EXE_UPPER_LAYER" : ""].filter((f) => f !== "");
  return deed(
    "execve",
    {
      exe: a.argv[0] as string,
      args: a.argv.slice(1),
      tid: a.pid,
      pid: a.pid,
      ptid: a.parent,
      cwd: a.cwd,
      fdlimit: 1024,
      comm: a.comm,
      cgroups: cgroupsOf(a),
      env: [...a.env],
      tty: a.tty,
      vpgid: a.pid,
      pgid: a.pid,
      loginuid: a.login,
      flags: flags.length > 0 ? flags.join("|") : 0,
      cap_permitted: a.capabilities,
      cap_effective: a.capabilities,
      uid: a.identity.uid,
      gid: a.identity.gid,
      trusted_exepath: a.exe,
      filename: a.exe,
    },
    a,
  );
}

/** The ends of a fork in both processes. */
export function forkDeeds(parent: Actor, child: number): Deed[] {
  const common = {
    exe: parent.argv[0] as string,
    args: parent.argv.slice(1),
    cwd: parent.cwd,
    fdlimit: 1024,
    comm: parent.comm,
    cgroups: cgroupsOf(parent),
    uid: parent.identity.uid,
    gid: parent.identity.gid,
  };
  const own = { ...common, res: child, tid: parent.pid, pid: parent.pid, ptid: parent.parent };
  const its = { ...common, res: 0, tid: child, pid: child, ptid: parent.pid };
  return [
    deed("clone", { ...own, vtid: parent.pid, vpid: parent.pid }, parent),
    { ...deed("clone", { ...its, vtid: child, vpid: child }, parent), tid: child },
  ];
}
