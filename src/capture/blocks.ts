/** What a block holds. */
export const BlockKind = {
  SECTION: 1,
  MACHINE: 2,
  PROCESSES: 3,
  FDS: 4,
  INTERFACES: 5,
  USERS: 6,
  EVENT: 7,
} as const;

/** One block type of the format. */
export interface BlockType {
  readonly kind: number;
  /** Name for messages. */
  readonly name: string;
  /** Version of the content; the first is 1. */
  readonly version: number;
  /** Event blocks: 32 bits of flags stand before the event. */
  readonly flags: boolean;
  /** Event blocks: may be longer than 64 KiB. */
  readonly large: boolean;
}

/** Block number of a section header; reads the same in either byte order. */
export const SECTION_BLOCK = 0x0a0d0d0a;
/** First word of a section's body. */
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

// number, kind, name, version; the numbers above 0x80000000 were in use before official ones were given out
const ROWS: readonly (readonly [number, number, string, number])[] = [
  [SECTION_BLOCK, BlockKind.SECTION, "section header", 1],
  [0x201, BlockKind.MACHINE, "machine info", 1],
  [0x8002abcd, BlockKind.MACHINE, "machine info", 1],
  [0x202, BlockKind.PROCESSES, "process list", 1],
  [0x8000abcd, BlockKind.PROCESSES, "process list", 1],
  [0x207, BlockKind.PROCESSES, "process list", 2],
  [0x8013abcd, BlockKind.PROCESSES, "process list", 2],
  [0x209, BlockKind.PROCESSES, "process list", 3],
  [0x8014abcd, BlockKind.PROCESSES, "process list", 3],
  [0x210, BlockKind.PROCESSES, "process list", 4],
  [0x211, BlockKind.PROCESSES, "process list", 5],
  [0x212, BlockKind.PROCESSES, "process list", 6],
  [0x213, BlockKind.PROCESSES, "process list", 7],
  [0x214, BlockKind.PROCESSES, "process list", 8],
  [0x215, BlockKind.PROCESSES, "process list", 9],
  [0x203, BlockKind.FDS, "fd list", 1],
  [0x8001abcd, BlockKind.FDS, "fd list", 1],
  [0x218, BlockKind.FDS, "fd list", 2],
  [0x205, BlockKind.INTERFACES, "interface list", 1],
  [0x8011abcd, BlockKind.INTERFACES, "interface list", 1],
  [0x219, BlockKind.INTERFACES, "interface list", 2],
  [0x206, BlockKind.USERS, "user list", 1],
  [0x8012abcd, BlockKind.USERS, "user list", 1],
  [0x220, BlockKind.USERS, "user list", 2],
  [0x204, BlockKind.EVENT, "event", 1],
  [0x8010abcd, BlockKind.EVENT, "event", 1],
  [0x208, BlockKind.EVENT, "event with flags", 1],
  [0x216, BlockKind.EVENT, "event", 2],
  [0x217, BlockKind.EVENT, "event with flags", 2],
  [0x221, BlockKind.EVENT, "large event", 2],
  [0x222, BlockKind.EVENT, "large event with flags", 2],
];

const TYPES: ReadonlyMap<number, BlockType> = new Map(
  ROWS.map(([number, kind, name, version]) => [
    number,
    { kind, name, version, flags: name.endsWith("flags"), large: name.startsWith("large") },
  ]),
);

const FIRST = 0x200;
const LAST = 0x22f;
const OFFICIAL: readonly (BlockType | undefined)[] = Array.from({ length: LAST - FIRST + 1 }, (_, i) =>
  TYPES.get(FIRST + i),
);

/** The block type with this number; undefined = unknown to us, to be skipped. */
export function blockType(number: number): BlockType | undefined {
  return number >= FIRST && number <= LAST ? OFFICIAL[number - FIRST] : TYPES.get(number);
}

/** Number of the newest block type with this name and version: what a writer puts in the file. */
export function blockNumber(name: string, version: number): number {
  const row = ROWS.find((r) => r[2] === name && r[3] === version);
  if (row === undefined) throw new Error(`no block type ${name} v${version}`);
  return row[0];
}

/** Bits of an event block's flags. */
export const EventFlag = {
  /** The event changes state only; rules do not see it. */
  STATE_ONLY: 1,
} as const;

/**
 * First word of what Saker adds behind an event, in the padding that readers of other makes skip: what the kernel alone
 * knew, as annex entries. Then a word with their length, and they.
 */
export const TAIL_MAGIC = 0x31_4b_41_53;
/** Bytes before the entries of a tail. */
export const TAIL_HEADER = 8;
