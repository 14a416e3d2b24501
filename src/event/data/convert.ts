// Kernel values to the portable ones of the scap schema. `bits`: each kernel bit (or group of bits) that is fully set
// gives the portable bit. `enum`: the one kernel value gives the portable value; anything else gives `other`. With both,
// `mask` says which bits of the value are the enumeration.
// Kernel values are those of the generic uapi headers.

type Pairs = readonly (readonly [kernel: number, portable: number])[];

export interface Conversion {
  readonly bits?: Pairs;
  readonly enum?: Pairs;
  readonly other?: number;
  readonly mask?: number;
}

const MODE: [number, number][] = [];
for (let bit = 1; bit <= 0o4000; bit <<= 1) MODE.push([bit, bit]);

const same = (n: number, first = 0): [number, number][] => Array.from({ length: n }, (_, i) => [first + i, first + i]);
const O_NONBLOCK: [number, number] = [0o4000, 64];
const O_CLOEXEC: [number, number] = [0o2000000, 4096];

export const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  dup3: { bits: [O_CLOEXEC] },
  resolve: { bits: [[8, 1], [16, 2], [2, 4], [4, 8], [1, 16], [32, 32]] },
  pipe2: { bits: [O_CLOEXEC, O_NONBLOCK, [0o40000, 512]] },
  sockflags: { bits: [O_CLOEXEC, O_NONBLOCK] },
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
  fileflags: { bits: [O_NONBLOCK, O_CLOEXEC] },
  epoll1: { bits: [[0o2000000, 1]] },
  pidfd: { bits: [[0o4000, 1]] },
  delmod: { bits: [[0o4000, 2], [0o1000, 1]] },
  initmod: { bits: [[1, 1], [2, 2], [4, 4]] },
  whence: { enum: same(3), other: 0 },
  shutdown: { enum: same(3), other: 0xffff },
  access: { bits: [[1, 1], [2, 2], [4, 4]] },
  rlimit: { enum: same(16), other: 255 },
  fcntl: {
    other: 0,
    enum: [
      [0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [5, 6], [6, 8], [7, 9], [8, 10], [9, 12], [10, 13], [11, 15], [15, 21],
      [16, 22], [1024, 23], [1025, 24], [1026, 27], [1029, 25], [1030, 26], [1031, 28], [1032, 29], [36, 30], [37, 31],
      [38, 32],
    ],
  },
  prot: { bits: [[1, 1], [2, 2], [4, 4], [8, 8], [0x1000000, 16], [0x2000000, 32], [0x10, 64]] },
  mmap: {
    bits: [
      [1, 1], [2, 2], [0x10, 4], [0x20, 8], [0x40, 16], [0x4000, 64], [0x8000, 128], [0x10000, 256], [0x100, 512],
      [0x800, 1024], [0x1000, 2048], [0x80, 4096], [0x2000, 16384],
    ],
  },
  flock: { bits: [[1, 1], [2, 2], [4, 4], [8, 8]] },
  futex: { enum: same(13), other: 0, mask: 127, bits: [[128, 128], [256, 256]] },
  mlockall: { bits: [[1, 1], [2, 2], [4, 4]] },
  mlock2: { bits: [[1, 1]] },
  statat: { bits: [[0x100, 256], [0x800, 2048], [0x1000, 4096]] },
  // a node without a type is a regular file
  mknod: {
    mask: 0o170000, bits: MODE, other: 0,
    enum: [[0, 0o100000], ...[0o010000, 0o020000, 0o060000, 0o100000, 0o140000].map((t): [number, number] => [t, t])],
  },
  splice: { bits: [[1, 1], [2, 2], [4, 4], [8, 8]] },
  closerange: { bits: [[2, 2], [4, 4]] },
  uringsetup: { bits: [[1, 1], [1, 4], [2, 2], [4, 8], [8, 16], [16, 32], [32, 64], [64, 128]] },
  uringfeat: {
    bits: [[1, 1], [2, 2], [4, 4], [8, 8], [16, 16], [32, 32], [64, 64], [128, 128], [256, 256], [512, 512], [1024, 1024]],
  },
  uringenter: { bits: [[1, 1], [2, 2], [4, 4], [8, 8]] },
  semget: { bits: [[0o1000, 8192], [0o2000, 16384]] },
  semop: { bits: [[0o4000, 1], [0x1000, 2]] },
  semctl: {
    other: 0,
    enum: [
      [2, 1], [1, 2], [0, 4], [3, 8], [19, 16], [18, 32], [13, 64], [14, 128], [11, 256], [12, 512], [15, 1024],
      [17, 2048], [16, 4096],
    ],
  },
  socklevel: { enum: [[1, 1], [6, 2]], other: 0 },
  sockopt: {
    other: 0,
    enum: [
      ...same(50, 1), [59, 51], [55, 52], [57, 53], [66, 20], [67, 21],
    ],
  },
  poll: {
    bits: [
      [1, 1], [2, 2], [4, 4], [0x2000, 8], [8, 16], [16, 32], [32, 64], [64, 128], [128, 256], [256, 512], [512, 1024],
    ],
  },
  quotacmd: {
    other: 0,
    enum: [
      [0x800001, 128], [0x800002, 1], [0x800003, 2], [0x800004, 4], [0x800005, 8], [0x800006, 16], [0x800007, 32],
      [0x800008, 64], [0x5801, 256], [0x5802, 512], [0x5803, 1024], [0x5804, 2048], [0x5805, 4096], [0x5806, 8192],
      [0x5807, 16384],
    ],
  },
  quotatype: { enum: [[0, 1], [1, 2]], other: 0 },
  quotafmt: { enum: [[1, 2], [2, 4], [4, 8]], other: 1 },
};
