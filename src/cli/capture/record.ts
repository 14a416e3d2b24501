import { rmSync } from "node:fs";
import { Recorder, type RecordStats } from "../../capture/write/recorder.js";
import { FileSink } from "../../capture/write/sink.js";
import { CaptureWriter } from "../../capture/write/writer.js";
import { builtinRegistry } from "../../fields/registry.js";
import { SensorError } from "../../sensor/errors.js";
import { type FlagDef, parseArgv } from "../argv.js";
import { UsageError } from "../errors.js";
import { commandHelp } from "../help.js";
import { filterOf, openOutput, positive, whole } from "./options.js";

/** Its flags. */
export const RECORD_FLAGS: readonly FlagDef[] = [
  { key: "help", short: "h", long: "help", help: "print this help" },
  {
    key: "output",
    short: "o",
    long: "output",
    value: "file",
    help: "file to write, - for stdout; default: saker-DATE.scap",
  },
  {
    key: "filter",
    short: "f",
    long: "filter",
    value: "condition",
    help: "record only events for which this holds; what changes processes and fds is kept, unseen",
  },
  { key: "duration", short: "d", long: "duration", value: "seconds", help: "stop after so long" },
  {
    key: "size",
    short: "s",
    long: "size",
    value: "MB",
    help: "stop when the file is so large; with --rotate: begin another",
  },
  { key: "events", short: "n", long: "events", value: "count", help: "stop after so many events" },
  {
    key: "rotate",
    long: "rotate",
    value: "files",
    help: "write FILE-1, FILE-2 and so on, each up to --size, and keep only the last so many",
  },
  { key: "gzip", short: "z", long: "gzip", help: "compress" },
  { key: "snaplen", long: "snaplen", value: "bytes", help: "bytes kept of what is read, written, sent; default 80" },
  { key: "rings", long: "rings", value: "count", help: "ring buffers to the kernel, 1 to 16; default 1" },
  { key: "buffer", long: "buffer", value: "MB", help: "size of each ring, a power of two; default 32" },
  { key: "quiet", short: "q", long: "quiet", help: "say nothing at the end" },
];

const HELP = commandHelp(
  "saker capture record [OPTION...]",
  "Records what happens on this machine until interrupted. Falco and sysdig read the file too.",
  RECORD_FLAGS,
);

interface Limits {
  readonly ms: number;
  readonly bytes: number;
  readonly events: number;
  readonly keep: number | undefined;
}

/** `saker capture record` */
export async function recordCommand(argv: readonly string[]): Promise<number> {
  const flags = parseArgv(argv, RECORD_FLAGS);
  if (flags.on("help")) {
    process.stdout.write(HELP);
    return 0;
  }
  if (flags.rest.length > 0)
    throw new UsageError(`saker capture record takes no file: write to one with -o ${flags.rest[0]}`);
  const limits: Limits = {
    ms: (positive(flags, "duration", "seconds") ?? Number.POSITIVE_INFINITY) * 1000,
    bytes: (positive(flags, "size", "megabytes") ?? Number.POSITIVE_INFINITY) * 1e6,
    events: whole(flags, "events", "a count of events") ?? Number.POSITIVE_INFINITY,
    keep: whole(flags, "rotate", "a count of files"),
  };
  if (limits.keep !== undefined && !Number.isFinite(limits.bytes))
    throw new UsageError("--rotate needs --size: when to begin another file");
  const snaplen = whole(flags, "snaplen", "bytes");
  const rings = whole(flags, "rings", "a count of rings");
  const buffer = whole(flags, "buffer", "megabytes");
  if (rings !== undefined && rings > 16) throw new UsageError("--rings: there may be 16 at most");
  if (buffer !== undefined && (buffer & (buffer - 1)) !== 0)
    throw new UsageError(`--buffer wants a power of two; it is '${buffer}'`);
  const filter = filterOf(flags, builtinRegistry());
  const gzip = flags.on("gzip");
  const name = flags.last("output") ?? defaultName(gzip);
  if (name === "-" && limits.keep !== undefined) throw new UsageError("--rotate needs a file: -o FILE");
  needRoot();
  const recorder = new Recorder({
    ...(rings === undefined ? {} : { rings }),
    ...(buffer === undefined ? {} : { ringBytes: buffer << 20 }),
    ...(snaplen === undefined ? {} : { snaplen }),
    ...(filter === undefined ? {} : { filter }),
  });
  const files = new Files(name, gzip, limits.keep);
  await record(recorder, files, limits);
  if (!flags.on("quiet")) process.stderr.write(summary(recorder.stats, files));
  return 0;
}

function needRoot(): void {
  if (process.geteuid?.() !== 0) throw new SensorError("NOT_ROOT", "recording needs root: run it with sudo");
}

async function record(recorder: Recorder, files: Files, limits: Limits): Promise<void> {
  let stopping = false;
  const onSignal = (): void => {
    stopping = true;
  };
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  try {
    // the file first: if it cannot be written, nothing need be attached
    await files.open();
    recorder.start();
    recorder.begin(files.writer);
    await files.writer.flush();
    if (process.env.SAKER_READY_FD === undefined) process.stderr.write("recording\n");
    const end = performance.now() + limits.ms;
    while (!stopping && performance.now() < end) {
      const left = limits.events - recorder.stats.shown;
      if (left <= 0) break;
      await recorder.pump(files.writer, left);
      if (files.writer.bytes < limits.bytes) continue;
      if (limits.keep === undefined) break;
      await files.next();
      recorder.begin(files.writer);
    }
    const over = recorder.stats.shown >= limits.events || files.writer.bytes >= limits.bytes;
    if (over) recorder.abandon();
    else await recorder.stop(files.writer);
  } finally {
    recorder.abandon();
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    await files.close();
  }
}

/** The file that is being written, and those before it. */
class Files {
  private sink!: FileSink;
  writer!: CaptureWriter;
  private index = 0;
  readonly names: string[] = [];

  constructor(
    private readonly name: string,
    private readonly gzip: boolean,
    private readonly keep: number | undefined,
  ) {}

  async open(): Promise<void> {
    this.index++;
    const name = this.keep === undefined ? this.name : numbered(this.name, this.index);
    this.sink = await openOutput(name, () => FileSink.open(name, this.gzip));
    this.writer = new CaptureWriter(this.sink);
    this.names.push(name);
    if (this.keep !== undefined && this.names.length > this.keep) rmSync(this.names.shift() as string, { force: true });
  }

  async next(): Promise<void> {
    await this.writer.close();
    await this.open();
  }

  async close(): Promise<void> {
    await this.writer?.close();
  }
}

/** `a.scap` becomes `a-3.scap`. */
function numbered(name: string, n: number): string {
  const m = /^(.*?)((?:\.scap)?(?:\.gz)?)$/.exec(name);
  return `${m?.[1] ?? name}-${n}${m?.[2] ?? ""}`;
}

function defaultName(gzip: boolean): string {
  const t = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  return `saker-${t}.scap${gzip ? ".gz" : ""}`;
}

function summary(s: RecordStats, files: Files): string {
  const seconds = Number(s.lastNs - s.firstNs) / 1e9;
  const where = files.names.join(", ");
  const lines = [
    `${s.shown} events in ${seconds.toFixed(3)} s, and ${s.stateOnly} for the state alone (${s.putIn} put in by Saker)`,
    `written to ${where}`,
  ];
  if (s.filtered > 0) lines.push(`${s.filtered} events left out by the filter`);
  if (s.late > 0) lines.push(`${s.late} events out of the order of time`);
  lines.push(
    s.dropped > 0 ? `${s.dropped} events DROPPED: the rings were full (see --buffer, --filter)` : "no event was lost",
  );
  return `${lines.join("\n")}\n`;
}
