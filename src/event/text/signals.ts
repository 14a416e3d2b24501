/** Names of signals 1 to 31 (x86-64 and arm64 agree), by number. */
const NAMES: readonly string[] = [
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGILL",
  "SIGTRAP",
  "SIGABRT",
  "SIGBUS",
  "SIGFPE",
  "SIGKILL",
  "SIGUSR1",
  "SIGSEGV",
  "SIGUSR2",
  "SIGPIPE",
  "SIGALRM",
  "SIGTERM",
  "SIGSTKFLT",
  "SIGCHLD",
  "SIGCONT",
  "SIGSTOP",
  "SIGTSTP",
  "SIGTTIN",
  "SIGTTOU",
  "SIGURG",
  "SIGXCPU",
  "SIGXFSZ",
  "SIGVTALRM",
  "SIGPROF",
  "SIGWINCH",
  "SIGIO",
  "SIGPWR",
  "SIGSYS",
];

/** Name of a signal, e.g. 9 gives SIGKILL; undefined for 0, real-time and unknown ones. */
export function signalName(n: number): string | undefined {
  return NAMES[n - 1];
}

/** Number of a signal's name; undefined if there is none. */
export function signalNumber(name: string): number | undefined {
  const i = NAMES.indexOf(name);
  return i < 0 ? undefined : i + 1;
}
