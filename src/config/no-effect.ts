/**
 * Keys of falco.yaml that Saker accepts though they change nothing, and why; a key stands for all below it. What people
 * have set must not keep the sensor from starting, and must not seem to work either.
 */
export const NO_EFFECT: Readonly<Record<string, string>> = {
  buffered_outputs: "every output takes what is there as soon as it can, buffered or not",
  container_engines: "containers are told from control groups, no runtime is asked",
  "engine.ebpf": "there is one eBPF program, which fits itself to the kernel; every kind of live engine is this one",
  "engine.gvisor": "events of gVisor are not supported (gone from Falco since 0.44)",
  "engine.kmod": "there is no kernel module; every kind of live engine is the eBPF one",
  "engine.modern_ebpf.cpus_for_each_buffer": "each worker has one buffer for all CPUs: see saker.workers",
  "engine.modern_ebpf.drop_failed_exit": "failed calls are filtered by rules, with evt.failed",
  "falco_libs.thread_table_auto_purging_interval_s":
    "the kernel says when a process has ended; nothing has to be purged",
  "falco_libs.thread_table_auto_purging_thread_timeout_s":
    "the kernel says when a process has ended; nothing has to be purged",
  "grpc.threadiness": "one thread serves all clients",
  libs_logger: "there are no libraries with a log of their own",
  "metrics.jemalloc_stats_enabled": "jemalloc is not used",
  "metrics.kernel_event_counters_per_cpu_enabled": "events are counted by type, for all CPUs together",
  "metrics.kernel_iter_event_counters_enabled": "what the iterators tell is not counted",
  "metrics.libbpf_stats_enabled": "the run time of programs is not read; bpftool prog shows it",
  "metrics.plugins_metrics_enabled": "no plugin is loaded that has metrics",
  metadata_download: "metadata of Kubernetes and Mesos is not downloaded (gone from Falco since 0.37)",
  modern_bpf: "use engine.kind (gone from Falco since 0.38)",
  plugins_hostinfo: "no plugin is loaded that asks for it",
  syscall_buf_size_preset: "use engine.modern_ebpf.buf_size_preset (gone from Falco since 0.38)",
  syscall_drop_failed_exit: "failed calls are filtered by rules, with evt.failed",
  "webserver.threadiness": "one thread serves all requests",
};

/** Why a key has no effect; undefined if it is not known as such. */
export function whyNoEffect(key: string): string | undefined {
  for (let k = key; ; k = k.slice(0, k.lastIndexOf("."))) {
    if (Object.hasOwn(NO_EFFECT, k)) return NO_EFFECT[k];
    if (!k.includes(".")) return undefined;
  }
}
