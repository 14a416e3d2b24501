import { chmodSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { basename, dirname, join } from "node:path";
import { codeOf } from "../channels/errno.js";
import { OutputError } from "../errors.js";

const PROBE_MS = 500;
/** Only the owner may connect. */
const MODE = 0o600;
/** What a socket address has room for. */
const LONGEST = 107;

/** Path of an address like `unix:///run/saker.sock`; undefined if it is no UNIX socket. */
export function unixPath(address: string): string | undefined {
  if (!address.startsWith("unix:")) return undefined;
  return address.slice("unix:".length).replace(/^\/\/(?=\/)/, "");
}

/** Whether somebody listens on a socket. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    const end = (yes: boolean) => (): void => {
      socket.destroy();
      resolve(yes);
    };
    // one that is there but busy is in use, too
    socket.once("connect", end(true)).once("error", (e) => end(codeOf(e) === "EAGAIN")());
    socket.setTimeout(PROBE_MS, end(true));
  });
}

/**
 * Listen on a UNIX socket that only its owner may use from the first moment on, and that replaces a stale one: it is
 * made in a folder of its own, then moved to where it belongs.
 * @param bind makes a server listen on a path
 * @throws {OutputError} if another process listens there
 */
export async function bindPrivately(path: string, bind: (path: string) => Promise<void>): Promise<void> {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  await checkFree(path);
  const home = mkdtempSync(join(folder, ".s"));
  const first = join(home, "s");
  try {
    if (Math.max(first.length, path.length) > LONGEST) {
      throw new OutputError(`'${path}' is too long for a socket: at most ${LONGEST - 10} characters`);
    }
    await bind(first);
    chmodSync(first, MODE);
    renameSync(first, path);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function checkFree(path: string): Promise<void> {
  let isSocket: boolean;
  try {
    isSocket = lstatSync(path).isSocket();
  } catch (e) {
    if (codeOf(e) === "ENOENT") return;
    throw e;
  }
  if (!isSocket) throw new OutputError(`'${path}' exists and is no socket (${basename(path)}): it is left alone`);
  if (await answers(path)) throw new OutputError(`another process listens on '${path}'`);
}

/** Remove a socket that we made, unless another has taken its place. */
export function removeSocket(path: string, inode: bigint): void {
  try {
    if (lstatSync(path, { bigint: true }).ino === inode) rmSync(path);
  } catch {
    // it has gone already
  }
}
