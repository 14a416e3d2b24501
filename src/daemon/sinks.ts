import { execFileSync } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";
import { type Config, ConfigError } from "../config/config.js";

/** Where the lines of a replay go. Nothing waits for it, so that it can be simple: each line is written when it comes. */
export interface LineSink {
  write(line: string): void;
  close(): void;
}

/** Lines are collected to this size before they go to standard output. */
const CHUNK = 65_536;

export interface SinkOptions {
  /** Each line on standard output when it comes, rather than many at a time. */
  readonly prompt?: boolean;
  /** Called before lines appear on standard output. */
  readonly before?: (() => void) | undefined;
}

/** The outputs that the configuration enables. @throws ConfigError if one of them cannot be set up */
export function openSinks(config: Config, options: SinkOptions = {}): LineSink[] {
  const sinks: LineSink[] = [];
  if (config.stdout_output.enabled) sinks.push(stdoutSink(options));
  const { file_output: file, program_output: program } = config;
  if (file.enabled) {
    if (file.filename === "") throw new ConfigError("file output enabled but no filename in configuration block");
    sinks.push(fileSink(file.filename, file.keep_alive));
  }
  if (program.enabled) {
    if (program.program === "") throw new ConfigError("program output enabled but no program in configuration block");
    sinks.push(programSink(program.program, program.keep_alive));
  }
  return sinks;
}

function stdoutSink({ prompt = false, before }: SinkOptions): LineSink {
  let pending = "";
  const flush = (): void => {
    if (pending === "") return;
    before?.();
    process.stdout.write(pending);
    pending = "";
  };
  const write = (line: string): void => {
    pending += `${line}\n`;
    if (prompt || pending.length >= CHUNK) flush();
  };
  return { write, close: flush };
}

/** Appends to a file; opened once, or for each line so that it may be moved away. */
function fileSink(filename: string, keepOpen: boolean): LineSink {
  const open = (): number => {
    try {
      return openSync(filename, "a", 0o644);
    } catch (e) {
      throw new ConfigError(`file_output: cannot open ${filename}: ${(e as Error).message}`);
    }
  };
  let fd = keepOpen ? open() : -1;
  return {
    write(line) {
      const to = keepOpen ? fd : open();
      writeSync(to, `${line}\n`);
      if (!keepOpen) closeSync(to);
    },
    close() {
      if (fd >= 0) closeSync(fd);
      fd = -1;
    },
  };
}

/** Hands lines to the shell: to a process for each, or at the end all to one. */
function programSink(program: string, keepAlive: boolean): LineSink {
  let all = "";
  const run = (input: string): void => {
    execFileSync("/bin/sh", ["-c", program], { input, stdio: ["pipe", "inherit", "inherit"] });
  };
  const failing = (input: string): void => {
    try {
      run(input);
    } catch (e) {
      process.stderr.write(`program_output: ${(e as Error).message}\n`);
    }
  };
  return {
    write(line) {
      if (keepAlive) all += `${line}\n`;
      else failing(`${line}\n`);
    },
    close() {
      if (all !== "") failing(all);
      all = "";
    },
  };
}
