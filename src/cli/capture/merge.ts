import { CaptureSession } from "../../capture/session.js";
import { FileSink } from "../../capture/write/sink.js";
import { HeadKeeper, writeHidden, writeShown } from "../../capture/write/transfer.js";
import { CaptureWriter } from "../../capture/write/writer.js";
import { builtinRegistry } from "../../fields/registry.js";
import type { LiveContext } from "../../state/live.js";
import { type FlagDef, parseArgv } from "../argv.js";
import { UsageError } from "../errors.js";
import { commandHelp } from "../help.js";
import { ANY_PLUGIN, openOutput, outputFile } from "./options.js";

/** Its flags. */
export const MERGE_FLAGS: readonly FlagDef[] = [
  { key: "help", short: "h", long: "help", help: "print this help" },
  { key: "output", short: "o", long: "output", value: "file", help: "file to write, - for stdout" },
  { key: "gzip", short: "z", long: "gzip", help: "compress" },
];

const HELP = commandHelp(
  "saker capture merge -o NEW FILE FILE...",
  "Writes the events of several captures to one. Captures that follow each other in time become sections of the new file, each with its own lists of processes and fds. Those that overlap are mixed event by event: they should be of one machine, as threads are told apart by their numbers alone.",
  MERGE_FLAGS,
);

/** When the events of a file were made. */
interface Part {
  readonly file: string;
  readonly first: bigint;
  readonly last: bigint;
  readonly hostname: string;
}

/** `saker capture merge` */
export async function mergeCommand(argv: readonly string[]): Promise<number> {
  const flags = parseArgv(argv, MERGE_FLAGS);
  if (flags.on("help")) {
    process.stdout.write(HELP);
    return 0;
  }
  if (flags.rest.length < 2) throw new UsageError("saker capture merge needs two files or more");
  if (flags.rest.includes("-")) throw new UsageError("saker capture merge reads its files twice: stdin will not do");
  const name = outputFile(flags, "merge", flags.rest);
  const parts: Part[] = [];
  for (const file of flags.rest) parts.push(await look(file));
  parts.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const groups = overlapping(parts);
  for (const g of groups) {
    const hosts = new Set(g.map((p) => p.hostname).filter((h) => h !== ""));
    if (hosts.size > 1)
      process.stderr.write(
        `Warning: ${g.map((p) => p.file).join(", ")} overlap in time but are of different machines (${[...hosts].join(", ")}): threads with the same number will be taken for one\n`,
      );
  }
  const out = new CaptureWriter(await openOutput(name, () => FileSink.open(name, flags.on("gzip"))));
  try {
    for (const g of groups) await writeGroup(g, out);
  } finally {
    await out.close();
  }
  process.stderr.write(`${out.events} events of ${parts.length} files, ${groups.length} sections\n`);
  return 0;
}

async function look(file: string): Promise<Part> {
  const session = await CaptureSession.open(file, { registry: builtinRegistry(), ...ANY_PLUGIN });
  let first = 0n;
  await session.run((x) => {
    if (first === 0n) first = x.ev.ts;
  });
  const { firstNs, lastNs } = session.summary;
  return { file, first: first === 0n ? firstNs : first, last: lastNs, hostname: session.machine?.hostname ?? "" };
}

/** Files that overlap in time, directly or through others, in order of time. */
function overlapping(parts: readonly Part[]): Part[][] {
  const out: Part[][] = [];
  let end = -1n;
  for (const p of parts) {
    if (p.first <= end) out.at(-1)?.push(p);
    else out.push([p]);
    if (p.last > end) end = p.last;
  }
  return out;
}

/** One file being read: its next event, if it has one. */
class Source {
  /** Is the event at hand shown? */
  readonly head = new HeadKeeper();
  private readonly hidden: Uint8Array[] = [];
  private iterator!: AsyncGenerator<LiveContext>;
  session!: CaptureSession;
  x: LiveContext | undefined;

  constructor(private readonly out: CaptureWriter) {}

  async open(file: string): Promise<void> {
    this.session = await CaptureSession.open(file, {
      registry: builtinRegistry(),
      ...ANY_PLUGIN,
      metadata: this.head,
      // what comes before an event that is shown may as well come when that is read
      onHidden: (x) => {
        if (this.x !== undefined || this.started) writeHidden(this.out, x);
        else this.hidden.push(x.ev.bytes());
      },
    });
    this.iterator = this.session.events();
  }
  private started = false;

  /** Go on to the next event. */
  async next(): Promise<void> {
    const { value, done } = await this.iterator.next();
    this.x = done === true ? undefined : value;
  }

  /** Write what came before the first event. */
  begin(): void {
    this.started = true;
    for (const b of this.hidden) this.out.event(b, 0, b.length, 0, 1);
    this.hidden.length = 0;
  }
}

async function writeGroup(group: readonly Part[], out: CaptureWriter): Promise<void> {
  const sources: Source[] = [];
  for (const p of group) {
    const s = new Source(out);
    await s.open(p.file);
    await s.next();
    sources.push(s);
  }
  // the first tells of the machine; what others know besides is added
  const heads = sources.map((s) => s.head.take());
  const first = heads[0];
  if (first === undefined) return;
  const threads = new Map([...heads].reverse().flatMap((h) => [...(h.threads ?? [])].map((t) => [t.tid, t] as const)));
  const fds = new Map([...heads].reverse().flatMap((h) => [...(h.fds ?? [])].map((f) => [f[0], f[1]] as const)));
  out.head({ ...first, threads: threads.values(), fds });
  for (const s of sources) s.begin();
  for (;;) {
    let best: Source | undefined;
    for (const s of sources) if (s.x !== undefined && (best?.x === undefined || s.x.ev.ts < best.x.ev.ts)) best = s;
    if (best?.x === undefined) return;
    writeShown(out, best.x);
    if (out.full) await out.flush();
    await best.next();
    if (best.head.fresh) {
      if (sources.length > 1)
        throw new UsageError(`${best.session.name} has several sections and overlaps with others: merge it apart`);
      out.head(best.head.take());
    }
  }
}
