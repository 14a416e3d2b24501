import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { crc32 } from "./record.js";

/** Two slots are written in turn: whatever a crash does to one, the other holds. */
const SLOT = 16;

/** Sequence number of the next message to be delivered, kept in a file. */
export class Position {
  private readonly fd: number;
  private slot = 0;
  private readonly buffer = Buffer.alloc(SLOT);
  private at: bigint | undefined;

  constructor(path: string) {
    this.fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    for (const slot of [0, 1]) {
      const b = Buffer.alloc(SLOT);
      if (readSync(this.fd, b, 0, SLOT, slot * SLOT) < SLOT || crc32(b, 0, 8) !== b.readUInt32LE(8)) continue;
      const seq = b.readBigUInt64LE(0);
      if (this.at !== undefined && seq <= this.at) continue;
      this.at = seq;
      this.slot = slot;
    }
  }

  /** undefined = never written, or damaged. */
  get value(): bigint | undefined {
    return this.at;
  }

  set(seq: bigint): void {
    this.at = seq;
    this.slot ^= 1;
    this.buffer.writeBigUInt64LE(seq, 0);
    this.buffer.writeUInt32LE(crc32(this.buffer, 0, 8), 8);
    // a page of the cache, which outlives this process; what a power cut takes back is delivered once more
    writeSync(this.fd, this.buffer, 0, SLOT, this.slot * SLOT);
  }

  close(): void {
    closeSync(this.fd);
  }
}
