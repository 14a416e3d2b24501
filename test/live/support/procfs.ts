import { readFileSync, readlinkSync } from "node:fs";

/** What /proc says of one process, in the words of the rule fields. */
export interface Truth {
  readonly pid: number;
  readonly ppid: number;
  readonly comm: string;
  readonly exe: string;
  readonly cwd: string;
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly tty: number;
  /** In its own pid namespace, as are vpid and vpgid. */
  readonly sid: number;
  readonly vpid: number;
  readonly vpgid: number;
  readonly pgid: number;
  readonly uid: number;
  readonly gid: number;
  /** -1 if it stems from no login. */
  readonly loginuid: number;
}

/** What some machines let nobody read of pid 1. */
function perhaps(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}

function texts(path: string): string[] {
  const text = perhaps(() => readFileSync(path, "utf8"));
  return text === "" ? [] : text.replace(/\0$/, "").split("\0");
}

/** Reads a process that is known to live. */
export function truth(pid: number): Truth {
  const dir = `/proc/${pid}`;
  const stat = readFileSync(`${dir}/stat`, "latin1");
  const f = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const status = new Map(
    readFileSync(`${dir}/status`, "latin1")
      .split("\n")
      .map((line) => {
        const [key = "", value = ""] = line.split(":\t");
        return [key, value.trim().split("\t").map(Number)] as const;
      }),
  );
  const last = (key: string): number => status.get(key)?.at(-1) ?? Number.NaN;
  const env = texts(`${dir}/environ`).map((e) => [e.slice(0, e.indexOf("=")), e.slice(e.indexOf("=") + 1)] as const);
  const loginuid = Number(readFileSync(`${dir}/loginuid`, "latin1"));
  return {
    pid,
    ppid: Number(f[1]),
    comm: stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")),
    exe: perhaps(() => readlinkSync(`${dir}/exe`)),
    cwd: perhaps(() => readlinkSync(`${dir}/cwd`)),
    args: texts(`${dir}/cmdline`),
    env: new Map(env),
    tty: Number(f[4]),
    sid: last("NSsid"),
    vpid: last("NSpid"),
    vpgid: last("NSpgid"),
    pgid: Number(f[2]),
    uid: status.get("Uid")?.[1] ?? Number.NaN,
    gid: status.get("Gid")?.[1] ?? Number.NaN,
    loginuid: loginuid === 0xffffffff ? -1 : loginuid,
  };
}
