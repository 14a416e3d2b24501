import { statSync } from "node:fs";
import { CaptureError } from "../../capture/error.js";
import { CaptureSession } from "../../capture/session.js";
import { EVENTS } from "../../event/table.js";
import { builtinRegistry } from "../../fields/registry.js";
import { type FlagDef, parseArgv } from "../argv.js";
import { commandHelp, row } from "../help.js";
import { ANY_PLUGIN, isoTime, oneFile, whole } from "./options.js";

/** Its flags. */
export const INFO_FLAGS: readonly FlagDef[] = [
  { key: "help", short: "h", long: "help", help: "print this help" },
  { key: "json", short: "j", long: "json", help: "as JSON" },
  { key: "top", long: "top", value: "count", help: "rows of the tables; default 20, all with --json" },
];

const HELP = commandHelp(
  "saker capture info [OPTION...] FILE",
  "Tells what is in a capture: times, events by type, processes, the machine.",
  INFO_FLAGS,
);

/** What is told of a capture. */
interface Facts {
  readonly file: string;
  readonly bytes: number;
  readonly events: number;
  /** Events that only change state: rules do not see them. */
  readonly hidden: number;
  readonly unknownEvents: number;
  readonly first: bigint;
  readonly last: bigint;
  readonly machine: { hostname: string; cpus: number; memoryBytes: number; bootNs: bigint } | undefined;
  readonly lists: { sections: number; threads: number; fds: number; interfaces: number; users: number; groups: number };
  readonly types: readonly (readonly [name: string, count: number])[];
  readonly processes: readonly (readonly [name: string, count: number])[];
  /** Why the file could not be read to its end. */
  readonly fault: string | undefined;
}

/** `saker capture info` */
export async function infoCommand(argv: readonly string[]): Promise<number> {
  const flags = parseArgv(argv, INFO_FLAGS);
  if (flags.on("help")) {
    process.stdout.write(HELP);
    return 0;
  }
  const facts = await gather(oneFile(flags, "info"));
  const top = whole(flags, "top", "a count of rows");
  process.stdout.write(flags.on("json") ? json(facts, top) : text(facts, top ?? 20));
  if (facts.fault !== undefined) process.stderr.write(`Error: ${facts.fault}\n`);
  return facts.fault === undefined ? 0 : 1;
}

async function gather(file: string): Promise<Facts> {
  const lists = { sections: 0, threads: 0, fds: 0, interfaces: 0, users: 0, groups: 0 };
  const byType = new Float64Array(EVENTS.length);
  const byProcess = new Map<string, number>();
  let hidden = 0;
  const session = await CaptureSession.open(file, {
    ...ANY_PLUGIN,
    registry: builtinRegistry(),
    metadata: {
      section: () => void lists.sections++,
      thread: () => void lists.threads++,
      fd: () => void lists.fds++,
      interface: () => void lists.interfaces++,
      user: () => void lists.users++,
      group: () => void lists.groups++,
    },
    onHidden: () => {
      hidden++;
    },
  });
  let fault: string | undefined;
  try {
    await session.run((x) => {
      byType[x.ev.type] = (byType[x.ev.type] as number) + 1;
      const name = x.proc?.comm.str ?? "";
      byProcess.set(name, (byProcess.get(name) ?? 0) + 1);
    });
  } catch (e) {
    if (!(e instanceof CaptureError)) throw e;
    fault = e.message;
  }
  const names = new Map<string, number>();
  byType.forEach((n, code) => {
    const { name } = EVENTS[code] as (typeof EVENTS)[number];
    if (n > 0) names.set(name, (names.get(name) ?? 0) + n);
  });
  const s = session.summary;
  const m = session.machine;
  return {
    file,
    bytes: file === "-" ? s.bytes : statSync(file).size,
    events: s.events,
    hidden,
    unknownEvents: s.unknownEvents,
    first: s.firstNs,
    last: s.lastNs,
    machine:
      m === undefined
        ? undefined
        : { hostname: m.hostname, cpus: m.cpus, memoryBytes: m.memoryBytes, bootNs: m.bootNs },
    lists,
    types: sorted(names),
    processes: sorted(byProcess),
    fault,
  };
}

function sorted(m: ReadonlyMap<string, number>): [string, number][] {
  return [...m].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function json(f: Facts, top: number | undefined): string {
  const cut = <T>(list: readonly T[]): readonly T[] => (top === undefined ? list : list.slice(0, top));
  const { machine, first, last, types, processes, fault, ...rest } = f;
  const out = {
    ...rest,
    first_ns: String(first),
    last_ns: String(last),
    first: isoTime(first),
    last: isoTime(last),
    seconds: Number(last - first) / 1e9,
    machine: machine === undefined ? null : { ...machine, bootNs: undefined, boot: isoTime(machine.bootNs) },
    types: Object.fromEntries(cut(types)),
    processes: Object.fromEntries(cut(processes)),
    ...(fault === undefined ? {} : { fault }),
  };
  return `${JSON.stringify(out, null, 2)}\n`;
}

function text(f: Facts, top: number): string {
  const { lists, machine } = f;
  const seconds = Number(f.last - f.first) / 1e9;
  const lines = [
    `File: ${f.file}, ${f.bytes} bytes${lists.sections > 1 ? `, ${lists.sections} sections` : ""}`,
    `Time: ${isoTime(f.first)} to ${isoTime(f.last)}, ${seconds.toFixed(3)} s`,
    `Events: ${f.events}${f.hidden > 0 ? `, of which ${f.hidden} only change the state` : ""}${
      f.unknownEvents > 0 ? `; ${f.unknownEvents} of unknown types left out` : ""
    }`,
  ];
  if (machine !== undefined)
    lines.push(
      `Machine: ${machine.hostname || "(no name)"}, ${machine.cpus} CPUs, ${Math.round(machine.memoryBytes / 2 ** 20)} MiB, up since ${isoTime(machine.bootNs)}`,
    );
  lines.push(
    `Lists: ${lists.threads} threads, ${lists.fds} fds, ${lists.interfaces} interface addresses, ${lists.users} users, ${lists.groups} groups`,
  );
  const table = (title: string, rows: Facts["types"]): void => {
    lines.push("", title, ...rows.slice(0, top).flatMap(([name, n]) => row(String(n), name === "" ? "(none)" : name)));
    if (rows.length > top) lines.push(`  and ${rows.length - top} more: see --top, --json`);
  };
  table("Events by type:", f.types);
  table("Events by process:", f.processes);
  return `${lines.join("\n")}\n`;
}
