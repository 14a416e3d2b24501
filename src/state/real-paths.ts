import { EMPTY, Slice } from "../event/bytes.js";
import type { LiveContext } from "./live.js";
import { Mounts } from "./mounts.js";
import { PATH_PARAMS, type PathParam } from "./path-params.js";
import { latin1 } from "./pool.js";
import type { Process } from "./process.js";

/** Resolves an absolute path as a process sees it; see the addon's function of this name. */
export type ResolvePath = (
  pid: number,
  path: Uint8Array,
  follow: boolean,
  out: Uint8Array,
  mount: Float64Array,
) => number;

const SLASH = 47;
const ESRCH = 3;
const MAX = 4096;
const MAX_ANCESTORS = 32;
const SELF = new TextEncoder().encode("/proc/self/");
const ENCODER = new TextEncoder();

/** Bytes of a path whose characters are its bytes. */
function bytesOf(text: string): Uint8Array {
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** One path parameter, resolved. */
interface Real {
  readonly path: Slice;
  /** The host's own name for it, empty if that is the same. */
  canonical: Uint8Array;
}

/**
 * The kernel's paths of parameters that the event does not tell: of calls that make no fd. They are asked of the
 * kernel when the event is judged, in the file system as it then is, in the process' own root: a link that is gone
 * by then leads nowhere.
 */
export class RealPaths {
  readonly mounts = new Mounts();
  private readonly slots: Real[] = [];
  private readonly params: number[] = [];
  private count = 0;
  /** {@link LiveContext.turn} of the event that was looked at last. */
  private turn = -1;
  private readonly joined = new Uint8Array(3 * MAX);
  /** The same with a number in the place of `self`. */
  private readonly mine = new Uint8Array(3 * MAX);
  private readonly out: Uint8Array[] = [];
  private readonly mount = new Float64Array(3);

  constructor(private readonly resolvePath: ResolvePath | undefined) {}

  /** The resolved parameter; undefined if the event's call has none there, or it leads nowhere. */
  get(x: LiveContext, param: number): Real | undefined {
    if (this.turn !== x.turn) this.work(x);
    for (let i = 0; i < this.count; i++) if (this.params[i] === param) return this.slots[i];
    return undefined;
  }

  private work(x: LiveContext): void {
    this.turn = x.turn;
    this.count = 0;
    const list = PATH_PARAMS[x.ev.type] as readonly PathParam[];
    if (list.length === 0 || this.resolvePath === undefined || x.ev.rec < 0 || x.ev.int(0) < 0) return;
    for (const p of list) this.one(x, p);
  }

  private one(x: LiveContext, p: PathParam): void {
    const { ev } = x;
    const len = this.join(x, p.param);
    if (len === 0 || len > MAX) return;
    let follow = p.follow;
    if (p.flags !== undefined && p.flags < ev.nparams && (ev.uint(p.flags) & (p.bit ?? 0)) !== 0) follow = !follow;
    const i = this.count;
    this.out[i] ??= new Uint8Array(2 * MAX);
    const out = this.out[i] as Uint8Array;
    const pid = this.ask(x, len, follow, out);
    if (pid < 0) return;
    this.slots[i] ??= { path: new Slice(), canonical: EMPTY };
    const slot = this.slots[i] as Real;
    slot.path.set(out, 0, this.length);
    slot.canonical = this.canonical(pid, slot.path);
    this.params[i] = p.param;
    this.count++;
  }

  private length = 0;

  /** Asks as the process, or if it is gone as one that shared its mounts; gives which, or -1. */
  private ask(x: LiveContext, len: number, follow: boolean, out: Uint8Array): number {
    const resolve = this.resolvePath as ResolvePath;
    const self = this.ofSelf(len);
    let p: Process | null = x.proc;
    const ns = p?.nsMnt ?? 0;
    let pid = x.ev.tgid;
    for (let i = 0; i < MAX_ANCESTORS; i++) {
      const path = self ? this.unself(len, pid) : this.joined.subarray(0, len);
      const n = resolve(pid, path, follow, out, this.mount);
      if (n >= 0) {
        this.length = n;
        return pid;
      }
      if (n !== -ESRCH) return -1;
      do p = p?.parent ?? null;
      while (p !== null && p.nsMnt !== ns);
      if (p === null) return -1;
      pid = p.pid;
    }
    return -1;
  }

  private canonical(pid: number, path: Slice): Uint8Array {
    const { mount } = this;
    if (mount[2] === 1) return EMPTY;
    const m = this.mounts.mountOf(pid, mount[0] as number, mount[1] as number);
    if (m === undefined) return EMPTY;
    const text = this.mounts.canonicalOn(latin1(path.buf, path.off, path.len), m);
    return text === undefined ? EMPTY : bytesOf(text);
  }

  /** The parameter as an absolute path, not normalised: `..` after a link is for the kernel to follow. */
  private join(x: LiveContext, param: number): number {
    const { ev } = x;
    if (param >= ev.nparams) return 0;
    const from = ev.off[param] as number;
    const len = ev.textLen(param);
    if (len === 0) return 0;
    let n = 0;
    const { joined } = this;
    if (ev.u8[from] !== SLASH) {
      n = x.base(param, joined);
      if (n === 0) return 0;
      joined[n++] = SLASH;
    }
    for (let i = 0; i < len; i++) joined[n++] = ev.u8[from + i] as number;
    return n;
  }

  private ofSelf(n: number): boolean {
    for (let i = 0; i < SELF.length; i++) if (i >= n || this.joined[i] !== SELF[i]) return false;
    return true;
  }

  /** /proc/self is for each who asks another. */
  private unself(n: number, pid: number): Uint8Array {
    const { joined, mine } = this;
    const { written } = ENCODER.encodeInto(`/proc/${pid}/`, mine);
    mine.set(joined.subarray(SELF.length, n), written);
    return mine.subarray(0, n - SELF.length + written);
  }
}
