import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { joinLines, type OutputMessage } from "../sink.js";
import { Backoff, type BackoffOptions } from "./backoff.js";
import { type Channel, type ChannelHooks, reasonOf, SendFault } from "./channel.js";
import { Nap } from "./nap.js";

/** Options of `program_output`. */
export interface ProgramOptions {
  /** Command line for /bin/sh. */
  readonly program: string;
  /** One process for all alerts rather than one for each. Default false. */
  readonly keep_alive?: boolean;
  /** Pauses before a program that keeps ending is started again. */
  readonly backoff?: BackoffOptions;
}

/** A program that lived this long may be started again at once. */
const SETTLED_MS = 5000;
/** Time to end by itself once its input has ended, then after SIGTERM. */
const END_MS = 400;
const TERM_MS = 300;
/** The shell's exit codes for a command that could not be run. */
const NOT_RUN = new Set([126, 127]);

/** A command in a process group of its own, so that all of it can be stopped. */
class Command {
  readonly child: ChildProcess;
  readonly startedAt = Date.now();
  /** Settled when the shell has ended. */
  readonly ended: Promise<string>;
  over = false;
  code: number | null = null;

  constructor(program: string) {
    this.child = spawn("/bin/sh", ["-c", program], { stdio: ["pipe", "inherit", "inherit"], detached: true });
    this.ended = new Promise((resolve) => {
      this.child.once("error", (e) => this.end(reasonOf(e), resolve));
      this.child.once("exit", (code, signal) => {
        this.code = code;
        this.end(
          signal === null ? `the program ended with code ${code}` : `the program was ended by ${signal}`,
          resolve,
        );
      });
    });
    // faults of writes reach their callbacks
    this.child.stdin?.on("error", () => {});
  }

  private end(why: string, resolve: (why: string) => void): void {
    this.over = true;
    resolve(why);
  }

  /** Write, and wait until the system has taken it. */
  write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const { stdin } = this.child;
      if (stdin === null || stdin === undefined) reject(new Error("it was not started"));
      else stdin.write(text, (e) => (e ? reject(e) : resolve()));
    });
  }

  /** It is not one of those that end as soon as they were started. */
  get settled(): boolean {
    return Date.now() - this.startedAt >= SETTLED_MS;
  }

  kill(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // nobody is left of the group
    }
  }

  /** End its input, then be less and less polite. */
  async stop(): Promise<void> {
    this.child.stdin?.end();
    if (!(await this.endsWithin(END_MS))) {
      this.kill("SIGTERM");
      if (!(await this.endsWithin(TERM_MS))) this.kill("SIGKILL");
    }
    // what the shell has left behind
    this.kill("SIGKILL");
  }

  private async endsWithin(ms: number): Promise<boolean> {
    if (this.over) return true;
    const timer = new AbortController();
    const late = once(timer.signal, "abort");
    const t = setTimeout(() => timer.abort(), ms);
    await Promise.race([this.ended, late]);
    clearTimeout(t);
    return this.over;
  }
}

/** One process for all alerts. */
class KeptProgram implements Channel {
  private command: Command | undefined;
  private hooks: ChannelHooks | undefined;
  private readonly backoff: Backoff;
  private readonly nap = new Nap();
  private notBefore = 0;

  constructor(private readonly options: ProgramOptions) {
    this.backoff = new Backoff(options.backoff);
  }

  attach(hooks: ChannelHooks): void {
    this.hooks = hooks;
  }

  async send(messages: readonly OutputMessage[]): Promise<void> {
    const command = this.command ?? (await this.start());
    try {
      await command.write(joinLines(messages));
      if (command.settled) this.hooks?.working();
    } catch (e) {
      this.command = this.command === command ? undefined : this.command;
      throw new SendFault(`the program takes no input: ${reasonOf(e)}`, { retry: true });
    }
  }

  private async start(): Promise<Command> {
    const wait = this.notBefore - Date.now();
    if (wait > 0) await this.nap.sleep(wait);
    const command = new Command(this.options.program);
    this.command = command;
    void command.ended.then((why) => this.gone(command, why));
    return command;
  }

  private gone(command: Command, why: string): void {
    if (command.settled) this.backoff.reset();
    else this.notBefore = Date.now() + this.backoff.next();
    command.kill("SIGKILL");
    if (this.command !== command) return;
    this.command = undefined;
    this.hooks?.failing(why, 0);
  }

  reopen(): void {
    void this.close();
  }

  abort(): void {
    this.nap.end();
    this.command?.kill("SIGKILL");
  }

  async close(): Promise<void> {
    const { command } = this;
    this.command = undefined;
    await command?.stop();
  }
}

/** A process for every alert; the next one starts when it has ended. */
class ProgramPerAlert implements Channel {
  readonly maxBatch = 1;
  private command: Command | undefined;
  private stopped = false;

  constructor(private readonly program: string) {}

  async send(messages: readonly OutputMessage[]): Promise<void> {
    const command = new Command(this.program);
    this.command = command;
    // a program that does not read its input has done its work all the same
    command.child.stdin?.end(joinLines(messages));
    const why = await command.ended;
    this.command = undefined;
    if (this.stopped || command.code === null || NOT_RUN.has(command.code)) throw new SendFault(why);
  }

  abort(): void {
    this.stopped = true;
    this.command?.kill("SIGKILL");
  }

  close(): Promise<void> | undefined {
    return this.command?.stop();
  }
}

/** Alerts to the standard input of a program, a line each. */
export function programChannel(options: ProgramOptions): Channel {
  return (options.keep_alive ?? false) ? new KeptProgram(options) : new ProgramPerAlert(options.program);
}
