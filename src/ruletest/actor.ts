import type { ThreadBlock } from "../capture/inspector.js";
import { CAPABILITIES } from "../event/text/caps.js";
import { didYouMean } from "../rules/errors.js";
import { nearest } from "../rules/nearest.js";
import type { ProcessSpec } from "./format.js";

const COMM_LENGTH = 15;
const NO_LOGIN = 0xffff_ffff;
const ALL_CAPABILITIES = CAPABILITIES.map((_, i) => 2n ** BigInt(i)).reduce((a, b) => a | b);
const SHORT_ID = 12;
const LONG_ID = 64;

/** A user by number. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** A process of a test with nothing left open. */
export interface Actor {
  readonly pid: number;
  /** As its container sees it. */
  readonly vpid: number;
  readonly parent: number;
  readonly argv: readonly string[];
  readonly comm: string;
  readonly exe: string;
  readonly identity: Identity;
  readonly login: number;
  readonly cwd: string;
  readonly env: readonly string[];
  readonly tty: number;
  readonly container: string | undefined;
  readonly capabilities: bigint;
  readonly memfd: boolean;
  readonly upperLayer: boolean;
  /** Started at, ns since the epoch. */
  readonly startNs: bigint;
  /** Next free fd. */
  fd: number;
}

/** What a process is made up against. */
export interface Surroundings {
  readonly pid: number;
  readonly parent: Actor | undefined;
  readonly nowNs: bigint;
  /** A user by name or number. */
  identity(user: string): Identity;
}

/** Fill in what a process does not say: from its parent, or as is usual. */
export function makeActor(p: ProcessSpec, s: Surroundings): Actor {
  const { parent } = s;
  const identity = p.user === undefined ? (parent?.identity ?? { uid: 0, gid: 0 }) : s.identity(p.user);
  const first = p.argv[0] as string;
  const exe = p.exe ?? (first.startsWith("/") ? first : `/usr/bin/${first.replace(/^.*\//, "")}`);
  return {
    pid: p.pid ?? s.pid,
    vpid: p.vpid ?? p.pid ?? s.pid,
    parent: parent?.pid ?? 1,
    argv: p.argv,
    comm: (p.name ?? baseName(p.exe ?? first)).slice(0, COMM_LENGTH),
    exe,
    identity,
    login: p.login === undefined ? (parent?.login ?? NO_LOGIN) : s.identity(p.login).uid,
    cwd: p.cwd ?? parent?.cwd ?? "/",
    env: p.env.length > 0 ? p.env : (parent?.env ?? []),
    tty: p.tty ?? parent?.tty ?? 0,
    container: p.container ?? parent?.container,
    capabilities: capabilities(p, identity),
    memfd: p.memfd,
    upperLayer: p.upperLayer,
    startNs: s.nowNs - BigInt(Math.round((p.age ?? 0) * 1e9)),
    fd: 3,
  };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function capabilities(p: ProcessSpec, identity: Identity): bigint {
  if (p.capabilities.length === 0) return identity.uid === 0 ? ALL_CAPABILITIES : 0n;
  let set = 0n;
  for (const name of p.capabilities) {
    const bit = CAPABILITIES.indexOf(name);
    if (bit < 0) throw p.node.fail(`there is no capability '${name}'`, didYouMean(nearest(name, CAPABILITIES)));
    set |= 1n << BigInt(bit);
  }
  return set;
}

/** Cgroups as a capture lists them. */
export function cgroupsOf(a: Actor): string[] {
  const path = a.container === undefined ? "/user.slice" : `/docker/${a.container.padEnd(LONG_ID, "0")}`;
  return a.container === undefined || a.container.length >= SHORT_ID ? [`cpuset=${path}`] : [];
}

/** The process as it stands in the process list of a capture. */
export function threadBlock(a: Actor): ThreadBlock {
  return {
    tid: a.pid,
    pid: a.pid,
    ptid: a.parent,
    sid: a.pid,
    vpgid: a.pid,
    pgid: a.pid,
    vtid: a.vpid,
    vpid: a.vpid,
    comm: a.comm,
    exe: a.argv[0] as string,
    exepath: a.exe,
    args: a.argv.slice(1),
    env: a.env,
    cwd: a.cwd,
    cgroups: cgroupsOf(a),
    uid: a.identity.uid,
    gid: a.identity.gid,
    loginuid: a.login,
    fdlimit: 1024,
    tty: a.tty,
    exe_from_memfd: a.memfd,
    exe_upper_layer: a.upperLayer,
    cap_permitted: a.capabilities,
    cap_effective: a.capabilities,
    clone_ts: a.startNs,
  };
}
