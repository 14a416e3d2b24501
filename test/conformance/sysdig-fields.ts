// Fields as we print them beside those that Debian's sysdig prints, line by line, on captures of the old format.
// Usage: sysdig-fields.js --captures DIR [--verbose]; needs sysdig. Exit status 1 if a field differs without a reason.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CaptureError } from "../../src/capture/error.js";
import { CaptureSession } from "../../src/capture/session.js";

const FIELDS: readonly string[] = [
  "evt.rawtime",
  "evt.rawtime.s",
  "evt.rawtime.ns",
  "evt.type",
  "evt.dir",
  "evt.cpu",
  "evt.category",
  "evt.failed",
  "evt.is_io",
  "evt.is_io_read",
  "evt.is_io_write",
  "evt.io_dir",
  "evt.is_wait",
  "evt.count",
  "evt.is_open_read",
  "evt.is_open_write",
  "evt.res",
  "thread.tid",
  "thread.ismain",
  "proc.pid",
  "proc.ppid",
  "proc.name",
  "proc.exe",
  "proc.args",
  "proc.cmdline",
  "proc.exeline",
  "proc.cwd",
  "proc.pname",
  "proc.pcmdline",
  "proc.aname[2]",
  "proc.apid[2]",
  "proc.sid",
  "proc.vpid",
  "proc.sname",
  "proc.fdlimit",
  "proc.nchilds",
  "fd.num",
  "fd.type",
  "fd.typechar",
  "fd.name",
  "fd.directory",
  "fd.filename",
  "fd.l4proto",
  "fd.cip",
  "fd.sip",
  "fd.cport",
  "fd.sport",
  "user.uid",
  "user.name",
  "group.gid",
];

const STRANGER = "a thread of which the capture tells nothing: sysdig took its own id for that of its process";
const MMAP = "mmap has its fd among the parameters of the exit event now, and shows it";
const UNCONNECTED = "a sendmsg over a socket whose making the capture lacks: the socket is inferred now";
const PARENT = "a thread: its parent is that of its process now, not the process itself";

/** Why a field differs from what a sysdig of 2022 prints. Fields without a reason are faults, ours until shown otherwise. */
const REASONS: Readonly<Record<string, string>> = {
  "evt.failed": "generic events have no result, and so neither success nor failure now",
  "evt.res": "getuid and its kin return no error: what they return is success now",
  "thread.ismain": STRANGER,
  "proc.pid": STRANGER,
  "proc.ppid": STRANGER,
  "proc.cwd": STRANGER,
  "proc.fdlimit": STRANGER,
  "proc.pname": PARENT,
  "proc.pcmdline": PARENT,
  "proc.nchilds": PARENT,
  "proc.vpid": "shown for processes outside of pid namespaces, too, now",
  "proc.sname": "a session leader of which nothing is known has no name now; sysdig fell back on the process",
  "fd.num": MMAP,
  "fd.type": MMAP,
  "fd.typechar": MMAP,
  "fd.name": MMAP,
  "fd.directory": MMAP,
  "fd.filename": MMAP,
  "fd.cip": UNCONNECTED,
  "fd.sip": UNCONNECTED,
  "fd.cport": UNCONNECTED,
  "fd.sport": UNCONNECTED,
  "fd.l4proto": UNCONNECTED,
  "group.gid": "of an unknown group: sysdig reads more bytes than the number has",
};

const SEPARATOR = "\x1f";

/** Lines of sysdig for exit events, by time, thread and type. */
function theirs(file: string): Map<string, string[]> | undefined {
  const format = `*${["evt.rawtime", "thread.tid", "evt.type", "evt.dir", ...FIELDS].map((f) => `%${f}`).join(SEPARATOR)}`;
  const r = spawnSync("sysdig", ["-r", file, "-p", format], { encoding: "latin1", maxBuffer: 1 << 28 });
  if (r.status !== 0) return undefined;
  const out = new Map<string, string[]>();
  for (const line of r.stdout.split("\n")) {
    const [time, tid, type, dir, ...values] = line.split(SEPARATOR);
    if (dir === "<") out.set(`${time} ${tid} ${type}`, values);
  }
  return out;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { captures: { type: "string" }, verbose: { type: "boolean" } } });
  if (values.captures === undefined) throw new Error("--captures DIR: where the captures are");
  const equal = new Map<string, number>();
  const different = new Map<string, string[]>();
  let lines = 0;
  for (const name of readdirSync(values.captures).filter((f) => f.endsWith(".scap"))) {
    const file = join(values.captures, name);
    const other = theirs(file);
    if (other === undefined) continue;
    try {
      const session = await CaptureSession.open(file, { serviceNames: false });
      const { inspector } = session;
      const known = FIELDS.filter((f) => inspector.knows(f));
      await session.run(() => {
        const get = (f: string): string => inspector.field(f) ?? "<NA>";
        const line = other.get(`${get("evt.rawtime")} ${get("thread.tid")} ${get("evt.type")}`);
        if (line === undefined) return;
        lines++;
        for (const f of known) {
          const want = line[FIELDS.indexOf(f)] ?? "";
          const got = Buffer.from(get(f), "utf8").toString("latin1");
          if (got === want || (got === "<NA>" && want === "")) equal.set(f, (equal.get(f) ?? 0) + 1);
          else {
            const list = different.get(f) ?? [];
            list.push(`${name} ${get("evt.num")} ${get("evt.type")}: sysdig '${want}', saker '${got}'`);
            different.set(f, list);
          }
        }
      });
    } catch (e) {
      if (!(e instanceof CaptureError)) throw e;
    }
  }
  let unexplained = 0;
  for (const f of FIELDS) {
    const d = different.get(f) ?? [];
    const reason = REASONS[f];
    if (d.length > 0 && reason === undefined) unexplained++;
    const tail = d.length === 0 ? "" : `  ${d.length} differ: ${reason ?? "NO REASON KNOWN"}; e.g. ${d[0]}`;
    console.log(`${f.padEnd(18)} ${String(equal.get(f) ?? 0).padStart(6)} equal${tail}`);
    if (values.verbose === true) for (const line of d.slice(0, 10)) console.log(`    ${line}`);
  }
  console.log(`${lines} lines, ${FIELDS.length} fields, ${FIELDS.length - different.size} equal on every line`);
  return unexplained === 0 ? 0 : 1;
}

process.exitCode = await main();
