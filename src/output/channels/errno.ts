import { constants } from "node:os";
import { getSystemErrorName } from "node:util";

const { errno } = constants;

/** Error numbers that channels tell apart. */
export const { EAGAIN, ENOBUFS, EMSGSIZE, EPROTOTYPE } = errno;

/** The error that a native call gave as minus errno. */
export function systemError(call: string, minusErrno: number): NodeJS.ErrnoException {
  const code = getSystemErrorName(minusErrno);
  return Object.assign(new Error(`${call}: ${code}`), { code, errno: minusErrno });
}

/** Name of a system error, e.g. `ENOSPC`; empty if it is none. */
export function codeOf(e: unknown): string {
  return e instanceof Error && typeof (e as NodeJS.ErrnoException).code === "string"
    ? ((e as NodeJS.ErrnoException).code as string)
    : "";
}
