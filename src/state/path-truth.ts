import { EMPTY, Slice } from "../event/bytes.js";
import { ANNEX_FD, AnnexTag } from "../event/record.js";
import { openedPath } from "./annex.js";
import { OPEN_NAME } from "./fd-param.js";
import type { LiveContext } from "./live.js";
import { PATH_PARAMS, type PathParam } from "./path-params.js";
import { latin1 } from "./pool.js";

const asked = new Slice();
const real = new Slice();

function same(a: Slice, b: Slice): boolean {
  if (a.len !== b.len) return false;
  for (let i = 0; i < a.len; i++) if (a.buf[a.off + i] !== b.buf[b.off + i]) return false;
  return true;
}

/**
 * Did a call lead elsewhere than its path says: through a symbolic link, a mount, or a path that was changed while
 * the call ran? Compares the lexical path with the kernel's.
 */
export function pathsDiffer(x: LiveContext): boolean {
  const name = OPEN_NAME[x.ev.type] as number;
  if (name < 0) return paramsDiffer(x);
  if (x.ev.annexLen === 0) return false;
  if (x.ev.rec < 0) return openedPath(x.ev, real) && x.path(name, asked) && !same(asked, real);
  if (x.openedAsAsked()) return false;
  const fd = x.fd();
  return fd?.hasPath === true && x.path(name, asked) && !same(asked, fd.name);
}

function paramsDiffer(x: LiveContext): boolean {
  const params = PATH_PARAMS[x.ev.type] as (typeof PATH_PARAMS)[number];
  for (let i = 0; i < params.length; i++) {
    const { param } = params[i] as PathParam;
    if (!x.kernelPath(param, real)) continue;
    if (x.path(param, asked) && !same(asked, real)) return true;
  }
  return false;
}

/** Has a file of the event another name on the host than the kernel's path: by a bind mount, or a second mount? */
export function hasAlias(x: LiveContext): boolean {
  if (x.ev.annexLen > 0 && x.canonicalFd().length > 0) return true;
  const params = PATH_PARAMS[x.ev.type] as (typeof PATH_PARAMS)[number];
  for (let i = 0; i < params.length; i++) {
    if ((x.real.get(x, (params[i] as PathParam).param)?.canonical.length ?? 0) > 0) return true;
  }
  return false;
}

/** Mount points whose file systems are mounted there first, by device: what most files lie below. */
const PRIMARY = new Map<number, Uint8Array>();
const MANY = 1024;

/** The host's own name for the file of the event's fd; empty if the kernel's path is that. */
export function canonicalOf(x: LiveContext): Uint8Array {
  const { ev } = x;
  const at = ev.annex(AnnexTag.ORIGIN);
  if (at < 0) return EMPTY;
  const originLen = ev.annexEntryLen - 2;
  const below = ev.dv.getUint16(at, true);
  const fd = ev.annex(AnnexTag.FD);
  const path = fd + ANNEX_FD.SIZE;
  const len = ev.annexEntryLen - ANNEX_FD.SIZE;
  const pointLen = len - below;
  if (fd < 0 || pointLen <= 0) return EMPTY;
  const dev = ev.dv.getUint32(fd + ANNEX_FD.DEV, true);
  const first = PRIMARY.get(dev);
  if (originLen === 0 && first !== undefined && first.length === pointLen) {
    let i = 0;
    while (i < pointLen && first[i] === ev.u8[path + i]) i++;
    if (i === pointLen) return EMPTY;
  }
  const text = latin1(ev.u8, path, len);
  const fsPath = latin1(ev.u8, at + 2, originLen) + text.slice(pointLen);
  const canonical = x.real.mounts.canonical(dev, fsPath || "/");
  if (canonical === undefined) return EMPTY;
  if (canonical !== text) return Uint8Array.from(canonical, (c) => c.charCodeAt(0));
  if (originLen === 0) {
    if (PRIMARY.size >= MANY) PRIMARY.clear();
    PRIMARY.set(dev, ev.u8.slice(path, path + pointLen));
  }
  return EMPTY;
}
