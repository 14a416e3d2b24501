/** Why the live sensor cannot run; the message says what would be right. */
export class SensorError extends Error {
  readonly code: SensorErrorCode;
  constructor(code: SensorErrorCode, message: string) {
    super(message);
    this.name = "SensorError";
    this.code = code;
  }
}

export type SensorErrorCode = "NOT_ROOT" | "NO_BTF" | "BPF_REFUSED" | "NO_ADDON" | "WORKER";

export function notRoot(): SensorError {
  return new SensorError(
    "NOT_ROOT",
    "the sensor needs root: it loads eBPF programs and reads every process's memory. Run it as root (sudo), or in a privileged container with the host's PID namespace.",
  );
}

export function noBtf(): SensorError {
  return new SensorError(
    "NO_BTF",
    "this kernel has no type information at /sys/kernel/btf/vmlinux: the eBPF programs cannot be fitted to it. A kernel of 5.17 or later built with CONFIG_DEBUG_INFO_BTF=y is needed (every current distribution's is).",
  );
}

export function bpfRefused(reason: string): SensorError {
  return new SensorError(
    "BPF_REFUSED",
    `${reason.trim()}\nThe usual causes: missing capabilities (CAP_BPF, CAP_PERFMON, CAP_SYS_ADMIN: is this an unprivileged container?), kernel lockdown, or a kernel older than 5.17.`,
  );
}

export function noAddon(reason: string): SensorError {
  return new SensorError("NO_ADDON", `the native addon cannot be loaded: ${reason}. Run \`make build\` first.`);
}
