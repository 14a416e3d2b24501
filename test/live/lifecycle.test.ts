// Is what alerts say of a process what /proc said of it, however it came to be?
import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Done, deed, run } from "./support/deed.js";
import { skipLive } from "./support/gate.js";
import { InProcess } from "./support/inprocess.js";
import { DEED, makeScratch, type Scratch } from "./support/places.js";
import { type Truth, truth } from "./support/procfs.js";
import type { Alert } from "./support/sensor.js";

const CANNOT = 77;
const NOBODY = "65534";
const MARK = "seen from afar";

const FIELDS = [
  "fd.name proc.pid proc.ppid proc.name proc.pname proc.aname[2] proc.apid[2] proc.exepath proc.pexepath proc.cwd",
  "proc.cmdline proc.pcmdline proc.env[SAKER_LIFE] proc.tty proc.sid proc.vpid proc.pgid proc.vpgid",
  "user.uid user.name user.loginuid group.gid group.name thread.tid thread.vtid proc.aname[3] proc.apid[3]",
  "proc.exe proc.args proc.is_exe_writable proc.is_sid_leader proc.duration proc.pid.ts",
].flatMap((l) => l.split(" "));

function rules(dir: string): string {
  return `
- rule: Life
  desc: Opens below the test's directory, for writing or not.
  condition: evt.type in (open, openat) and fd.name startswith ${dir}/ and evt.failed = false
  output: life ${FIELDS.map((f) => `%${f}`).join(" ")}
  priority: DEBUG
`;
}

/** Name of an id in passwd(5) or group(5). */
function nameOf(file: string, id: number): string {
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [name, , n] = line.split(":");
    if (name !== undefined && n === String(id)) return name;
  }
  return "<NA>";
}

function commandLine(t: Truth): string {
  return [t.comm, ...t.args.slice(1)].join(" ");
}

/** Compares an alert with /proc, ancestors and all. */
function checkAlert(alert: Alert, chain: readonly Truth[], inPidNamespace: boolean): void {
  const [me, parent, grand, great] = chain as [Truth, Truth, Truth | undefined, Truth | undefined];
  const expected: Record<string, unknown> = {
    "proc.pid": me.pid,
    "proc.ppid": me.ppid,
    "proc.name": me.comm,
    "proc.exepath": me.exe,
    "proc.cwd": me.cwd === "/" ? "/" : `${me.cwd}/`,
    "proc.exe": me.args[0],
    "proc.args": me.args.slice(1).join(" "),
    "proc.cmdline": commandLine(me),
    "proc.env[SAKER_LIFE]": me.env.get("SAKER_LIFE"),
    "proc.tty": me.tty,
    "proc.sid": me.sid,
    "proc.vpid": me.vpid,
    "proc.pgid": me.pgid,
    "proc.vpgid": me.vpgid,
    "proc.is_sid_leader": me.sid === me.vpid,
    "user.uid": me.uid,
    "user.name": nameOf("/etc/passwd", me.uid),
    "user.loginuid": me.loginuid,
    "group.gid": me.gid,
    "group.name": nameOf("/etc/group", me.gid),
    "proc.pname": parent.comm,
    "proc.pexepath": parent.exe,
    "proc.pcmdline": commandLine(parent),
    ...(grand && { "proc.aname[2]": grand.comm, "proc.apid[2]": grand.pid }),
    ...(great && { "proc.aname[3]": great.comm, "proc.apid[3]": great.pid }),
  };
  const said = Object.fromEntries(Object.keys(expected).map((k) => [k, alert.output_fields[k]]));
  assert.deepEqual(said, expected);
  if (!inPidNamespace) assert.equal(me.pid, me.vpid);
}

/** The process and those above it, up to three. */
function chainOf(pid: number): Truth[] {
  const out = [truth(pid)];
  for (let p = out[0] as Truth; p.ppid > 0 && out.length < 4; out.push(p)) p = truth(p.ppid);
  return out;
}

/** Has the witness said who it is? */
function written(marker: string): boolean {
  return existsSync(marker) && readFileSync(marker, "utf8").endsWith("\n");
}

interface Case {
  readonly by: string;
  /** Words before `witness FILE`. */
  readonly deed: (dir: string) => readonly string[];
  readonly inPidNamespace?: true;
  /** What must hold besides, lest the test test nothing. */
  readonly also?: (t: Truth, alert: Alert, dir: string) => void;
}

const CASES: readonly Case[] = [
  { by: "a program", deed: () => [] },
  { by: "fork", deed: () => ["child"], also: (t) => assert.equal(truth(t.ppid).exe, t.exe) },
  { by: "fork of a fork", deed: () => ["child", "child", "child"] },
  { by: "clone3", deed: () => ["clone3"] },
  { by: "vfork and exec", deed: () => ["vfork"], also: (t) => assert.equal(t.args[0], "vforked") },
  { by: "exec", deed: () => ["run", DEED] },
  {
    by: "exec under another name",
    deed: (dir) => ["as", `${dir}/othername-beyond-15`],
    also: (t) => assert.equal(t.comm, "othername-beyon"),
  },
  {
    by: "a second thread",
    deed: () => ["thread"],
    also: (t, a) => assert.notEqual(Number(a.output_fields["thread.tid"]), t.pid),
  },
  { by: "a child of a second thread", deed: () => ["thread", "child"] },
  { by: "exec in a second thread", deed: () => ["texec", DEED] },
  { by: "a child of a second thread whose exec replaces the first", deed: () => ["child", "texec", DEED, "child"] },
  { by: "an orphan", deed: () => ["orphan"] },
  { by: "an orphan's child", deed: () => ["orphan", "child"] },
  { by: "setsid", deed: () => ["child", "session"], also: (t) => assert.equal(t.sid, t.pid) },
  { by: "setsid, then fork", deed: () => ["child", "session", "child"], also: (t) => assert.equal(t.sid, t.ppid) },
  { by: "chdir", deed: (dir) => ["in", dir], also: (t, _, dir) => assert.equal(t.cwd, dir) },
  { by: "chdir by a link", deed: () => ["in", "/proc/self/root/usr"], also: (t) => assert.equal(t.cwd, "/usr") },
  { by: "chdir to the root, then fork", deed: () => ["in", "/", "child"], also: (t) => assert.equal(t.cwd, "/") },
  { by: "fchdir", deed: (dir) => ["fdin", dir, "child"], also: (t, _, dir) => assert.equal(t.cwd, dir) },
  { by: "chdir in a thread", deed: (dir) => ["thread", "in", dir], also: (t, _, dir) => assert.equal(t.cwd, dir) },
  { by: "setuid", deed: () => ["uid", NOBODY], also: (t) => assert.equal(t.uid, 65534) },
  { by: "setuid, then fork", deed: () => ["uid", NOBODY, "child"], also: (t) => assert.equal(t.gid, 65534) },
  {
    by: "setuid, then exec",
    // a copy, because the tree itself may lie where nobody else may look
    deed: (dir) => {
      copyFileSync(DEED, `${dir}/deed`);
      return ["uid", NOBODY, "run", `${dir}/deed`];
    },
    also: (t) => assert.equal(t.uid, 65534),
  },
  { by: "seteuid", deed: () => ["euid", NOBODY], also: (t) => assert.equal(t.uid, 65534) },
  // no call tells of a new terminal: it is learnt when a program starts
  { by: "a terminal", deed: () => ["pty", "run", DEED], also: (t) => assert.notEqual(t.tty, 0) },
  { by: "a namespace of mounts", deed: () => ["apart", "mnt"] },
  { by: "a namespace of names", deed: () => ["apart", "uts", "child"] },
  {
    by: "a namespace of pids",
    deed: () => ["apart", "pid"],
    inPidNamespace: true,
    also: (t) => assert.equal(t.vpid, 1),
  },
  {
    by: "a child in a namespace of pids",
    deed: () => ["apart", "pid", "child", "session"],
    inPidNamespace: true,
    also: (t) => assert.equal(t.sid, t.vpid),
  },
];

describe("lifecycle: alerts and tables tell the truth of processes", { skip: skipLive(), timeout: 60_000 }, () => {
  let scratch: Scratch;
  let open: string;
  let sensor: InProcess;
  let early: { readonly done: Promise<Done>; readonly go: string; readonly marker: string };

  const witnessed = (marker: string): Promise<Alert> =>
    sensor.expect(`open of ${marker}`, (a) => a.output_fields["fd.name"] === marker);

  before(async () => {
    scratch = makeScratch();
    open = `${scratch.dir}/open`;
    mkdirSync(open, { mode: 0o777 });
    await run("/bin/chmod", ["777", open]);
    const go = `${scratch.dir}/go`;
    const marker = `${open}/early`;
    // a tree that is there before the sensor, and does its deed when it watches
    const script = `cd /usr && ${DEED} child session child when ${go} witness ${marker}; :`;
    early = { done: run("/bin/sh", ["-c", script], { env: { SAKER_LIFE: MARK } }), go, marker };
    await sleep(200);
    sensor = await InProcess.start(rules(open));
  });
  after(async () => {
    if (early !== undefined) writeFileSync(early.go, "");
    await sensor?.stop();
    scratch.remove();
  });

  it("knows a process that was there before it, and its ancestry", async () => {
    writeFileSync(early.go, "");
    const alert = await witnessed(early.marker);
    while (!written(early.marker)) await sleep(2);
    const chain = chainOf(Number(readFileSync(early.marker, "utf8")));
    rmSync(early.marker);
    checkAlert(alert, chain, false);
    assert.equal(chain[0]?.cwd, "/usr");
    assert.equal(chain[3]?.comm, "sh");
    await early.done;
  });

  for (const [i, c] of CASES.entries()) {
    it(`tells the truth of ${c.by}`, async (t) => {
      const dir = `${scratch.dir}/case-${i}`;
      mkdirSync(dir, { mode: 0o755 });
      const marker = `${open}/case-${i}`;
      const words = [...c.deed(dir), "witness", marker];
      const done = run(DEED, words, { session: true, env: { SAKER_LIFE: MARK } });
      let ended: Done | undefined;
      done.then((d) => {
        ended = d;
      });
      while (!written(marker) && ended === undefined) await sleep(2);
      if (ended?.code === CANNOT) return t.skip("this machine cannot do the deed");
      assert.equal(ended, undefined, `the deed ended early: ${ended?.stderr}`);
      try {
        const alert = await witnessed(marker);
        const chain = chainOf(Number(alert.output_fields["proc.pid"]));
        if (!c.inPidNamespace) assert.equal(Number(readFileSync(marker, "utf8")), chain[0]?.pid);
        checkAlert(alert, chain, c.inPidNamespace ?? false);
        c.also?.(chain[0] as Truth, alert, dir);
      } finally {
        rmSync(marker);
        await done;
      }
    });
  }

  it("knows processes that end at once after their deed", async () => {
    const N = 40;
    const done = await run("/bin/sh", ["-c", `for i in $(seq ${N}); do ${DEED} write ${open}/brief-$i; done; :`], {
      env: { SAKER_LIFE: MARK },
    });
    assert.equal(done.code, 0);
    for (let i = 1; i <= N; i++) {
      const marker = `${open}/brief-${i}`;
      const f = (await witnessed(marker)).output_fields;
      assert.equal(f["proc.cmdline"], `deed write ${marker}`);
      assert.equal(f["proc.exepath"], DEED);
      assert.equal(f["proc.ppid"], done.pid);
      assert.equal(f["proc.pname"], "sh");
      assert.equal(f["proc.env[SAKER_LIFE]"], MARK);
      assert.equal(f["proc.aname[2]"], truth(process.pid).comm);
    }
  });

  it("knows orphans that end at once", async () => {
    const marker = `${open}/brief-orphan`;
    const done = await deed("orphan", "write", marker);
    assert.equal(done.code, 0);
    const f = (await witnessed(marker)).output_fields;
    assert.equal(f["proc.name"], "deed");
    assert.notEqual(f["proc.ppid"], done.pid);
    assert.equal(f["proc.cmdline"], `deed orphan write ${marker}`);
  });

  it("has the same processes as /proc in every worker's table", async () => {
    const tables = await sensor.tables();
    assert.equal(tables.length, 2);
    for (const [worker, t] of tables.entries()) {
      assert.ok(t.judged > 5);
      assert.deepEqual({ missing: t.missing, extra: t.extra }, { missing: [], extra: [] }, `worker ${worker}`);
    }
  });
});
