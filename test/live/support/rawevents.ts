import { spawn } from "node:child_process";
import { setImmediate as turn } from "node:timers/promises";
import { LIVE_CALLS, MAX_CALLS } from "../../../src/event/calls.js";
import { ANNEX_FD, AnnexTag } from "../../../src/event/record.js";
import { EventView } from "../../../src/event/view.js";
import { type Addon, addon, type LoadOptions, type Ring } from "../../../src/sensor/addon.js";

/** An event as the kernel side wrote it, copied out of the ring. */
export interface RawEvent {
  readonly type: number;
  readonly tid: number;
  readonly tgid: number;
  readonly flags: number;
  readonly params: readonly Buffer[];
  /** Paths of its annex FD entries. */
  readonly files: readonly string[];
}

const RING_BYTES = 16 << 20;
const RING_HEADER = 8;
const DISCARDED = 0xc0000000;
const LENGTH = 0x3fffffff;

function copyEvent(view: EventView): RawEvent {
  const params: Buffer[] = [];
  for (let i = 0; i < view.nparams; i++) {
    const off = view.off[i] as number;
    params.push(Buffer.from(view.u8.slice(off, off + (view.len[i] as number))));
  }
  const files: string[] = [];
  const end = view.annexOff + view.annexLen;
  for (let p = view.annexOff; p + 4 <= end; ) {
    const len = (view.u8[p + 2] as number) | ((view.u8[p + 3] as number) << 8);
    if (view.u8[p] === AnnexTag.FD)
      files.push(Buffer.from(view.u8.slice(p + 4 + ANNEX_FD.SIZE, p + 4 + len)).toString());
    p += 4 + len;
  }
  return { type: view.type, tid: view.tid, tgid: view.tgid, flags: view.flags, params, files };
}

/** What a watched program did and said. */
export interface Watched {
  readonly code: number | null;
  readonly stdout: string;
  /** Events of the program and of all its children, in order. */
  readonly events: readonly RawEvent[];
}

/** The programs of the kernel side alone: one ring, no rules, no state. */
export class RawSource {
  private constructor(
    private readonly native: Addon,
    private readonly ring: Ring,
  ) {}

  /** Loads and attaches them; nothing is wanted yet. */
  static start(options: Partial<LoadOptions> = {}): RawSource {
    const native = addon();
    native.load({
      rings: 1,
      ringBytes: RING_BYTES,
      snaplen: 80,
      ownTgid: process.pid,
      bootEpochNs: native.bootEpochNs(),
      filterSeed: 0n,
      ...options,
    });
    native.setWanted(new Uint8Array(0));
    native.setLifecycle(true);
    native.attach();
    return new RawSource(native, new native.Ring(0));
  }

  /** Runs a program with only these calls wanted, and collects what it and its children do. */
  async watch(program: string, args: readonly string[], calls: readonly string[]): Promise<Watched> {
    const wanted = new Uint8Array(MAX_CALLS);
    for (const c of LIVE_CALLS) if (calls.includes(c.name)) wanted[c.slot] = 1;
    this.native.setWanted(wanted);
    this.drain(() => {});
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
    let stdout = "";
    let code: number | null | undefined;
    child.stdout.on("data", (d) => {
      stdout += d;
    });
    child.once("close", (c) => {
      code = c;
    });
    // parents are told of before their children, but the tests' own fork lies before the pid is known
    const all: RawEvent[] = [];
    while (code === undefined) {
      this.drain((e) => all.push(e));
      await turn();
    }
    this.native.setWanted(new Uint8Array(0));
    this.drain((e) => all.push(e));
    const tids = new Set([...stdout.matchAll(/"tid":(\d+)/g)].map((m) => Number(m[1])));
    tids.add(child.pid ?? -1);
    return { code, stdout, events: all.filter((e) => tids.has(e.tid) || tids.has(e.tgid)) };
  }

  private drain(take: (e: RawEvent) => void): void {
    const { ring } = this;
    for (;;) {
      const bytes = ring.poll(0);
      if (bytes === 0) return;
      const view = new EventView();
      view.attach(ring.buffer);
      const headers = new Uint32Array(ring.buffer, 0, ring.buffer.byteLength >> 2);
      for (let at = ring.start; at < ring.start + bytes; ) {
        const header = headers[at >> 2] as number;
        if ((header & DISCARDED) === 0) {
          view.at(at + RING_HEADER);
          take(copyEvent(view));
        }
        at += ((header & LENGTH) + RING_HEADER + 7) & ~7;
      }
      ring.commit();
    }
  }

  stop(): void {
    this.ring.close();
    this.native.close();
  }
}
