// What rules are told of a process, against what /proc says of it while it stands still.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { addon } from "../../src/sensor/addon.js";
import { type FakeContainer, makeContainer } from "./support/container.js";
import { CANNOT } from "./support/deed.js";
import { skipLive } from "./support/gate.js";
import { InProcess } from "./support/inprocess.js";
import { DEED, makeScratch, type Scratch } from "./support/places.js";
import { type Truth, truth } from "./support/procfs.js";

const FIELDS = `
proc.pid proc.ppid proc.name proc.exe proc.exepath proc.args proc.cmdline proc.cwd proc.tty proc.sid proc.vpid proc.pgid
proc.vpgid proc.is_sid_leader proc.is_vpgid_leader proc.is_pgid_leader proc.pname proc.pexepath proc.pcmdline proc.pvpid
proc.apid[2] proc.aname[2] proc.aexepath[2] proc.sname proc.sid.exepath proc.pgid.name proc.vpgid.name
proc.exe_ino proc.exe_ino.ctime proc.exe_ino.mtime proc.env proc.env[SAKER_TRUTH]
proc.fdlimit proc.nthreads proc.nchilds proc.stdin.name proc.stdout.type proc.stdin.type proc.fdopencount
thread.tid thread.vtid thread.ismain thread.cap_permitted thread.cap_inheritable thread.cap_effective
proc.pexe proc.aexe[2] proc.aargs[2] proc.acmdline[2] proc.aenv[2] proc.cmdnargs proc.cmdlenargs proc.exeline
proc.sid.exe proc.pgid.exe proc.pgid.exepath proc.vpgid.exe proc.vpgid.exepath proc.is_exe_writable
proc.is_exe_from_memfd proc.is_exe_upper_layer proc.pidns_init_start_ts proc.stdout.name proc.stderr.name
proc.stderr.type thread.cgroup.memory user.loginname
fd.type fd.typechar fd.name fd.nameraw fd.realpath fd.directory fd.filename fd.ino fd.dev fd.dev.major fd.dev.minor
thread.cgroups user.uid user.name user.homedir user.shell user.loginuid group.gid group.name container.id
`
  .trim()
  .split(/\s+/);

const rules = (s: Scratch): string => `
- rule: Truth
  desc: The witness makes its file.
  condition: evt.type in (open, openat) and fd.name startswith ${s.dir}/ and fd.name endswith /witness and evt.is_open_create = true
  output: truth ${FIELDS.map((f) => `%${f}`).join(" ")}
  priority: DEBUG
`;

const CAPS =
  `CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE
NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN
SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE
MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE`.split(/\s+/);

const status = (pid: number, key: string): string =>
  new RegExp(`^${key}:\\s*(.*)$`, "m").exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? "";

const caps = (pid: number, key: string): string[] => {
  const bits = BigInt(`0x${status(pid, key)}`);
  return CAPS.filter((_, i) => (bits >> BigInt(i)) & 1n).map((c) => `CAP_${c}`);
};

const passwd = (file: string, id: number): string[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .map((l) => l.split(":"))
    .find((f) => f[2] === String(id)) ?? [];

const limit = (pid: number): number =>
  Number(/^Max open files\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, "latin1"))?.[1]);

/** Who a number in a pid namespace is, as the kernel sees it from here. */
function inNamespace(pid: number, nr: number): Truth | undefined {
  const ns = readlinkSync(`/proc/${pid}/ns/pid`);
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (readlinkSync(`/proc/${name}/ns/pid`) === ns && truth(Number(name)).vpid === nr) return truth(Number(name));
    } catch {
      // gone meanwhile
    }
  }
  return undefined;
}

/** Hierarchies of /proc/PID/cgroup by the names that events have for them. */
function cgroupsOf(pid: number): Map<string, string> {
  const out = new Map<string, string>();
  for (const line of readFileSync(`/proc/${pid}/cgroup`, "latin1").trim().split("\n")) {
    const [, names = "", ...path] = line.split(":");
    for (const n of names.split(",")) out.set(n, path.join(":"));
  }
  return out;
}

/** Of a program in memory, the link tells no place, and that it is deleted. */
const exeOf = (t: Truth): string => (t.exe.startsWith("/memfd:") ? t.exe.slice(1).replace(" (deleted)", "") : t.exe);

/** Standard streams that are files: their names and kinds. */
function streams(pid: number): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [i, name] of ["stdin", "stdout", "stderr"].entries()) {
    const to = readlinkSync(`/proc/${pid}/fd/${i}`);
    if (!to.startsWith("/")) continue;
    out[`proc.${name}.name`] = to;
    out[`proc.${name}.type`] = "file";
  }
  return out;
}

/** The file that the event is about. */
function fileFields(marker: string): Record<string, unknown> {
  const s = statSync(marker);
  return {
    "fd.type": "file",
    "fd.typechar": "f",
    "fd.name": marker,
    "fd.nameraw": marker,
    "fd.realpath": marker,
    "fd.directory": dirname(marker),
    "fd.filename": basename(marker),
    "fd.ino": s.ino,
    "fd.dev": s.dev.toString(16).toUpperCase(),
    "fd.dev.major": (s.dev >> 8) & 0xfff,
    "fd.dev.minor": (s.dev & 0xff) | ((s.dev >>> 12) & 0xfff00),
  };
}

function expected(pid: number, marker: string): Record<string, unknown> {
  const found = truth(pid);
  const me = { ...found, exe: exeOf(found) };
  const parent = truth(me.ppid);
  const grand = truth(parent.ppid);
  const vgroup = inNamespace(pid, me.vpgid);
  const args = me.args.slice(1);
  const group = existsSync(`/proc/${me.pgid}`) ? truth(me.pgid) : undefined;
  const session = inNamespace(pid, me.sid);
  const exe = statSync(`/proc/${pid}/exe`, { bigint: true });
  const [name, , , , , home, shell] = passwd("/etc/passwd", me.uid);
  const threads = readdirSync(`/proc/${pid}/task`).length;
  const line = (t: Truth): string => [t.comm, ...t.args.slice(1)].join(" ");
  return {
    "proc.pid": me.pid,
    "proc.ppid": me.ppid,
    "proc.name": me.comm,
    "proc.exe": me.args[0],
    "proc.exepath": me.exe,
    "proc.args": me.args.slice(1).join(" "),
    "proc.cmdline": line(me),
    "proc.cwd": me.cwd === "/" ? "/" : `${me.cwd}/`,
    "proc.tty": me.tty,
    "proc.sid": me.sid,
    "proc.vpid": me.vpid,
    "proc.pgid": me.pgid,
    "proc.vpgid": me.vpgid,
    "proc.is_sid_leader": me.sid === me.vpid,
    "proc.is_vpgid_leader": me.vpgid === me.vpid,
    "proc.is_pgid_leader": me.pgid === me.pid,
    "proc.pname": parent.comm,
    "proc.pexepath": parent.exe,
    "proc.pcmdline": line(parent),
    "proc.pvpid": parent.vpid,
    "proc.apid[2]": grand.pid,
    "proc.aname[2]": grand.comm,
    "proc.aexepath[2]": grand.exe,
    ...(session && { "proc.sname": session.comm, "proc.sid.exepath": session.exe }),
    ...(group && { "proc.pgid.name": group.comm }),
    ...(session && { "proc.sid.exe": session.args[0] }),
    ...(group && { "proc.pgid.exe": group.args[0], "proc.pgid.exepath": group.exe }),
    ...(vgroup && {
      "proc.vpgid.name": vgroup.comm,
      "proc.vpgid.exe": vgroup.args[0],
      "proc.vpgid.exepath": exeOf(vgroup),
    }),
    "proc.pexe": parent.args[0],
    "proc.aexe[2]": grand.args[0],
    "proc.aargs[2]": grand.args.slice(1).join(" "),
    "proc.acmdline[2]": line(grand),
    "proc.cmdnargs": args.length,
    "proc.cmdlenargs": args.join("").length,
    "proc.exeline": me.args.join(" "),
    "proc.env": [...me.env].map(([k, v]) => `${k}=${v}`).join(" "),
    // as of the exec, which was root's
    "proc.is_exe_writable": true,
    "proc.is_exe_from_memfd": found.exe.startsWith("/memfd:"),
    "proc.is_exe_upper_layer": false,
    ...streams(pid),
    ...fileFields(marker),
    "thread.cgroup.memory": cgroupsOf(pid).get("memory") ?? cgroupsOf(pid).get(""),
    "user.loginname": passwd("/etc/passwd", me.loginuid)[0] ?? "<NA>",
    "proc.exe_ino": Number(exe.ino),
    "proc.exe_ino.ctime": Number(exe.ctimeNs),
    "proc.exe_ino.mtime": Number(exe.mtimeNs),
    "proc.env[SAKER_TRUTH]": me.env.get("SAKER_TRUTH"),
    "proc.fdlimit": limit(pid),
    "proc.nthreads": threads,
    "proc.nchilds": threads - 1,
    "thread.cap_permitted": caps(pid, "CapPrm").join(" "),
    "thread.cap_inheritable": caps(pid, "CapInh").join(" "),
    "thread.cap_effective": caps(pid, "CapEff").join(" "),
    "user.uid": me.uid,
    "user.name": name ?? "<NA>",
    "user.homedir": home ?? "<NA>",
    "user.shell": shell ?? "<NA>",
    "user.loginuid": me.loginuid,
    "group.gid": me.gid,
    "group.name": passwd("/etc/group", me.gid)[0] ?? "<NA>",
  };
}

const namespaced = (pid: number): boolean => readlinkSync(`/proc/${pid}/ns/pid`) !== readlinkSync("/proc/self/ns/pid");

/** Start of a process in ticks since boot. */
function startOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
}

interface Case {
  readonly by: string;
  readonly words: (s: Scratch) => readonly string[];
  readonly contained?: true;
}

const CASES: readonly Case[] = [
  { by: "a program", words: () => [] },
  { by: "a child", words: () => ["child"] },
  { by: "a new session", words: () => ["child", "session"] },
  { by: "a new process group", words: () => ["child", "group"] },
  { by: "a process group given by the parent", words: () => ["grouped"] },
  { by: "a terminal", words: () => ["pty", "run", DEED] },
  { by: "a terminal of its own without a new program", words: () => ["pty"] },
  { by: "another user", words: () => ["uid", "65534"] },
  { by: "another effective user", words: () => ["euid", "65534"] },
  { by: "fewer capabilities", words: () => ["capless"] },
  { by: "another limit of descriptors", words: () => ["nofile", "100"] },
  { by: "several threads", words: () => ["threads", "3"] },
  { by: "a second thread", words: () => ["thread"] },
  { by: "a namespace of pids", words: () => ["apart", "pid"] },
  { by: "a namespace of users", words: () => ["rootless"] },
  { by: "a namespace of names", words: () => ["apart", "uts"] },
  { by: "descriptors of all kinds", words: () => ["openall"] },
  { by: "another directory", words: (s) => ["in", s.dir] },
  { by: "a program in memory", words: () => ["memfd", "path"] },
  { by: "a control group", words: () => [], contained: true },
];

describe("field truth", { skip: skipLive(), timeout: 400_000 }, () => {
  const scratch = makeScratch();
  let sensor: InProcess;
  let container: FakeContainer | undefined;
  before(async () => {
    sensor = await InProcess.start(rules(scratch));
  });
  after(async () => {
    await sensor.stop();
    scratch.remove();
    await container?.remove();
  });

  async function witness(child: ChildProcess, marker: string): Promise<number> {
    for (let i = 0; i < 400; i++) {
      if (existsSync(marker) && readFileSync(marker, "utf8").endsWith("\n")) break;
      if (child.exitCode !== null) return -child.exitCode;
      await sleep(10);
    }
    const alert = await sensor.expect(
      "the witness",
      (a) => a.output.includes("truth") && a.rule === "Truth" && !seen.has(a),
    );
    seen.add(alert);
    last = alert.output_fields;
    return Number(alert.output_fields["proc.pid"]);
  }
  const seen = new Set<unknown>();
  let last: Readonly<Record<string, unknown>> = {};

  for (const c of CASES) {
    it(c.by, async (t) => {
      const marker = scratch.path("witness");
      chmodSync(dirname(marker), 0o777);
      const words = [...c.words(scratch)];
      if (c.contained) {
        container = makeContainer();
        words.unshift("join", container.procs);
      }
      const child = spawn(DEED, [...words, "witness", marker], {
        env: { ...process.env, SAKER_TRUTH: c.by },
        stdio: ["ignore", "ignore", "ignore"],
      });
      try {
        const pid = await witness(child, marker);
        if (pid === -CANNOT) return t.skip("not possible on this machine");
        const want = expected(pid, marker);
        const differ = Object.keys(want).filter((k) => last[k] !== want[k]);
        const pick = (from: Readonly<Record<string, unknown>>): object =>
          Object.fromEntries(differ.map((k) => [k, from[k]]));
        assert.deepEqual(pick(last), pick(want));
        for (const pair of String(last["thread.cgroups"]).split(" ")) {
          const [key = "", path] = pair.split("=");
          const own = cgroupsOf(pid);
          assert.equal(path, own.get(key) ?? own.get(key === "blkio" ? "io" : key) ?? own.get(""), key);
        }
        if (namespaced(pid)) {
          // the namespace begins with its first process, which /proc gives to a hundredth of a second
          const init = Number(startOf(inNamespace(pid, 1)?.pid ?? pid));
          const ns = BigInt(String(last["proc.pidns_init_start_ts"])) - addon().bootEpochNs();
          assert.equal(Math.floor(Number(ns) / 1e7), init, "proc.pidns_init_start_ts");
        }
        // the witness closes its file while it is counted
        const fds = Number(last["proc.fdopencount"]) - readdirSync(`/proc/${pid}/fd`).length;
        assert.ok(fds === 0 || fds === 1, `proc.fdopencount: ${fds} too many`);
        if (c.contained) assert.equal(last["container.id"], container?.id);
      } finally {
        rmSync(marker, { force: true });
      }
    });
  }
});
