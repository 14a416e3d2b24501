import { type FSWatcher, lstatSync, readdirSync, readFileSync, readlinkSync, statSync, watch } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { checksum } from "../../boot/checksum.js";

/** Quiet time before what has changed is looked at: editors and installers write in several steps. */
const QUIET_MS = 100;
/** Where it is never quiet, it is looked at all the same. */
const LONGEST_MS = 1000;
const MAX_LINKS = 16;

/**
 * Tells when files, or the files in folders, have changed since they were read. Folders are watched rather than files:
 * what replaces a file, as editors do, is another file, and Kubernetes swaps a link above them. What counts is the
 * content.
 */
export class FileWatch {
  private watchers: FSWatcher[] = [];
  private paths: readonly string[] = [];
  /** What was in them when they were read. */
  private readonly known = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private first = 0;

  constructor(
    private readonly onChange: () => void,
    private readonly onTrouble: (reason: string) => void,
  ) {}

  /** What is watched is about to be read: changes from now on count. */
  beforeRead(): void {
    for (const p of this.paths) this.known.set(p, digestOf([p]));
  }

  /** These were just read; changes of those that are not watched yet count from now on. */
  wasRead(paths: readonly string[]): void {
    for (const p of paths) if (!this.known.has(p)) this.known.set(p, digestOf([p]));
  }

  /** Watch these from now on, in the place of others; they need not exist. */
  set(paths: readonly string[]): void {
    this.wasRead(paths);
    for (const p of this.known.keys()) if (!paths.includes(p)) this.known.delete(p);
    this.paths = paths;
    this.watch();
    // they may have changed since they were read
    if (paths.length > 0) this.touched();
  }

  private watch(): void {
    this.unwatch();
    for (const [dir, names] of foldersOf(this.paths)) {
      // its own name comes when it is removed
      const counts = (name: string | null): boolean =>
        names === undefined || name === null || names.has(name) || name === basename(dir);
      try {
        const w = watch(dir, { persistent: false }, (_event, name) => {
          if (counts(name)) this.touched();
        });
        w.on("error", () => this.touched());
        this.watchers.push(w);
      } catch (e) {
        this.onTrouble(`cannot watch ${dir} for changes: ${(e as Error).message}`);
      }
    }
  }

  private touched(): void {
    const now = Date.now();
    if (this.timer === undefined) this.first = now;
    clearTimeout(this.timer);
    const left = Math.max(0, this.first + LONGEST_MS - now);
    this.timer = setTimeout(() => this.look(), Math.min(QUIET_MS, left)).unref();
  }

  private look(): void {
    this.timer = undefined;
    // links may lead elsewhere, even to the same content; first, so that what changes while we look is noticed
    this.watch();
    let changed = false;
    for (const p of this.paths) {
      const now = digestOf([p]);
      if (this.known.get(p) !== now) changed = true;
      this.known.set(p, now);
    }
    if (changed) this.onChange();
  }

  private unwatch(): void {
    for (const w of this.watchers) w.close();
    this.watchers = [];
  }

  close(): void {
    clearTimeout(this.timer);
    this.unwatch();
  }
}

/** Names in folders that matter; undefined = all of them. */
type Folders = Map<string, Set<string> | undefined>;

/** Folders in which something must happen for a path to lead to something else, and to which names there. */
export function foldersOf(paths: readonly string[]): Folders {
  const out: Folders = new Map();
  const add = (dir: string, name: string | undefined): void => {
    if (name === undefined) out.set(dir, undefined);
    else if (!out.has(dir)) out.set(dir, new Set([name]));
    else out.get(dir)?.add(name);
  };
  const follow = (path: string, links: number): void => {
    const parts = resolve(path).split("/").slice(1);
    let at = "";
    for (const [i, part] of parts.entries()) {
      const parent = at === "" ? "/" : at;
      at = `${at}/${part}`;
      const info = lstatSync(at, { throwIfNoEntry: false });
      if (info === undefined) {
        // it may come
        add(parent, part);
        return;
      }
      if (info.isSymbolicLink()) {
        add(parent, part);
        if (links < MAX_LINKS) {
          follow([resolve(parent, readlinkSync(at)), ...parts.slice(i + 1)].join("/"), links + 1);
        }
        return;
      }
      if (i < parts.length - 1) continue;
      if (!info.isDirectory()) {
        add(parent, part);
        continue;
      }
      add(at, undefined);
      for (const name of entries(at)) linkIn(`${at}/${name}`, links);
    }
  };
  const linkIn = (path: string, links: number): void => {
    const info = lstatSync(path, { throwIfNoEntry: false });
    if (info?.isSymbolicLink() === true && links < MAX_LINKS) follow(path, links + 1);
  };
  for (const p of paths) {
    follow(p, 0);
    add(dirname(resolve(p)), basename(p));
  }
  for (const dir of out.keys()) if (!isWhat(dir, "isDirectory")) out.delete(dir);
  return out;
}

/** Whatever stands in the way of an answer, it is no. */
function isWhat(path: string, what: "isDirectory" | "isFile"): boolean {
  try {
    return statSync(path)[what]();
  } catch {
    return false;
  }
}

function entries(dir: string): string[] {
  try {
    return readdirSync(dir).sort();
  } catch {
    return [];
  }
}

/** Tells all that is in the files, and in the files of the folders, from what else could be there. */
export function digestOf(paths: readonly string[]): string {
  const parts: string[] = [];
  const add = (path: string): void => {
    try {
      const bytes = readFileSync(path);
      parts.push(path, `${bytes.length} ${checksum(bytes)}`);
    } catch (e) {
      parts.push(path, String((e as NodeJS.ErrnoException).code));
    }
  };
  for (const path of paths) {
    if (!isWhat(path, "isDirectory")) add(path);
    else
      for (const name of entries(path)) {
        const file = `${path}/${name}`;
        if (isWhat(file, "isFile")) add(file);
      }
  }
  return parts.join("\0");
}
