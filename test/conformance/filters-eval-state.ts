import type { FdView, ThreadChange, ThreadView } from "../../src/index.js";
import { events } from "../../src/index.js";
import type { Stage } from "./filters-eval-stage.js";
import { compare, type Step, type StepJudge } from "./filters-eval-step.js";

const NO_SOURCE = 2n ** 64n - 1n;

/** What a case asks of an event itself. */
function eventValue(stage: Stage, key: string): unknown {
  const { context } = stage.inspector;
  const { ev } = context;
  switch (key) {
    case "category":
      return `EC_${ev.info.categories[0]}`;
    case "source_name":
      return context.source === "" ? null : context.source;
    case "source_idx":
      return context.source === "" ? NO_SOURCE : context.source === "syscall" ? 0n : 1n;
    case "num":
      return context.num;
    case "cpuid":
      return context.cpu;
    case "ts":
      return ev.ts;
    case "tid":
      return stage.inspector.eventTid;
    case "type":
      return `PPME_${events.EVENT_SYMBOLS[ev.type]}`;
    case "name":
      return ev.info.name;
    case "num_params":
      return ev.nparams;
    case "fd_num":
      return context.entry === null ? null : context.fdNumber();
    case "fdinfo_name_changed":
      return stage.inspector.field("fd.name_changed") === "true";
    case "syscall_return_value":
      return ev.int(0);
    case "errorcode":
      return ev.int(0) < 0 ? -ev.int(0) : 0;
    case "thread_info":
      return stage.inspector.eventThread() !== null;
    case "fd_info":
      return stage.inspector.eventFd() !== null;
    default:
      throw new Error(`no answer to the key '${key}' of an event`);
  }
}

/** A name of upstream's for a thread's value -> ours. */
function threadValue(t: ThreadView, key: string): unknown {
  const special: Readonly<Record<string, () => unknown>> = {
    main_thread: () => t.tid === t.pid,
    tginfo: () => t.num_threads > 0 || t.is_dead,
    cmd_line: () => [t.comm, ...t.args].join(" "),
    cap_max: () => t.cap_effective,
    fd_limit: () => t.fdlimit,
    fd_opencount: () => t.fd_opencount,
    vtid: () => t.vtid,
    m_children: () => t.children.length,
    env: () => t.env,
    fdtable_size: () => t.fds.size,
  };
  const own = special[key];
  if (own !== undefined) return own();
  if (Object.hasOwn(t, key)) return t[key as keyof ThreadView];
  throw new Error(`no answer to the key '${key}' of a thread`);
}

const L4 = /^SCAP_L4_/;

function dotted(ip: Uint8Array): string {
  if (ip.length === 4) return ip.join(".");
  const groups: string[] = [];
  for (let i = 0; i < ip.length; i += 2) groups.push((((ip[i] as number) << 8) | (ip[i + 1] as number)).toString(16));
  return groups.join(":");
}

function fdValue(f: FdView, key: string): unknown {
  switch (key) {
    case "tostring":
      return f.name;
    case "device":
      return f.dev;
    case "sip":
    case "ip":
      return dotted(f.sip);
    case "dip":
      return dotted(f.dip);
    case "port":
      return f.sport;
    case "serverport":
      return f.is_ipv4_socket || f.is_ipv6_socket ? f.dport : 0;
    case "openflags":
    case "open_flags":
      return f.openflags;
    case "has_no_role":
      return f.is_role_none;
    default:
      if (Object.hasOwn(f, key)) return f[key as keyof FdView];
      throw new Error(`no answer to the key '${key}' of an fd`);
  }
}

/** The thread or fd that a step speaks of; null if there is none. */
function subject(stage: Stage, s: Step): { thread: ThreadView } | { fd: FdView } | null {
  const { inspector } = stage;
  let thread: ThreadView | null;
  if (s.thread !== undefined) thread = inspector.thread(s.thread as number);
  else {
    stage.at(s.evt);
    if (s.part === "fd" && s.fd === undefined) {
      const fd = inspector.eventFd();
      return fd === null ? null : { fd };
    }
    thread = inspector.eventThread();
  }
  if (s.fd === undefined) return thread === null ? null : { thread };
  const fd = thread?.fds.get(s.fd as number);
  return fd === undefined ? null : { fd };
}

/** The value that a step speaks of. */
export function stateValue(stage: Stage, s: Step): unknown {
  const key = String(s.key);
  if (s.evt !== undefined && s.part === undefined && s.thread === undefined) {
    stage.at(s.evt);
    return eventValue(stage, key);
  }
  const it = subject(stage, s);
  if (it === null) throw new Error("there is no such thread or fd");
  return "fd" in it ? fdValue(it.fd, key) : threadValue(it.thread, key);
}

function bigger(got: unknown, than: unknown): boolean {
  return BigInt(got as bigint) > BigInt(than as bigint);
}

const state: StepJudge = (stage, s) => {
  if (s.threadgroup !== undefined) return compare(stage.inspector.group(s.threadgroup as number) !== null, s.exists);
  // upstream's second way to hold the thread of an event, which it does not use for events of this kind
  if (s.part === "thread_ref") return compare(false, s.exists);
  if (s.exists !== undefined) return compare(subject(stage, s) !== null, s.exists);
  const got = stateValue(stage, s);
  const bound = s.gt ?? s.ge ?? s.lt ?? s.le;
  if (bound !== undefined) {
    const than =
      typeof bound === "object" && bound !== null ? stateValue(stage, (bound as { state: Step }).state) : bound;
    const [more, less] = [bigger(got, than), bigger(than, got)];
    const ok = s.gt !== undefined ? more : s.ge !== undefined ? !less : s.lt !== undefined ? less : !more;
    return ok ? undefined : `got ${String(got)} against ${String(than)}`;
  }
  let want = s.eq;
  if (typeof want === "object" && want !== null && "state" in want)
    want = stateValue(stage, (want as { state: Step }).state);
  if (s.ne !== undefined) return compare(got, s.ne) === undefined ? `got ${String(got)}` : undefined;
  if (typeof got === "string" && L4.test(got) && typeof want === "number")
    return compare(L4_NUMBERS.indexOf(got), want);
  if (typeof got === "string" && /^\d+(\.\d+){3}$/.test(got) && typeof want === "number")
    return compare(Buffer.from(got.split(".").map(Number)).readUInt32LE(), want);
  if (typeof want === "boolean" && typeof got !== "boolean") return compare(truth(got), want);
  // unsigned and signed readings of the same bits
  if (typeof got === "number" && typeof want === "number" && (got >>> 0 === want || got === want)) return undefined;
  return compare(got, want);
};

const L4_NUMBERS = ["SCAP_L4_UNKNOWN", "SCAP_L4_NA", "SCAP_L4_TCP", "SCAP_L4_UDP", "SCAP_L4_ICMP", "SCAP_L4_RAW"];

/** A number or text taken for true or false, as C++ does. */
function truth(v: unknown): boolean {
  return v !== "0.0.0.0" && v !== 0 && v !== 0n && v !== "" && v !== null && v !== undefined;
}

const thread_group: StepJudge = (stage, s) => {
  const g = stage.inspector.group(s.pid as number);
  if (g === null) return "there is no such group";
  const got = { alive: g.alive, reaper: g.reaper, threads: g.listed, not_expired: g.tids.length };
  for (const [k, v] of Object.entries(got)) {
    if (s[k] === undefined) continue;
    const why = compare(v, s[k]);
    if (why !== undefined) return `${k}: ${why}`;
  }
  return s.tids === undefined ? undefined : sameSet(g.tids, s.tids as number[]);
};

function sameSet(got: readonly number[], want: readonly number[]): string | undefined {
  const sort = (a: readonly number[]) => JSON.stringify([...a].sort((x, y) => x - y));
  // none given stands for any
  return want.length === 0 || sort(got) === sort(want)
    ? undefined
    : `got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`;
}

const thread_children: StepJudge = (stage, s) => {
  const t = stage.inspector.thread(s.tid as number);
  if (t === null) return "there is no such thread";
  if (s.children !== undefined && t.childrenListed !== s.children)
    return `children: got ${t.childrenListed}, want ${String(s.children)}`;
  if (s.not_expired !== undefined && t.not_expired_children !== s.not_expired)
    return `not_expired: got ${t.not_expired_children}, want ${String(s.not_expired)}`;
  return s.tids === undefined ? undefined : sameSet(t.children, s.tids as number[]);
};

const thread_pids: StepJudge = (stage, s) => {
  const t = stage.inspector.thread(s.tid as number);
  if (t === null) return "there is no such thread";
  for (const k of ["tid", "pid", "ptid", "vtid", "vpid"] as const) {
    const why = s[k] === undefined ? undefined : compare(t[k], s[k]);
    if (why !== undefined) return `${k}: ${why}`;
  }
  return undefined;
};

const usergroup: StepJudge = (stage, s) => {
  const { users } = stage.inspector.state;
  const [container, ...rest] = s.args as [string, ...unknown[]];
  switch (s.fn) {
    case "add_user": {
      const [, uid, gid, name, home, shell] = rest as [number, number, number, string, string, string];
      // without a name the account is looked up on the host, of which nothing is known here
      if (typeof name === "string") users.add({ uid, gid, name, home, shell }, container);
      return undefined;
    }
    case "rm_user":
      users.remove(rest[0] as number, container);
      return undefined;
    case "add_group": {
      const [, gid, name] = rest as [number, number, string];
      if (typeof name === "string") users.addGroupOf(gid, name, container);
      return undefined;
    }
    case "rm_group":
      users.removeGroupOf(rest[0] as number, container);
      return undefined;
    default:
      return `no answer to the function '${String(s.fn)}'`;
  }
};

/** Steps about what is known of threads, fds and users. */
export const STATE_STEPS: Readonly<Record<string, StepJudge>> = {
  state,
  thread_group,
  thread_children,
  thread_pids,
  thread_missing: (stage, s) => compare(stage.inspector.thread(s.tid as number) === null, s.eq ?? true),
  thread_flag: (stage, s) => {
    const t = stage.inspector.thread(s.tid as number);
    if (t === null) return "there is no such thread";
    return compare((t.flags & (s.flag as number)) !== 0, s.eq ?? true);
  },
  thread_comm: (stage, s) => compare(stage.inspector.thread(s.tid as number)?.comm, s.eq),
  thread_count: (stage, s) => compare(stage.inspector.threadCount, s.eq),
  set_state: (stage, s) => {
    const change = { [String(s.key)]: s.value } as ThreadChange;
    return stage.inspector.setThread(s.thread as number, change) ? undefined : "there is no such thread";
  },
  remove_inactive_threads: (stage, s) => {
    const args = (s.args as number[] | undefined) ?? [];
    const now = (s.ts ?? s.lastevent_ts ?? s.now ?? args[0] ?? 0) as number;
    const timeout = (s.timeout ?? s.thread_timeout ?? args[1] ?? 0) as number;
    stage.inspector.removeInactive(BigInt(now), BigInt(timeout));
    return undefined;
  },
  usergroup,
};
