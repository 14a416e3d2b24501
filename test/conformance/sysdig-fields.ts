// Fields as `saker capture print -p` prints them beside those that Debian's sysdig prints, line by line, on captures of the
// old format.
//
// How lines are matched: sysdig 0.29 prints an enter (>) and an exit event (<) of each call; today's libraries fold the
// enter event into its exit and show that alone. So each exit line of sysdig's must have its line of ours and the other way
// round, by time, thread, type and, where these are the same, order. Events without the two forms (procexit, switch and
// their like), which sysdig marks as enter events, count as exits. Generic calls go by the name of the call on both sides.
//
// Usage: sysdig-fields.js --captures DIR [--verbose]; needs sysdig. Exit status 1 if a value differs without a reason, a
// line has no match, or a reason explains nothing any more.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ENTER_ONLY, type Pair, SHOWN_BY_ONE, SYSDIG_DIFFERENCES } from "./sysdig-differences.js";

const SAKER = fileURLToPath(new URL("../../../bin/saker", import.meta.url));

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

const KEY = ["evt.rawtime", "thread.tid", "evt.type", "evt.dir"];
const SEPARATOR = "\x1f";
const NAMES = [...KEY, ...FIELDS];
const FORMAT = `*${NAMES.map((f) => `%${f}`).join(SEPARATOR)}`;
const AT = new Map(NAMES.map((f, i) => [f, i]));
const SHOWN = 10;

/** Values of a line, in the order of {@link NAMES}. */
type Line = readonly string[];

function run(program: string, args: readonly string[]): string | undefined {
  const r = spawnSync(program, args, { encoding: "latin1", maxBuffer: 1 << 28 });
  if (r.error !== undefined) throw new Error(`${program}: ${r.error.message}`);
  return r.status === 0 ? r.stdout : undefined;
}

/** Lines by time, thread, type and direction; those that are alike in all of it in order. */
function linesOf(text: string): Map<string, Line> {
  const out = new Map<string, Line>();
  for (const text1 of text.split("\n")) {
    const line = text1.split(SEPARATOR);
    if (line.length < NAMES.length) continue;
    const [time, tid, type = "", dir] = line;
    const key = `${time} ${tid} ${type} ${ENTER_ONLY.has(type) ? "<" : dir}`;
    let n = 0;
    while (out.has(`${key} ${n}`)) n++;
    out.set(`${key} ${n}`, line);
  }
  return out;
}

/** What has come of a comparison. */
class Result {
  readonly equal = new Map<string, number>();
  /** Values that are allowed to differ, by field, with an example. */
  readonly explained = new Map<string, { n: number; why: Set<string> }>();
  readonly faults = new Map<string, string[]>();
  readonly used = new Set<number>();
  readonly single = new Set<string>();
  lines = 0;
  files = 0;

  fault(field: string, text: string): void {
    const list = this.faults.get(field);
    if (list === undefined) this.faults.set(field, [text]);
    else list.push(text);
  }

  compare(where: string, ours: Line, theirs: Line): void {
    this.lines++;
    const pair: Pair = {
      type: ours[2] as string,
      ours: (f) => ours[AT.get(f) as number] as string,
      theirs: (f) => theirs[AT.get(f) as number] as string,
    };
    for (const f of FIELDS) {
      const got = pair.ours(f);
      const want = pair.theirs(f);
      if (got === want) {
        this.equal.set(f, (this.equal.get(f) ?? 0) + 1);
        continue;
      }
      const i = SYSDIG_DIFFERENCES.findIndex((d) => d.fields.includes(f) && d.allows(pair, f));
      const reason = SYSDIG_DIFFERENCES[i];
      if (reason === undefined) {
        this.fault(f, `${where} ${pair.type}: sysdig '${want}', saker '${got}'`);
        continue;
      }
      this.used.add(i);
      const e = this.explained.get(f) ?? { n: 0, why: new Set<string>() };
      e.n++;
      e.why.add(reason.why);
      this.explained.set(f, e);
    }
  }
}

function compareFile(file: string, name: string, result: Result): void {
  const sysdig = run("sysdig", ["-r", file, "-p", FORMAT]);
  // what it cannot read it says with its exit status
  if (sysdig === undefined) return;
  const saker = run(SAKER, ["capture", "print", "-p", FORMAT, file]);
  if (saker === undefined) {
    result.fault("(file)", `${name}: sysdig reads it, saker does not`);
    return;
  }
  result.files++;
  const theirs = linesOf(sysdig);
  const ours = linesOf(saker);
  for (const [key, line] of ours) {
    const other = theirs.get(key);
    if (other === undefined && SHOWN_BY_ONE[line[2] as string] !== undefined) {
      result.single.add(line[2] as string);
      continue;
    }
    if (other === undefined) result.fault("(line)", `${name}: ${key} is ours alone`);
    else result.compare(`${name} ${key}`, line, other);
  }
  for (const [key, line] of theirs)
    if ((line[3] === "<" || ENTER_ONLY.has(line[2] as string)) && !ours.has(key))
      result.fault("(line)", `${name}: ${key} is sysdig's alone`);
}

function main(): number {
  const { values } = parseArgs({ options: { captures: { type: "string" }, verbose: { type: "boolean" } } });
  if (values.captures === undefined) throw new Error("--captures DIR: where the captures are");
  const result = new Result();
  for (const name of readdirSync(values.captures).sort())
    if (name.endsWith(".scap")) compareFile(join(values.captures, name), name, result);
  for (const f of FIELDS) {
    const e = result.explained.get(f);
    const tail = e === undefined ? "" : `, ${e.n} differ: ${[...e.why].join("; ")}`;
    console.log(`${f.padEnd(18)} ${String(result.equal.get(f) ?? 0).padStart(6)} equal${tail}`);
  }
  let bad = 0;
  for (const [f, list] of result.faults) {
    bad += list.length;
    console.log(`${f}: ${list.length} without a reason`);
    for (const text of values.verbose === true ? list : list.slice(0, SHOWN)) console.log(`    ${text}`);
  }
  const stale = SYSDIG_DIFFERENCES.filter((_, i) => !result.used.has(i));
  for (const d of stale) console.log(`no longer differs: ${d.fields.join(", ")}: ${d.why}`);
  const gone = Object.keys(SHOWN_BY_ONE).filter((t) => !result.single.has(t));
  for (const t of gone) console.log(`no longer shown by one alone: ${t}`);
  const same = FIELDS.filter((f) => !result.explained.has(f) && !result.faults.has(f)).length;
  console.log(
    `${result.files} files, ${result.lines} lines, ${FIELDS.length} fields, ${same} of them equal on every line`,
  );
  return bad === 0 && stale.length === 0 && gone.length === 0 && result.lines > 0 ? 0 : 1;
}

process.exitCode = main();
