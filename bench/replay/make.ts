// A capture to be replayed: a mix of loads recorded by our own recorder, repeated with later times until it is long enough.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { BlockKind, blockType } from "../../src/capture/blocks.js";
import { CaptureSession } from "../../src/capture/session.js";
import { Recorder } from "../../src/capture/write/recorder.js";
import { FileSink } from "../../src/capture/write/sink.js";
import { HeadKeeper, writeHidden, writeShown } from "../../src/capture/write/transfer.js";
import { CaptureWriter } from "../../src/capture/write/writer.js";
import { EVENT } from "../../src/event/record.js";

/** What was made. */
export interface Made {
  readonly file: string;
  readonly events: number;
  readonly bytes: number;
  /** Times that the recording stands in it. */
  readonly copies: number;
}

/** Record what happens on this machine while commands run, one after the other. */
export async function recordLoads(file: string, loads: readonly (readonly string[])[]): Promise<Made> {
  const recorder = new Recorder({ ownPid: process.pid, ringBytes: 128 << 20 });
  const out = new CaptureWriter(await FileSink.open(file));
  recorder.start();
  try {
    recorder.begin(out);
    for (const [program, ...args] of loads) {
      const child = spawn(program as string, args, { stdio: "ignore" });
      let running = true;
      child.once("close", () => {
        running = false;
      });
      child.once("error", () => {
        running = false;
      });
      while (running) await recorder.pump(out);
    }
    await recorder.stop(out);
  } finally {
    recorder.abandon();
    await out.close();
  }
  if (recorder.stats.dropped > 0) console.log(`recording lost ${recorder.stats.dropped} events: it is none the worse as a mix`);
  return { file, events: out.events, bytes: statSync(file).size, copies: 1 };
}

/** Repeat a recording, with times that go on, until there are `least` events. */
export async function repeat(from: Made, file: string, least: number): Promise<Made> {
  const copies = Math.ceil(least / from.events);
  const out = new CaptureWriter(await FileSink.open(file));
  let shift = 0n;
  for (let i = 0; i < copies; i++) {
    const head = new HeadKeeper();
    const move = (x: { ev: { dv: DataView; ev: number; ts: bigint } }): void => {
      x.ev.dv.setBigUint64(x.ev.ev + EVENT.TS, x.ev.ts + shift, true);
    };
    const session = await CaptureSession.open(from.file, {
      metadata: head,
      onHidden: (x) => {
        move(x);
        writeHidden(out, x);
      },
    });
    if (i === 0) out.head(head.take());
    for await (const x of session.events()) {
      move(x);
      writeShown(out, x);
      if (out.full) await out.flush();
    }
    shift += session.summary.lastNs - session.summary.firstNs + 1_000_000n;
  }
  await out.close();
  return { file, events: out.events, bytes: statSync(file).size, copies };
}

/** Repeat the event blocks of a capture as they are, of whatever version, with times that go on. */
export function repeatOld(from: string, to: string, least: number): { events: number; copies: number } {
  const raw = readFileSync(from);
  const all = raw[0] === 0x1f ? gunzipSync(raw) : raw;
  const dv = new DataView(all.buffer, all.byteOffset, all.byteLength);
  let begin = -1;
  const times: number[] = [];
  let at = 0;
  while (at + 8 <= all.length) {
    const type = blockType(dv.getUint32(at, true));
    if (type?.kind === BlockKind.EVENT) {
      if (begin < 0) begin = at;
      times.push(at + 8 + (type.flags ? 6 : 2));
    }
    at += dv.getUint32(at + 4, true);
  }
  const ts = (i: number): bigint => dv.getBigUint64(times[i] as number, true);
  const span = ts(times.length - 1) - ts(0) + 1_000_000n;
  const copies = Math.ceil(least / times.length);
  const fd = openSync(to, "w");
  writeSync(fd, all, 0, at);
  for (let i = 1; i < copies; i++) {
    for (const t of times) dv.setBigUint64(t, dv.getBigUint64(t, true) + span, true);
    writeSync(fd, all, begin, at - begin);
  }
  closeSync(fd);
  return { events: times.length * copies, copies };
}
