import { gzipSync } from "node:zlib";
import { BYTE_ORDER_MAGIC, blockNumber, SECTION_BLOCK } from "../../../src/capture/blocks.js";

/** Little-endian bytes, put together piece by piece. */
export class Bytes {
  private readonly parts: Buffer[] = [];

  u8(n: number): this {
    return this.raw(Buffer.from([n & 0xff]));
  }
  u16(n: number): this {
    const b = Buffer.alloc(2);
    b.writeUInt16LE(n);
    return this.raw(b);
  }
  u32(n: number): this {
    const b = Buffer.alloc(4);
    b.writeUInt32LE(n >>> 0);
    return this.raw(b);
  }
  u64(n: number | bigint): this {
    const b = Buffer.alloc(8);
    b.writeBigInt64LE(BigInt.asIntN(64, BigInt(n)));
    return this.raw(b);
  }
  raw(b: Uint8Array): this {
    this.parts.push(Buffer.from(b));
    return this;
  }
  /** Text after its 16-bit length. */
  text(s: string): this {
    const b = Buffer.from(s, "latin1");
    return this.u16(b.length).raw(b);
  }
  get buffer(): Buffer {
    return Buffer.concat(this.parts);
  }
}

/** A block: header, body, padding, trailer. */
export function block(type: number, body: Uint8Array): Buffer {
  const total = (8 + body.length + 4 + 3) & ~3;
  const out = Buffer.alloc(total);
  out.writeUInt32LE(type, 0);
  out.writeUInt32LE(total, 4);
  out.set(body, 8);
  out.writeUInt32LE(total, total - 4);
  return out;
}

export interface ScapThread {
  readonly tid: number;
  readonly pid?: number;
  readonly ptid?: number;
  readonly comm?: string;
  readonly exe?: string;
  readonly exepath?: string;
  readonly args?: string;
  readonly cwd?: string;
  readonly env?: string;
  readonly cgroups?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly flags?: number;
  readonly loginuid?: number;
  readonly pgid?: number;
}

/** The entry of a thread as process lists of this version have it, without the length. */
export function threadEntry(t: ScapThread, version: number): Buffer {
  const b = new Bytes()
    .u64(t.tid)
    .u64(t.pid ?? t.tid)
    .u64(t.ptid ?? 1);
  if (version >= 6) b.u64(7);
  if (version >= 8) b.u64(8);
  b.text(t.comm ?? "comm").text(t.exe ?? "exe");
  if (version >= 7) b.text(t.exepath ?? "/bin/exe");
  b.text(t.args ?? "a\0b\0")
    .text(t.cwd ?? "/tmp/")
    .u64(1024)
    .u32(t.flags ?? 0);
  b.u32(t.uid ?? 0).u32(t.gid ?? 0);
  if (version >= 2) b.u32(11).u32(12).u32(13).u64(14).u64(15);
  if (version >= 3) b.text(t.env ?? "K=V\0");
  if (version >= 4)
    b.u64(21)
      .u64(22)
      .text(t.cgroups ?? "cpu=/\0");
  if (version >= 5) b.text("/");
  return b.buffer;
}

/** What version 9 has besides. */
export function threadTail(t: ScapThread): Buffer {
  return new Bytes()
    .u64(31)
    .u32(32)
    .u32(t.loginuid ?? 1000)
    .u8(1)
    .u64(1)
    .u64(2)
    .u64(3)
    .u8(1)
    .u64(41)
    .u64(42)
    .u64(43)
    .u8(0)
    .u8(1)
    .u64(t.pgid ?? 99).buffer;
}

export interface EventBlock {
  readonly cpu?: number;
  readonly flags?: number;
  readonly large?: boolean;
  /** With a header that does not tell the number of parameters. */
  readonly old?: boolean;
}

/** Builds a capture file block by block. */
export class ScapBuilder {
  private readonly blocks: Buffer[] = [];

  /** A file that begins with a section header, or an empty one. */
  constructor(section = true) {
    if (section) this.section();
  }

  block(type: number, body: Uint8Array): this {
    this.blocks.push(block(type, body));
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.blocks.push(Buffer.from(bytes));
    return this;
  }

  section(major = 1, magic: number = BYTE_ORDER_MAGIC): this {
    return this.block(SECTION_BLOCK, new Bytes().u32(magic).u16(major).u16(2).u64(-1).buffer);
  }

  machine(hostname: string): this {
    const name = Buffer.alloc(128);
    name.write(hostname);
    const body = new Bytes().u32(4).u64(8_000_000_000n).u64(4_194_304).raw(name).u64(1_700_000_000_000_000_000n);
    return this.block(blockNumber("machine info", 1), body.u64(0).u64(0).u64(0).buffer);
  }

  /** Entries with their length before them; `own`: it counts itself. */
  list(name: string, version: number, head: Uint8Array, entries: readonly Uint8Array[], sized: boolean, own = 4): this {
    const b = new Bytes().raw(head);
    for (const e of entries) {
      if (sized) b.u32(e.length + own);
      b.raw(e);
    }
    return this.block(blockNumber(name, version), b.buffer);
  }

  threads(version: number, threads: readonly ScapThread[]): this {
    const entries = threads.map((t) => {
      const e = threadEntry(t, version);
      return version >= 9 ? Buffer.concat([e, threadTail(t)]) : e;
    });
    return this.list("process list", version, Buffer.alloc(0), entries, version >= 9);
  }

  fds(version: number, tid: number, entries: readonly Uint8Array[]): this {
    return this.list("fd list", version, new Bytes().u64(tid).buffer, entries, version >= 2);
  }

  event(event: Uint8Array, o: EventBlock = {}): this {
    const withFlags = o.flags === undefined ? "" : " with flags";
    const type = blockNumber(`${o.large === true ? "large " : ""}event${withFlags}`, o.old === true ? 1 : 2);
    const b = new Bytes().u16(o.cpu ?? 0);
    if (o.flags !== undefined) b.u32(o.flags);
    return this.block(type, b.raw(o.old === true ? oldHeader(event) : event).buffer);
  }

  get bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.blocks));
  }

  get gzip(): Uint8Array {
    return new Uint8Array(gzipSync(this.bytes));
  }
}

/** The event as it was written before headers told the number of parameters. */
function oldHeader(event: Uint8Array): Uint8Array {
  const out = Buffer.concat([event.subarray(0, 22), event.subarray(26)]);
  out.writeUInt32LE(out.length, 16);
  return out;
}
