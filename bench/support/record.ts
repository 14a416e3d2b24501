// Records the events of a load through the sensor's own programs, as they stand in a ring.
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { addon } from "../../src/sensor/addon.js";
import { wantedSyscalls } from "../../src/sensor/wanted.js";

const RING_BYTES = 16 << 20;
const RING_HEADER = 8;
const DISCARDED = 0x4000_0000;
const LENGTH = 0x3fff_ffff;
/** Long enough for the last records of a load to arrive. */
const SETTLE_MS = 20;

/** Ring records one after the other. */
export interface Recording {
  readonly buffer: ArrayBuffer;
  readonly bytes: number;
  /** Offset of the prefix of each record. */
  readonly events: Int32Array;
  /** Process that the load began with; the host's other work is in the recording too. */
  readonly root: number;
}

/**
 * Record what happens on this host while a command runs.
 *
 * @param args program and arguments
 * @param eventTypes event codes that rules can match; what only feeds the state comes along
 * @param maxBytes what does not fit is left out
 */
export async function record(
  args: readonly string[],
  eventTypes: ReadonlySet<number>,
  maxBytes: number,
): Promise<Recording> {
  const native = addon();
  native.load({
    rings: 1,
    ringBytes: RING_BYTES,
    snaplen: 80,
    ownTgid: process.pid,
    bootEpochNs: native.bootEpochNs(),
    filterSeed: 0n,
  });
  native.setWanted(wantedSyscalls({ eventTypes }));
  native.setLifecycle(true);
  native.attach();
  const ring = new native.Ring(0);
  const source = new Uint8Array(ring.buffer);
  const out = new Uint8Array(maxBytes);
  let at = 0;
  let full = false;
  const drain = (): void => {
    for (let n = ring.poll(0); n > 0; n = ring.poll(0)) {
      full ||= at + n > maxBytes;
      if (!full) {
        out.set(source.subarray(ring.start, ring.start + n), at);
        at += n;
      }
      ring.commit();
    }
  };
  const child = spawn(args[0] as string, args.slice(1), { stdio: ["ignore", "ignore", "inherit"] });
  let running = true;
  child.once("exit", () => {
    running = false;
  });
  child.once("error", () => {
    running = false;
  });
  while (running) {
    await sleep(1);
    drain();
  }
  await sleep(SETTLE_MS);
  native.setWanted(new Uint8Array(0));
  native.setLifecycle(false);
  drain();
  ring.close();
  native.close();
  return {
    buffer: out.buffer,
    bytes: at,
    root: child.pid ?? 0,
    events: offsets(new Uint32Array(out.buffer, 0, at >> 2), at),
  };
}

function offsets(headers: Uint32Array, bytes: number): Int32Array {
  const found: number[] = [];
  for (let p = 0; p < bytes; ) {
    const header = headers[p >> 2] as number;
    if ((header & DISCARDED) === 0) found.push(p + RING_HEADER);
    p += ((header & LENGTH) + RING_HEADER + 7) & ~7;
  }
  return Int32Array.from(found);
}
