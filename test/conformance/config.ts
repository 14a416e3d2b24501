// Cases about reading the configuration, and about what it selects.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { config, recordingEnd, recordingPath } from "../../src/index.js";
import { judgeSets, type SetCase } from "./config-sets.js";
import { at, viewOf } from "./config-view.js";
import type { Group, GroupOptions, Verdict } from "./group.js";
import { attempt, type Judge, judgeAll, same } from "./judge.js";

interface Checks {
  readonly eq?: unknown;
  readonly lt?: Call;
  readonly size?: number;
  readonly contains?: unknown;
  readonly empty?: boolean;
}

interface Call {
  readonly fn: string;
  readonly args: readonly (string | number)[];
}

interface Step extends Checks, Partial<Call> {
  readonly op: string;
  readonly name?: string;
  readonly value?: string;
  readonly file?: string;
  readonly path?: string | readonly (string | number)[];
  readonly content?: string;
  readonly schema?: string | null;
  readonly options?: readonly string[];
  readonly ok?: boolean;
  readonly files_loaded?: number;
  readonly validation?: string;
  readonly validation_all_files?: string;
  readonly key?: string;
  readonly type?: string;
  readonly default?: unknown;
}

interface ConfigCase {
  readonly id: string;
  readonly kind: string;
  readonly steps: readonly Step[];
}

interface SourcesCase {
  readonly id: string;
  readonly kind: string;
  readonly loaded: readonly string[];
  readonly enable?: readonly string[];
  readonly disable?: readonly string[];
  readonly engine?: string;
  readonly ok: boolean;
  readonly enabled?: readonly string[];
}

/** One case: a folder of its own, environment variables, and what was read last. */
class Run {
  private document = new config.ConfigDocument();
  private loaded: config.LoadedConfig | undefined;
  private readonly env = new Map<string, string | undefined>();

  constructor(
    private readonly folder: string,
    private readonly corpus: string,
  ) {}

  private place(text: string): string {
    return text.replaceAll("@TMP@", this.folder).replaceAll("@CWD@", process.cwd());
  }

  step(s: Step): string | undefined {
    switch (s.op) {
      case "env":
        this.env.set(s.name as string, process.env[s.name as string]);
        process.env[s.name as string] = s.value ?? "";
        return undefined;
      case "mkdir":
        mkdirSync(this.place(s.path as string), { recursive: true });
        return undefined;
      case "write": {
        const path = this.place(s.file as string);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, this.place(s.content ?? ""));
        return undefined;
      }
      case "yaml_load":
        return this.read(s);
      case "yaml_clear":
        this.document = new config.ConfigDocument();
        return undefined;
      case "load":
        return this.load(s);
      case "is_defined":
        return same(this.document.has(s.key as string), s.eq);
      case "set":
        this.document.set(s.key as string, String(s.value));
        return undefined;
      case "get":
        return same(this.get(s), s.eq);
      case "sequence_size":
        return same(this.document.list(s.key as string).length, s.eq);
      case "config":
        return inspect(at(viewOf(this.loaded as config.LoadedConfig), s.path as readonly (string | number)[]), s);
      case "call":
        return inspect(call(s as Call), s);
      default:
        return `the runner does not know the step '${s.op}'`;
    }
  }

  private read(s: Step): string | undefined {
    const text = this.place(s.content ?? "");
    const got = attempt(() => config.ConfigDocument.parse(text));
    if ("error" in got) return s.ok === false ? undefined : `refused: ${got.error.message}`;
    if (s.ok === false) return "accepted";
    this.document = got.value;
    if (s.validation === undefined) return undefined;
    const status = typeof s.schema === "string" ? config.validateText(text).status : "none";
    return same(status, s.validation);
  }

  private load(s: Step): string | undefined {
    const options = (s.options ?? []).map((o) => this.place(o));
    const file = s.file === undefined ? undefined : this.place(s.file);
    // the stock configuration lies in the corpus, all other files are written by steps
    const path = file === "falco.yaml" ? join(this.corpus, file) : file;
    const text = this.place(s.content ?? "");
    const got = attempt(() =>
      path === undefined ? config.loadConfigText(text, options) : config.loadConfig(path, "", options),
    );
    if ("error" in got) return s.ok === false ? undefined : `refused: ${got.error.message}`;
    if (s.ok === false) return "accepted";
    this.loaded = got.value;
    this.document = new config.ConfigDocument(got.value.tree);
    if (s.files_loaded !== undefined && got.value.files.length !== s.files_loaded) {
      return `${got.value.files.length} files loaded, not ${s.files_loaded}`;
    }
    const wanted = s.validation_all_files ?? s.validation;
    if (wanted === undefined) return undefined;
    const reports = path === undefined ? [config.validateText(text)] : config.validateFiles(got.value.files);
    const odd = reports.find((r) => r.status !== wanted);
    return odd === undefined ? undefined : config.schemaLines([odd]).join("; ");
  }

  private get(s: Step): unknown {
    const key = s.key as string;
    switch (s.type) {
      case "bool":
        return this.document.bool(key) ?? s.default;
      case "string":
        return this.document.text(key) ?? s.default;
      case "double":
      case "float":
        return Number(this.document.text(key) ?? s.default);
      default:
        return this.document.integer(key) ?? s.default;
    }
  }

  end(): void {
    for (const [name, value] of this.env) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

function call({ fn, args }: Call): string {
  const big = (i: number): bigint => BigInt(args[i] as number);
  switch (fn) {
    case "generate_scap_file_path":
      return recordingPath(String(args[0]), big(1), big(2));
    case "check_capture_stop":
      return recordingEnd(big(0), big(1), big(2), big(3));
    default:
      throw new Error(`the runner does not know the function '${fn}'`);
  }
}

function inspect(value: unknown, s: Checks): string | undefined {
  const list = Array.isArray(value) ? value : undefined;
  const size = list?.length ?? (typeof value === "string" ? value.length : Object.keys(value ?? {}).length);
  if (s.size !== undefined && size !== s.size) return `size ${size}, not ${s.size}`;
  if (s.empty !== undefined && (size === 0) !== s.empty) return `size ${size}`;
  if (s.contains !== undefined && list?.includes(s.contains) !== true) {
    return `${JSON.stringify(value)} does not contain ${JSON.stringify(s.contains)}`;
  }
  if (s.lt !== undefined && !(String(value) < call(s.lt))) return `${String(value)} does not sort before the other`;
  if (s.eq === undefined) return undefined;
  // JSON may be given as its value
  const asWanted = typeof value === "string" && typeof s.eq === "object" ? (JSON.parse(value) as unknown) : value;
  return same(asWanted, s.eq);
}

function judgeConfig(c: ConfigCase, corpus: string): string | undefined {
  const folder = mkdtempSync("/tmp/saker-conformance-");
  const back = process.cwd();
  process.chdir(folder);
  const run = new Run(folder, corpus);
  try {
    for (const [i, s] of c.steps.entries()) {
      const why = run.step(s);
      if (why !== undefined) return `step ${i + 1} (${s.op} ${String(s.key ?? s.path ?? s.file ?? "")}): ${why}`;
    }
    return undefined;
  } finally {
    run.end();
    process.chdir(back);
    rmSync(folder, { recursive: true });
  }
}

const judgeSources: Judge<never> = (raw) => {
  const c = raw as unknown as SourcesCase;
  if (c.engine === "replay") return c.ok ? undefined : "a capture has the sources that it has";
  const { enable = [], disable = [] } = c;
  const got = attempt(() => config.selectSources(c.loaded, { enable, disable }));
  if ("error" in got) return c.ok ? `refused: ${got.error.message}` : undefined;
  if (!c.ok) return "accepted";
  return c.enabled && same([...got.value].sort(), [...c.enabled].sort());
};

/** Number that a text like `online_cpus - 1` stands for. */
function cpuCount(text: string): number {
  const m = /^online_cpus(?: ([-+]) (\d+))?$/.exec(text);
  if (m === null) return Number(text);
  const by = Number(m[2] ?? 0);
  return cpus().length + (m[1] === "-" ? -by : by);
}

const judgeCpus: Judge<never> = (raw) => {
  const c = raw as unknown as { readonly configured: string | number; readonly effective: string | number };
  const { config: have } = config.loadConfigText("", [
    `engine.modern_ebpf.cpus_for_each_buffer=${cpuCount(String(c.configured))}`,
  ]);
  return same(have.engine.modern_ebpf.cpus_for_each_buffer, cpuCount(String(c.effective)));
};

const judgeSelection: Judge<never> = (raw) => judgeSets(raw as unknown as SetCase);

/** The group `config`. */
export const configGroup: Group = {
  name: "config",
  async run({ corpus, cases }: GroupOptions): Promise<readonly Verdict[]> {
    const folder = join(corpus, "config");
    return judgeAll(cases, {
      config: ((c) => judgeConfig(c as unknown as ConfigCase, folder)) as Judge<never>,
      select_event_sources: judgeSources,
      modern_ebpf_cpus_for_each_buffer: judgeCpus,
      ruleset_events: judgeSelection,
      selected_syscalls: judgeSelection,
      ignored_set: judgeSelection,
    });
  },
};
