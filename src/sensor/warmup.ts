import { breathe } from "../event/breath.js";
import { ANNEX_FD, AnnexTag, EVENT, PREFIX, RecordFlag } from "../event/record.js";
import { eventCodes } from "../event/table.js";
import type { SystemState } from "../state/system.js";
import type { Pipeline } from "./pipeline.js";

/** Times that all records are judged; enough for V8 to have made baseline code, and for its optimiser to know the types. */
const ROUNDS = 8;
/** On a machine that has no CPU to spare: what is left is compiled while it runs. */
const MAX_MS = 400;
const RECORDS = 256;
const STRIDE = 512;
const RING_HEADER = 8;
/** Bytes of a run, after which other work may be looked at. */
const BATCH = 32 * STRIDE;

const PATHS = [
  "/usr/lib/x86_64-linux-gnu/libc.so.6",
  "/etc/ld.so.cache",
  "/usr/share/locale/locale.alias",
  "/proc/self/status",
  "/var/lib/dpkg/status",
  "/home/user/project/src/main.c",
  "/tmp/scratch",
  // most rule sets alert on this one: the way from a match to a finished line is compiled as well
  "/etc/shadow",
  "/usr/bin/env",
];

/**
 * Judge made-up opens until the hot path is compiled, if not optimised: otherwise a flood in the first moments meets an interpreter that
 * is thirty times slower, and drops. Whatever rules say of these events is thrown away.
 */
export function warmUp(pipeline: Pipeline, state: SystemState): void {
  const self = state.procs.get(process.pid);
  if (self === null) return;
  const buffer = new ArrayBuffer(RECORDS * STRIDE);
  for (let i = 0; i < RECORDS; i++) openRecord(buffer, i, self.startNs);
  pipeline.attach(buffer);
  const end = performance.now() + MAX_MS;
  for (let i = 0; i < ROUNDS && performance.now() < end; i++)
    for (let at = 0; at < buffer.byteLength; at += BATCH) {
      breathe();
      pipeline.drain(at, BATCH);
    }
  pipeline.forget();
  state.start(0n);
}

/** One successful openat of PATHS, for reading or writing, as the kernel side would write it. */
function openRecord(buffer: ArrayBuffer, index: number, startNs: number): void {
  const at = index * STRIDE;
  const dv = new DataView(buffer, at, STRIDE);
  const bytes = new Uint8Array(buffer, at, STRIDE);
  const path = new TextEncoder().encode(PATHS[index % PATHS.length]);
  const writes = index % 16 === 15;
  const rec = RING_HEADER;
  dv.setUint32(0, STRIDE - RING_HEADER, true);
  dv.setUint32(rec + PREFIX.TGID, process.pid, true);
  dv.setUint32(rec + PREFIX.FLAGS, RecordFlag.PRIMARY, true);
  dv.setBigUint64(rec + PREFIX.START, BigInt(startNs), true);

  // fd, dirfd, name, flags, mode, dev, ino
  const lengths = [8, 8, path.length + 1, 4, 4, 4, 8];
  const ev = rec + PREFIX.SIZE;
  let p = ev + EVENT.SIZE + 2 * lengths.length;
  dv.setBigUint64(ev + EVENT.TS, 1n, true);
  dv.setBigUint64(ev + EVENT.TID, BigInt(process.pid), true);
  dv.setUint16(ev + EVENT.TYPE, Math.max(...eventCodes("openat")), true);
  dv.setUint32(ev + EVENT.NPARAMS, lengths.length, true);
  const offsets = lengths.map((l, i) => {
    dv.setUint16(ev + EVENT.SIZE + 2 * i, l, true);
    const o = p;
    p += l;
    return o;
  });
  dv.setBigInt64(offsets[0] as number, 3n, true);
  dv.setBigInt64(offsets[1] as number, -100n, true);
  bytes.set(path, offsets[2] as number);
  dv.setUint32(offsets[3] as number, writes ? 2 : 4097, true);
  dv.setUint32(ev + EVENT.LEN, p - ev, true);

  dv.setUint32(rec + PREFIX.ANNEX_OFF, p - rec, true);
  const real = index % 8 === 7 ? new TextEncoder().encode(`/mnt${PATHS[index % PATHS.length]}`) : path;
  dv.setUint8(p, AnnexTag.FD);
  dv.setUint8(p + 1, "f".charCodeAt(0));
  dv.setUint16(p + 2, ANNEX_FD.SIZE + real.length, true);
  dv.setInt32(p + 4 + ANNEX_FD.FD, 3, true);
  bytes.set(real, p + 4 + ANNEX_FD.SIZE);
  const key = p + 4 + ANNEX_FD.SIZE + real.length;
  dv.setUint8(key, AnnexTag.FILTER_KEY);
  dv.setUint16(key + 2, 8, true);
  dv.setUint32(rec + PREFIX.ANNEX_LEN, key + 12 - p, true);
}
