import { accessSync, chmodSync, constants, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { ErrSkipped } from "./action.js";
import { type FakeContainer, makeContainer } from "./container.js";
import { ACTOR } from "./place.js";
import { type Ended, type ProgramOptions, runProgram } from "./program.js";

/** Exit status by which the native tool says that this kernel or machine cannot do it. */
const CANNOT = 77;

/** What an action works with: scratch files, programs, a pretended container. All of it is gone after `close`. */
export class Stage {
  private dir: string | undefined;
  private container: FakeContainer | undefined;
  private readonly undo: (() => void | Promise<void>)[] = [];

  /** @param onStart told every process that is started */
  constructor(private readonly onStart: (pid: number) => void = () => {}) {}

  /** A fresh path; each lies in a directory of its own, below one that only this stage uses. */
  path(name: string): string {
    const fresh = (prefix: string): string => {
      const made = mkdtempSync(prefix);
      // what is done as another user must get through
      chmodSync(made, 0o711);
      return made;
    };
    this.dir ??= fresh(join(tmpdir(), "saker-simulate-"));
    const at = join(fresh(join(this.dir, "d")), name);
    if (dirname(name) !== ".") mkdirSync(dirname(at), { recursive: true });
    return at;
  }

  /** The same with a file there. */
  file(name: string, text = ""): string {
    const at = this.path(name);
    writeFileSync(at, text);
    return at;
  }

  /** The same with an empty directory. */
  directory(name: string): string {
    const at = this.path(name);
    mkdirSync(at);
    return at;
  }

  /** A program of this name that does nothing. */
  tool(name: string): string {
    const at = this.path(name);
    try {
      copyFileSync("/bin/true", at);
    } catch {
      throw new ErrSkipped("there is no /bin/true to copy");
    }
    return at;
  }

  /**
   * Does a deed of the native tool (`saker-actor` without arguments lists them).
   *
   * @throws ErrSkipped if this machine cannot do it
   */
  async deed(...args: string[]): Promise<Ended> {
    const ended = await this.attempt(...args);
    if (ended.code === 0) return ended;
    if (process.geteuid?.() !== 0 && /not permitted|Permission denied/.test(ended.stderr)) {
      throw new ErrSkipped("it takes root");
    }
    throw new Error(`"${words(args)}" ended with ${ended.code ?? "a signal"}: ${ended.stderr.trim()}`);
  }

  /** The same where being refused is as good as succeeding. */
  async attempt(...args: string[]): Promise<Ended> {
    // on a terminal of its own the tool cannot tell why it failed
    if (args.includes("uid") && process.geteuid?.() !== 0) throw new ErrSkipped("it takes root");
    const ended = await this.program(ACTOR, args);
    if (ended.code === CANNOT)
      throw new ErrSkipped(`this machine cannot do "${words(args)}"${ended.stdout && ` (${ended.stdout.trim()})`}`);
    return ended;
  }

  /** Does a deed as a process of the pretended container. */
  async inContainer(...args: string[]): Promise<Ended> {
    return await this.deed(...this.asContainer(), ...args);
  }

  /** Words that put a deed into the pretended container, which is made for the first of them. */
  asContainer(): readonly string[] {
    try {
      this.container ??= makeContainer();
    } catch (e) {
      throw new ErrSkipped((e as Error).message);
    }
    return ["join", this.container.procs];
  }

  /** Runs a program; how it ends does not matter. */
  async program(program: string, args: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
    return await runProgram(program, args, { onStart: this.onStart, ...options });
  }

  /** Starts what only has the name of a program and does nothing: `useradd x`. */
  async pretend(command: string, options: ProgramOptions = {}): Promise<Ended> {
    const [name = "", ...args] = command.split(" ");
    return await this.program(this.tool(name), args, options);
  }

  /** The same as a process of the pretended container. */
  async pretendInContainer(command: string): Promise<Ended> {
    const [name = "", ...args] = command.split(" ");
    return await this.inContainer("run", this.tool(name), ...args);
  }

  /** Does something to a file below an empty copy of a directory, which only that process sees. */
  async below(dir: string, file: string, deed = "write", ...more: string[]): Promise<Ended> {
    return await this.deed("private", dir, "dirs", dirname(file), deed, file, ...more);
  }

  /** @throws ErrSkipped if a program is not installed */
  needs(program: string): void {
    for (const dir of (process.env.PATH ?? "").split(delimiter)) {
      try {
        accessSync(join(dir, program), constants.X_OK);
        return;
      } catch {
        // the next one
      }
    }
    throw new ErrSkipped(`there is no ${program} on this machine`);
  }

  /** @throws ErrSkipped always */
  skip(reason: string): never {
    throw new ErrSkipped(reason);
  }

  /** Something to be undone at the end, last things first. */
  cleanup(undo: () => void | Promise<void>): void {
    this.undo.push(undo);
  }

  /** Undoes everything. */
  async close(): Promise<void> {
    let fault: unknown;
    for (const undo of this.undo.splice(0).reverse()) {
      try {
        await undo();
      } catch (e) {
        fault ??= e;
      }
    }
    if (this.dir !== undefined) rmSync(this.dir, { recursive: true, force: true });
    this.dir = undefined;
    await this.container?.remove();
    this.container = undefined;
    if (fault !== undefined) throw fault;
  }
}

/** A deed for people: what puts it into a container is long and says nothing. */
function words(args: readonly string[]): string {
  return (args[0] === "join" ? ["join ...", ...args.slice(2)] : args).join(" ");
}
