/** Random but repeatable choices. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** 0 to 1, 1 excluded (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }
}

const O = { WRONLY: 1, RDWR: 2, CREAT: 0o100, EXCL: 0o200, TRUNC: 0o1000, APPEND: 0o2000, DIRECTORY: 0o200000 };
const FLAGS = [0, 0, 0, 0, 0, 0, O.WRONLY, O.RDWR, O.RDWR | O.CREAT, O.WRONLY | O.CREAT | O.TRUNC, O.WRONLY | O.APPEND];
const RARE = [O.DIRECTORY, O.WRONLY | O.CREAT | O.EXCL, O.RDWR | O.TRUNC, 0o2000000];

/** Names below the root of a script; the rules of the test know some of them, and none of `PLAIN`. */
const DIRS = ["d0", "d1", "d1/sub", "d2", "d2/deep/er", "d3", "ab", "ab/ab", "e0", "e0/e1", "e2"];
const KNOWN = ["f0.txt", "f1.txt", "f2.key", "f3.log", "secret", "fA"];
const PLAIN = ["g0", "g1.bin", "g2.dat", "h.txt", "plain", "none", "i", "k.so"];
const FILES = [...KNOWN, ...PLAIN];
const POOL = 45;
const REST_EVERY = 60;

/**
 * A script for the deed `play`: opens of a few dozen names over and over, by several spellings, while files,
 * directories, links and mounts change under them.
 *
 * @param root directory that the script has for itself
 */
export function makeScript(seed: number, root: string, steps: number): string {
  const dice = new Dice(seed);
  const out: string[] = [];
  const say = (...words: (string | number)[]): void => {
    out.push(words.join("\t"));
  };
  const dir = (): string => `${root}/${dice.pick(DIRS)}`;
  const file = (): string => `${dir()}/${dice.pick(FILES)}`;
  const paths = Array.from({ length: POOL }, () => spell(dice, root, file()));

  for (const d of ["d2/deep", ...DIRS]) say("mkdir", `${root}/${d}`);
  for (const d of DIRS) for (const f of FILES) if (dice.next() < 0.7) say("creat", `${root}/${d}/${f}`);
  say("mkdir", `${root}/mnt`);
  say("creat", `${root}/spot`);

  const open = (): void => {
    const flags = dice.pick(dice.next() < 0.9 ? FLAGS : RARE);
    const path = dice.pick(paths);
    const kind = dice.below(20);
    if (kind === 0) say("creat", path);
    else if (kind === 1) say("open2", flags, path);
    else if (kind === 2) say("at", flags, dir(), `../${dice.pick(DIRS)}/${dice.pick(FILES)}`);
    else if (kind === 3) say("open", flags, `./${dice.pick(DIRS)}/${dice.pick(FILES)}`);
    else if (kind < 8) say("legacy", flags, path);
    else say("open", flags, path);
  };
  const changes: readonly (() => void)[] = [
    () => say("rename", file(), file()),
    () => say("rename", dir(), `${dir()}${dice.below(3)}`),
    () => say("rename", `${dir()}${dice.below(3)}`, dir()),
    () => say("swap", file(), file()),
    () => say("swap", dir(), dir()),
    () => say("unlink", file()),
    () => say("link", file(), file()),
    () => say("symlink", file(), file()),
    () => say("symlink", dir(), `${root}/way${dice.below(3)}`),
    () => say("symlink", `../${dice.pick(DIRS)}`, `${dir()}/up`),
    () => say("unlink", `${root}/way${dice.below(3)}`),
    () => say("creat", file()),
    () => say("mkdir", dir()),
    () => say("bind", dir(), `${root}/mnt`),
    () => say("bind", dir(), dir()),
    () => say("bind", file(), `${root}/spot`),
    () => say("umount", `${root}/mnt`),
    () => say("umount", `${root}/spot`),
    () => say("umount", dir()),
    () => say("chdir", dir()),
    () => say("chdir", root),
  ];
  for (let i = 0; i < steps; i++) {
    if (i % REST_EVERY === 0) say("sleep", 4);
    if (dice.next() < 0.08) dice.pick(changes)();
    else if (dice.next() < 0.01) {
      const inside = dir();
      say("chroot", inside);
      for (let k = dice.below(12); k >= 0; k--) {
        if (dice.next() < 0.5) open();
        else say("open", dice.pick(FLAGS), `/${dice.pick(FILES)}`);
      }
      say("end");
    } else open();
  }
  return `${out.join("\n")}\n`;
}

/** One of the ways to write a path. */
function spell(dice: Dice, root: string, path: string): string {
  const inside = path.slice(root.length + 1);
  switch (dice.below(14)) {
    case 0:
      return `${root}/./${inside}`;
    case 1:
      return `${root}//${inside}`;
    case 2:
      return `${root}/d3/../${inside}`;
    case 3:
      return `${root}/way${dice.below(3)}/${dice.pick(FILES)}`;
    case 4:
      return `/proc/self/root${path}`;
    case 5:
      return `/proc/self/cwd/${inside}`;
    case 6:
      return `${root}/mnt/${dice.pick(FILES)}`;
    case 7:
      return `${root}/${dice.pick(DIRS)}/up/${dice.pick(FILES)}`;
    case 8:
      return dice.pick([`${root}/spot`, `${root}/missing`, `${root}/d1`, `${root}/d1/`, `${root}/spot/`]);
    case 9:
      return `${root}/way${dice.below(3)}/../${inside}`;
    case 10:
      return `${root}/${"./".repeat(100 + dice.below(60))}${inside}`;
    default:
      return path;
  }
}
