/** Bits of open(2) and the portable bits of the scap schema; octal, as the headers have the first. */
const BITS: readonly (readonly [kernel: number, portable: number])[] = [
  [0o100, 4],
  [0o200, 32],
  [0o1000, 256],
  [0o2000, 8],
  [0o4000, 64],
  [0o10000, 16],
  [0o40000, 512],
  [0o100000, 2048],
  [0o200000, 1024],
  [0o2000000, 4096],
  [0o4000000, 128],
];
const TMPFILE = 0o20000000;
const ACCESS: readonly number[] = [1, 2, 3, 0];

/** Flags as open(2) takes them, in the portable bits that events have. */
export function openFlags(kernel: number): number {
  let out = ACCESS[kernel & 3] as number;
  for (const [k, p] of BITS) if ((kernel & k) !== 0) out |= p;
  return (kernel & TMPFILE) !== 0 ? out | 8192 : out;
}
