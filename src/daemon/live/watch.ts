import { createHash } from "node:crypto";
import { type FSWatcher, lstatSync, readdirSync, readFileSync, readlinkSync, statSync, watch } from "node:fs";
import { dirname, resolve } from "node:path";

/** Quiet time before what has changed is looked at: editors and installers write in several steps. */
const QUIET_MS = 100;
const MAX_LINKS = 16;

/**
 * Tells when files, or the files in folders, have changed. Folders are watched rather than files: what replaces a file,
 * as editors do, is another file, and Kubernetes swaps a link above them. What counts is the content.
 */
export class FileWatch {
  private watchers: FSWatcher[] = [];
  private paths: readonly string[] = [];
  private digest = "";
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly onChange: () => void,
    private readonly onTrouble: (reason: string) => void,
  ) {}

  /** Watch these from now on, in the place of others; they need not exist. */
  set(paths: readonly string[]): void {
    this.unwatch();
    this.paths = paths;
    for (const dir of foldersOf(paths)) {
      try {
        const w = watch(dir, { persistent: false }, () => this.touched());
        w.on("error", () => this.touched());
        this.watchers.push(w);
      } catch (e) {
        this.onTrouble(`cannot watch ${dir} for changes: ${(e as Error).message}`);
      }
    }
    this.digest = digestOf(paths);
  }

  private touched(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), QUIET_MS).unref();
  }

  private look(): void {
    const now = digestOf(this.paths);
    if (now === this.digest) {
      // links may lead elsewhere all the same
      this.set(this.paths);
      return;
    }
    this.set(this.paths);
    this.onChange();
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

/** Folders in which something must happen for a path to lead to something else. */
export function foldersOf(paths: readonly string[]): Set<string> {
  const out = new Set<string>();
  const follow = (path: string, links: number): void => {
    const parts = resolve(path).split("/").slice(1);
    let at = "";
    for (const [i, part] of parts.entries()) {
      const parent = at === "" ? "/" : at;
      at = `${at}/${part}`;
      const info = lstatSync(at, { throwIfNoEntry: false });
      if (info === undefined) {
        // it may come
        out.add(parent);
        return;
      }
      if (info.isSymbolicLink()) {
        out.add(parent);
        if (links < MAX_LINKS) {
          follow([resolve(parent, readlinkSync(at)), ...parts.slice(i + 1)].join("/"), links + 1);
        }
        return;
      }
      if (i < parts.length - 1) continue;
      out.add(info.isDirectory() ? at : parent);
      if (info.isDirectory()) for (const name of entries(at)) linkIn(`${at}/${name}`, links);
    }
  };
  const linkIn = (path: string, links: number): void => {
    const info = lstatSync(path, { throwIfNoEntry: false });
    if (info?.isSymbolicLink() === true && links < MAX_LINKS) follow(path, links + 1);
  };
  for (const p of paths) {
    follow(p, 0);
    out.add(dirname(resolve(p)));
  }
  return new Set([...out].filter((d) => isWhat(d, "isDirectory")));
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

/** Digest of all that is in the files, and in the files of the folders. */
export function digestOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  const add = (path: string): void => {
    hash.update(`${path}\0`);
    try {
      hash.update(readFileSync(path));
    } catch (e) {
      hash.update(String((e as NodeJS.ErrnoException).code));
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
  return hash.digest("hex");
}
