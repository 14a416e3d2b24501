// The configuration by the names that the corpus uses for its parts.
import { cpus } from "node:os";
import { config as cfg } from "../../src/index.js";

type View = Readonly<Record<string, unknown>>;

/** Sections of engines that are not the chosen one count as empty. */
function engines(c: cfg.Config, tree: cfg.TreeMap): View {
  const { kind } = c.engine;
  const engine = tree.get("engine");
  const section = (name: string): cfg.TreeMap => {
    const s = engine instanceof Map ? engine.get(name) : undefined;
    return s instanceof Map ? s : new Map();
  };
  const ring = (name: string): View => {
    const on = kind === name;
    const s = section(name);
    const number = (key: string, otherwise: number): number => (on ? Number(s.get(key) ?? otherwise) : 0);
    const flag = (key: string): boolean => on && String(s.get(key)) === "true";
    return {
      cpus_for_each_buffer: number("cpus_for_each_buffer", 2),
      buf_size_preset: number("buf_size_preset", 4),
      drop_failed_exit: flag("drop_failed_exit"),
      disable_iterators: flag("disable_iterators"),
    };
  };
  return {
    engine_mode: kind,
    kmod: ring("kmod"),
    modern_ebpf: { ...ring("modern_ebpf"), ...(kind === "modern_ebpf" && c.engine.modern_ebpf) },
    replay: kind === "replay" ? c.engine.replay : { capture_file: "" },
  };
}

/** A configuration as the corpus looks at it. */
export function viewOf({ config: c, ...loaded }: cfg.LoadedConfig): View {
  const ns = 1_000_000;
  return {
    ...c,
    ...engines(c, loaded.tree),
    webserver_enabled: c.webserver.enabled,
    webserver_config: { threadiness: cpus().length, ...c.webserver },
    append_output: loaded.appendOutput.map((a) => ({
      ...a,
      format: a.extraOutput,
      formatted_fields: Object.fromEntries(a.formattedFields),
      raw_fields: a.rawFields,
      suggested_output: a.suggestedOutput,
    })),
    rules_selection: loaded.ruleSelections.map((s) => ({ ...s, op: s.enable ? "enable" : "disable" })),
    rules_filenames: c.rules_files,
    loaded_configs_filenames: loaded.files,
    plugins: loaded.plugins.map((p) => ({
      ...p,
      library_path: p.libraryPath,
      init_config: p.initConfig,
      open_params: p.openParams,
    })),
    min_priority: c.priority,
    outputs_queue_capacity: c.outputs_queue.capacity,
    grpc_enabled: c.grpc.enabled,
    capture_enabled: c.capture.enabled,
    capture_path_prefix: c.capture.path_prefix,
    capture_mode: c.capture.mode,
    capture_default_duration_ns: c.capture.default_duration * ns,
    capture_max_file_size_mb: c.capture.max_file_size_mb,
    syscall_evt_drop_actions: c.syscall_event_drops.actions,
    syscall_evt_drop_threshold: c.syscall_event_drops.threshold,
    syscall_evt_drop_rate: c.syscall_event_drops.rate,
    syscall_evt_drop_max_burst: c.syscall_event_drops.max_burst,
    syscall_evt_simulate_drops: c.syscall_event_drops.simulate_drops,
    syscall_evt_timeout_max_consecutives: c.syscall_event_timeouts.max_consecutives,
    falco_libs_thread_table_size: c.falco_libs.thread_table_size,
    falco_libs_snaplen: c.falco_libs.snaplen,
    base_syscalls_custom_set: c.base_syscalls.custom_set,
    base_syscalls_repair: c.base_syscalls.repair,
    base_syscalls_all: c.base_syscalls.all,
    metrics_enabled: c.metrics.enabled,
    metrics_interval_str: c.metrics.interval,
    metrics_interval: cfg.parseDuration(c.metrics.interval),
    metrics_output_file: c.metrics.output_file,
    metrics_stats_rule_enabled: c.metrics.output_rule,
  };
}

/** What lies at a path; undefined if nothing does. */
export function at(view: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((v, step) => (v as Record<string | number, unknown> | undefined)?.[step], view);
}
