/** The settings that the sensor reads; names and defaults are falco.yaml's, `saker.*` are our own. */
export interface Config {
  watch_config_files: boolean;
  rules_files: string[];
  json_output: boolean;
  json_include_output_property: boolean;
  json_include_message_property: boolean;
  json_include_output_fields_property: boolean;
  json_include_tags_property: boolean;
  time_format_iso_8601: boolean;
  buffer_format_base64: boolean;
  priority: string;
  rule_matching: "first" | "all";
  log_level: string;
  log_stderr: boolean;
  log_syslog: boolean;
  /** Fields added to every alert, as `static.NAME`. */
  static_fields: Record<string, string>;
  /** Most alerts that wait in an output's queue; 0 = as many as have room in 64 MiB. */
  outputs_queue: { capacity: number };
  /** ms after which a send counts as stuck, and that outputs have at the end. */
  output_timeout: number;
  /** Alerts a second in the long run, and at once; rate 0 = no limit. */
  outputs: { rate: number; max_burst: number };
  stdout_output: { enabled: boolean };
  syslog_output: SyslogConfig;
  file_output: { enabled: boolean; keep_alive: boolean; filename: string };
  program_output: { enabled: boolean; keep_alive: boolean; program: string };
  http_output: HttpConfig;
  grpc: GrpcConfig;
  grpc_output: { enabled: boolean };
  webserver: WebConfig;
  engine: {
    kind: string;
    modern_ebpf: {
      buf_size_preset: number;
      /** Has no effect, but is what older tools look at; never more than there are CPUs. */
      cpus_for_each_buffer: number;
      /** Read what is there already from /proc, not from the kernel's iterators. */
      disable_iterators: boolean;
    };
    replay: { capture_file: string };
  };
  capture: {
    enabled: boolean;
    path_prefix: string;
    mode: string;
    default_duration: number;
    max_file_size_mb: number;
  };
  falco_libs: { thread_table_size: number; snaplen: number };
  base_syscalls: { custom_set: string[]; repair: boolean; all: boolean };
  syscall_event_timeouts: { max_consecutives: number };
  syscall_event_drops: DropConfig;
  metrics: MetricsConfig;
  saker: {
    /** Worker threads, each with a ring of its own; 0 = min(4, cores). */
    workers: number;
    /** Let the kernel end events that no loaded rule can match. */
    kernel_filter: boolean;
    /** Take path arguments of calls that make no descriptor from the kernel's copies. */
    kernel_paths: boolean;
    /** More of buffers where it pays: as upstream's dynamic snaplen, which no key of upstream's switches on. */
    dynamic_snaplen: DynamicSnaplenConfig;
    /** Scheduling priority of the sensor, -20 (first) to 19 (last). */
    nice: number;
    /** What `capture` lacks: the time before an alert, and hard limits. */
    capture: AlertCaptureConfig;
  };
}

export interface DynamicSnaplenConfig {
  enabled: boolean;
  /** Ports whose transfers are kept as far as fits; 0 = none. */
  first_port: number;
  last_port: number;
}

export interface AlertCaptureConfig {
  /** Time before the alert that is in the file, in ms. */
  window: number;
  /** Memory for it. */
  window_mb: number;
  /** Most MiB in a file. */
  max_size_mb: number;
  /** Most events in a file. */
  max_events: number;
  /** Most files in the folder. */
  max_files: number;
}

/** Where alerts go besides the local syslog daemon; all but `enabled` is ours. */
export interface SyslogConfig {
  enabled: boolean;
  transport: string;
  path: string;
  address: string;
  /** 0 = the transport's usual one. */
  port: number;
  /** Empty: rfc3164 for the local daemon, else rfc5424. */
  format: string;
  facility: string;
  ident: string;
  insecure: boolean;
  ca_cert: string;
  ca_bundle: string;
  ca_path: string;
  mtls: boolean;
  client_cert: string;
  client_key: string;
}

export interface HttpConfig {
  enabled: boolean;
  url: string;
  user_agent: string;
  insecure: boolean;
  ca_cert: string;
  ca_bundle: string;
  ca_path: string;
  mtls: boolean;
  client_cert: string;
  client_key: string;
  echo: boolean;
  compress_uploads: boolean;
  keep_alive: boolean;
  max_consecutive_timeouts: number;
  headers: Record<string, string>;
  /** Folder where alerts wait on disk until the receiver has them; empty: none. */
  spool: { path: string; max_size: number };
}

export interface GrpcConfig {
  enabled: boolean;
  bind_address: string;
  private_key: string;
  cert_chain: string;
  root_certs: string;
}

export interface WebConfig {
  enabled: boolean;
  listen_port: number;
  listen_address: string;
  k8s_healthz_endpoint: string;
  prometheus_metrics_enabled: boolean;
  ssl_enabled: boolean;
  ssl_certificate: string;
}

export interface DropConfig {
  threshold: number;
  actions: string[];
  rate: number;
  max_burst: number;
  simulate_drops: boolean;
}

export interface MetricsConfig {
  enabled: boolean;
  interval: string;
  output_rule: boolean;
  output_file: string;
  rules_counters_enabled: boolean;
  resource_utilization_enabled: boolean;
  state_counters_enabled: boolean;
  kernel_event_counters_enabled: boolean;
  convert_memory_to_mb: boolean;
  include_empty_values: boolean;
}

/** Where rules are looked for when nothing is configured. */
export const RULES_DIR = "/etc/saker/rules.d";

/** Every setting as it is when nobody says otherwise. */
export function defaultConfig(): Config {
  const tls = {
    insecure: false,
    ca_cert: "",
    ca_bundle: "",
    ca_path: "/etc/ssl/certs",
    mtls: false,
    client_cert: "/etc/ssl/certs/client.crt",
    client_key: "/etc/ssl/certs/client.key",
  };
  return {
    watch_config_files: true,
    rules_files: [RULES_DIR],
    json_output: false,
    json_include_output_property: true,
    json_include_message_property: false,
    json_include_output_fields_property: true,
    json_include_tags_property: true,
    time_format_iso_8601: false,
    buffer_format_base64: false,
    priority: "debug",
    rule_matching: "first",
    log_level: "info",
    log_stderr: true,
    log_syslog: false,
    static_fields: {},
    outputs_queue: { capacity: 0 },
    output_timeout: 2000,
    outputs: { rate: 0, max_burst: 1000 },
    stdout_output: { enabled: true },
    syslog_output: {
      enabled: false,
      transport: "local",
      path: "/dev/log",
      address: "",
      port: 0,
      format: "",
      facility: "user",
      ident: "saker",
      ...tls,
    },
    file_output: { enabled: false, keep_alive: false, filename: "" },
    program_output: { enabled: false, keep_alive: false, program: "" },
    http_output: {
      enabled: false,
      url: "",
      user_agent: "falcosecurity/falco",
      ...tls,
      echo: false,
      compress_uploads: false,
      keep_alive: false,
      max_consecutive_timeouts: 5,
      headers: {},
      spool: { path: "", max_size: 64 << 20 },
    },
    grpc: {
      enabled: false,
      bind_address: "unix:///run/saker/saker.sock",
      private_key: "/etc/falco/certs/server.key",
      cert_chain: "/etc/falco/certs/server.crt",
      root_certs: "/etc/falco/certs/ca.crt",
    },
    grpc_output: { enabled: true },
    webserver: {
      enabled: false,
      listen_port: 8765,
      listen_address: "0.0.0.0",
      k8s_healthz_endpoint: "/healthz",
      prometheus_metrics_enabled: false,
      ssl_enabled: false,
      ssl_certificate: "/etc/falco/falco.pem",
    },
    engine: {
      kind: "modern_ebpf",
      modern_ebpf: { buf_size_preset: 4, cpus_for_each_buffer: 2, disable_iterators: false },
      replay: { capture_file: "" },
    },
    capture: {
      enabled: false,
      path_prefix: "/tmp/falco",
      mode: "rules",
      default_duration: 5000,
      max_file_size_mb: 0,
    },
    falco_libs: { thread_table_size: 262144, snaplen: 80 },
    base_syscalls: { custom_set: [], repair: false, all: false },
    syscall_event_timeouts: { max_consecutives: 1000 },
    syscall_event_drops: { threshold: 0.1, actions: [], rate: 0.03333, max_burst: 1, simulate_drops: false },
    metrics: {
      enabled: false,
      interval: "1h",
      output_rule: true,
      output_file: "",
      rules_counters_enabled: true,
      resource_utilization_enabled: true,
      state_counters_enabled: true,
      kernel_event_counters_enabled: true,
      convert_memory_to_mb: true,
      include_empty_values: false,
    },
    saker: {
      workers: 0,
      kernel_filter: true,
      kernel_paths: true,
      dynamic_snaplen: { enabled: false, first_port: 0, last_port: 0 },
      nice: -10,
      capture: { window: 5000, window_mb: 16, max_size_mb: 64, max_events: 1_000_000, max_files: 100 },
    },
  };
}
