// Shapes of values that the defaults do not show: lists of maps, sets of words, ranges, and keys without effect.

export type Schema = Readonly<Record<string, unknown>>;

export const TEXT: Schema = { type: "string" };
const BOOL: Schema = { type: "boolean" };
const COUNT: Schema = { type: "integer", minimum: 0 };
const TEXTS: Schema = { type: "array", items: TEXT };

/** A map with these keys and no others. */
export function object(properties: Readonly<Record<string, unknown>>, required: readonly string[] = []): Schema {
  return { type: "object", additionalProperties: false, properties, ...(required.length > 0 && { required }) };
}

const SELECTION = object({ rule: TEXT, tag: TEXT });

/** Top-level keys that are no plain values. */
export const STRUCTURED: Readonly<Record<string, Schema>> = {
  append_output: {
    type: "array",
    items: object({
      match: object({ source: TEXT, rule: TEXT, tags: TEXTS }),
      extra_output: TEXT,
      extra_fields: {
        type: "array",
        items: { anyOf: [TEXT, { type: "object", additionalProperties: TEXT, minProperties: 1, maxProperties: 1 }] },
      },
      suggested_output: BOOL,
    }),
  },
  config_files: {
    anyOf: [
      TEXT,
      {
        type: "array",
        items: {
          anyOf: [TEXT, object({ path: TEXT, strategy: { enum: ["append", "override", "add-only"] } }, ["path"])],
        },
      },
    ],
  },
  load_plugins: TEXTS,
  plugins: {
    type: "array",
    items: object({ name: TEXT, library_path: TEXT, init_config: {}, open_params: TEXT }, ["name", "library_path"]),
  },
  rules: { type: "array", items: object({ enable: SELECTION, disable: SELECTION }) },
  // the name that rules_files had, and a misspelling of it that Falco's own schema allows
  rules_file: { anyOf: [TEXT, TEXTS] },
  rule_files: { anyOf: [TEXT, TEXTS] },
};

const ENGINE_SIZES = { buf_size_preset: COUNT, drop_failed_exit: BOOL };
const RUNTIME = object({ enabled: BOOL });

/** Keys without effect (../no-effect.ts), by path. */
export const WITHOUT_EFFECT: Readonly<Record<string, Schema>> = {
  buffered_outputs: BOOL,
  container_engines: object({
    docker: RUNTIME,
    cri: object({ enabled: BOOL, sockets: TEXTS, disable_async: BOOL }),
    podman: RUNTIME,
    lxc: RUNTIME,
    libvirt_lxc: RUNTIME,
    bpm: RUNTIME,
  }),
  "engine.ebpf": object({ probe: TEXT, ...ENGINE_SIZES }),
  "engine.gvisor": object({ config: TEXT, root: TEXT }),
  "engine.kmod": object(ENGINE_SIZES),
  "engine.modern_ebpf.cpus_for_each_buffer": COUNT,
  "engine.modern_ebpf.drop_failed_exit": BOOL,
  "falco_libs.thread_table_auto_purging_interval_s": COUNT,
  "falco_libs.thread_table_auto_purging_thread_timeout_s": COUNT,
  "grpc.threadiness": COUNT,
  libs_logger: object({ enabled: BOOL, severity: TEXT }),
  metadata_download: { type: "object" },
  "metrics.jemalloc_stats_enabled": BOOL,
  "metrics.kernel_event_counters_per_cpu_enabled": BOOL,
  "metrics.kernel_iter_event_counters_enabled": BOOL,
  "metrics.libbpf_stats_enabled": BOOL,
  "metrics.plugins_metrics_enabled": BOOL,
  modern_bpf: { type: "object" },
  plugins_hostinfo: BOOL,
  syscall_buf_size_preset: COUNT,
  syscall_drop_failed_exit: BOOL,
  "webserver.threadiness": COUNT,
};

/** What is more to be said of a plain value than its type. */
export const REFINED: Readonly<Record<string, Schema>> = {
  "capture.max_file_size_mb": { maximum: 2 ** 32 - 1 },
  "capture.mode": { enum: ["rules", "all_rules"] },
  "engine.kind": { enum: ["modern_ebpf", "kmod", "replay", "nodriver"] },
  "engine.modern_ebpf.buf_size_preset": { minimum: 1, maximum: 10 },
  "falco_libs.snaplen": { maximum: 4096 },
  "falco_libs.thread_table_size": { minimum: 1 },
  "http_output.max_consecutive_timeouts": { maximum: 255 },
  rule_matching: { enum: ["first", "all"] },
  "saker.capture.max_events": { minimum: 1, maximum: 1e9 },
  "saker.capture.max_files": { minimum: 1, maximum: 1e6 },
  "saker.capture.max_size_mb": { minimum: 1, maximum: 65_536 },
  "saker.capture.window": { maximum: 600_000 },
  "saker.capture.window_mb": { minimum: 1, maximum: 1024 },
  "saker.dynamic_snaplen.first_port": { maximum: 65_535 },
  "saker.dynamic_snaplen.last_port": { maximum: 65_535 },
  "saker.nice": { minimum: -20, maximum: 19 },
  "saker.workers": { maximum: 16 },
  "syscall_event_drops.actions": {
    items: { enum: ["ignore", "log", "alert", "exit"] },
  },
  "syscall_event_drops.threshold": { minimum: 0, maximum: 1 },
  "syscall_event_timeouts.max_consecutives": { minimum: 1 },
  "syslog_output.format": { enum: ["", "rfc3164", "rfc5424"] },
  "syslog_output.transport": { enum: ["local", "udp", "tcp", "tls"] },
  "webserver.listen_port": { maximum: 65535 },
};
