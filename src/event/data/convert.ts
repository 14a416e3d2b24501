// Kernel values to the portable ones of the scap schema. `bits`: each kernel bit (or group of bits) that is fully set
// gives the portable bit. `enum`: the one kernel value gives the portable value; anything else gives `other`.
// Kernel values are those of the generic uapi headers.

export type Conversion =
  | { readonly bits: readonly (readonly [kernel: number, portable: number])[] }
  | { readonly enum: readonly (readonly [kernel: number, portable: number])[]; readonly other: number };

const MODE: [number, number][] = [];
for (let bit = 1; bit <= 0o4000; bit <<= 1) MODE.push([bit, bit]);

export const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  dup3: { bits: [[0o2000000, 4096]] },
  pipe2: { bits: [[0o2000000, 4096], [0o4000, 64], [0o40000, 512]] },
  sockflags: { bits: [[0o2000000, 4096], [0o4000, 64]] },
  memfd: { bits: [[1, 1], [2, 2], [4, 4]] },
  clone: {
    bits: [
      [0x400, 1], [0x200, 2], [0x80000000, 4], [0x8000000, 8], [0x40000000, 16], [0x20000, 32], [0x20000000, 64],
      [0x4000000, 128], [0x8000, 256], [0x100000, 512], [0x2000, 1024], [0x800, 2048], [0x40000, 4096],
      [0x10000, 8192], [0x800000, 16384], [0x100, 32768], [0x10000000, 1048576], [0x200000, 8388608],
      [0x1000000, 16777216], [0x80000, 33554432], [0x4000, 134217728], [0x2000000, 268435456],
    ],
  },
  linkat: { bits: [[0x400, 1024], [0x1000, 4096]] },
  unlinkat: { bits: [[0x200, 512]] },
  fchownat: { bits: [[0x100, 1024], [0x1000, 4096]] },
  mode: { bits: MODE },
  mount: { bits: [...Array(32).keys()].filter((b) => b !== 8 && b !== 9 && b !== 26 && b !== 27).map((b) => [2 ** b, 2 ** b] as const) },
  umount: { bits: [[1, 1], [2, 2], [4, 4], [8, 8]] },
  ptrace: {
    other: 0,
    enum: [
      [0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [5, 6], [6, 7], [7, 8], [8, 9], [9, 10], [16, 11], [17, 12], [24, 13],
      [0x4200, 14], [0x4201, 15], [0x4202, 16], [0x4203, 17], [0x4204, 18], [0x4205, 19], [0x4206, 20], [0x4207, 21],
      [0x4208, 22], [0x4209, 23], [0x420a, 24], [0x420b, 25], [12, 26], [13, 27], [14, 28], [15, 29], [18, 30],
      [19, 31], [21, 32], [25, 33], [26, 34], [30, 35], [31, 36], [32, 37], [33, 38],
    ],
  },
};
