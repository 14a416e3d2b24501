import { readFileSync } from "node:fs";

/** One line of mountinfo(5). */
export interface Mount {
  readonly id: number;
  /** Device as events encode it. */
  readonly dev: number;
  /** What of the file system is mounted. */
  readonly root: string;
  readonly point: string;
}

const KEPT = 4096;
const REFRESH_MS = 1000;
const MINOR_LOW = 0xff;

/** Device number as stat(2) encodes it. */
function encodeDev(text: string): number {
  const [major = 0, minor = 0] = text.split(":").map(Number);
  return ((minor & MINOR_LOW) | (major << 8) | ((minor & ~MINOR_LOW) << 12)) >>> 0;
}

function unescapePath(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Reads mountinfo(5), bytes as characters; nothing if the process is gone. */
export function readMounts(pid: number | "self"): Mount[] {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/mountinfo`, "latin1");
  } catch {
    return [];
  }
  const out: Mount[] = [];
  for (const line of text.split("\n")) {
    const [id, , dev, root, point] = line.split(" ");
    if (id === undefined || dev === undefined || root === undefined || point === undefined) continue;
    out.push({ id: Number(id), dev: encodeDev(dev), root: unescapePath(root), point: unescapePath(point) });
  }
  return out;
}

/** `path` without its beginning `top`, which is a path too; undefined if it does not lie there. */
function below(path: string, top: string): string | undefined {
  if (top === "/") return path === "/" ? "" : path;
  if (!path.startsWith(top)) return undefined;
  const rest = path.slice(top.length);
  return rest === "" || rest[0] === "/" ? rest : undefined;
}

/**
 * The host's own names for files: a file below a bind mount, or on a file system that is mounted twice, is also at the
 * place where its file system was mounted first.
 */
export class Mounts {
  private own: readonly Mount[] = [];
  private readAt = Number.NEGATIVE_INFINITY;
  private readonly known = new Map<number, Mount>();

  constructor(private readonly read: (pid: number | "self") => readonly Mount[] = readMounts) {}

  /** The host's path of what is at `fsPath` in the file system on `dev`; undefined if it is mounted nowhere there. */
  canonical(dev: number, fsPath: string): string | undefined {
    return this.lookUp(dev, fsPath) ?? (this.refresh() ? this.lookUp(dev, fsPath) : undefined);
  }

  private lookUp(dev: number, fsPath: string): string | undefined {
    for (const m of this.own) {
      if (m.dev !== dev) continue;
      const rest = below(fsPath, m.root);
      if (rest !== undefined) return (m.point === "/" ? rest : m.point + rest) || "/";
    }
    return undefined;
  }

  /** Mount points change rarely, and a device that is unknown is asked for again and again. */
  private refresh(): boolean {
    const now = performance.now();
    if (now - this.readAt < REFRESH_MS) return false;
    this.readAt = now;
    this.own = this.read("self");
    return true;
  }

  /** A mount of a process by its number, and by one that is never used again (0 = unknown). */
  mountOf(pid: number, id: number, unique: number): Mount | undefined {
    const kept = unique === 0 ? undefined : this.known.get(unique);
    if (kept !== undefined) return kept;
    const found = this.read(pid).find((m) => m.id === id);
    if (found !== undefined && unique !== 0) {
      if (this.known.size >= KEPT) this.known.clear();
      this.known.set(unique, found);
    }
    return found;
  }

  /** The host's path of a path on a mount of a process; undefined if it has no other than that. */
  canonicalOn(path: string, m: Mount): string | undefined {
    // what lies on a container's root has its name there, and no other that counts
    if (m.point === "/") return undefined;
    const rest = below(path, m.point);
    if (rest === undefined) return undefined;
    const canonical = this.canonical(m.dev, (m.root === "/" ? rest : m.root + rest) || "/");
    return canonical === path ? undefined : canonical;
  }
}
