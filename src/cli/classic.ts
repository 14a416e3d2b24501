import type { RuleSelection } from "../config/config.js";
import type { FlagDef, Parsed } from "./argv.js";
import { UsageError } from "./errors.js";

/** A flag that Falco has dropped, which units and scripts still carry. */
interface ClassicFlag extends FlagDef {
  /** The release of Falco that dropped it. */
  readonly gone: string;
  /** What to write today; VALUE stands for the flag's value. */
  readonly today: string;
  /** `-o` options that it stands for. */
  readonly options?: (value: string) => readonly string[];
}

/** They work, each with one notice. */
export const CLASSIC: readonly ClassicFlag[] = [
  {
    key: "all-events",
    short: "A",
    help: "watch all system calls that rules name",
    gone: "0.41",
    today: "-o base_syscalls.all=true",
    options: () => ["base_syscalls.all=true"],
  },
  {
    key: "base64",
    short: "b",
    long: "print-base64",
    help: "print data buffers in base64",
    gone: "0.40",
    today: "-o buffer_format_base64=true",
    options: () => ["buffer_format_base64=true"],
  },
  {
    key: "disable-part",
    short: "D",
    value: "substring",
    many: true,
    help: "disable the rules whose names contain this",
    gone: "0.39",
    today: "-o rules[].disable.rule=*VALUE*",
  },
  {
    key: "disable-tag",
    short: "T",
    value: "tag",
    many: true,
    help: "disable the rules with this tag",
    gone: "0.39",
    today: "-o rules[].disable.tag=VALUE",
  },
  {
    key: "only-tag",
    short: "t",
    value: "tag",
    many: true,
    help: "disable all rules but those with this tag",
    gone: "0.39",
    today: "-o rules[].disable.rule=* -o rules[].enable.tag=VALUE",
  },
  {
    key: "replay",
    short: "e",
    value: "capture_file",
    help: "judge the events of a capture",
    gone: "0.38",
    today: "-o engine.kind=replay -o engine.replay.capture_file=VALUE",
    options: (file) => ["engine.kind=replay", `engine.replay.capture_file=${file}`],
  },
  {
    key: "stats",
    short: "s",
    value: "stats_file",
    help: "append statistics to a file",
    gone: "0.36",
    today: "-o metrics.enabled=true -o metrics.output_file=VALUE",
    options: (file) => [
      "metrics.enabled=true",
      "metrics.interval=5s",
      "metrics.output_rule=false",
      `metrics.output_file=${file}`,
    ],
  },
  {
    key: "snaplen",
    short: "S",
    long: "snaplen",
    value: "len",
    help: "bytes of a data buffer that are kept",
    gone: "0.41",
    today: "-o falco_libs.snaplen=VALUE",
    options: (bytes) => [`falco_libs.snaplen=${bytes}`],
  },
  {
    key: "k8s-api",
    short: "k",
    long: "k8s-api",
    value: "url",
    help: "has no effect: what is known of pods comes from control groups and the container runtime",
    gone: "0.35",
    today: "",
  },
  {
    key: "k8s-api-cert",
    short: "K",
    long: "k8s-api-cert",
    value: "cert",
    help: "has no effect, like -k",
    gone: "0.35",
    today: "",
  },
];

function nameOf(f: ClassicFlag): string {
  return f.short === undefined ? `--${f.long}` : `-${f.short}`;
}

/** One line for each such flag that is given. */
export function classicNotices(flags: Parsed): string[] {
  return CLASSIC.filter((f) => flags.has(f.key)).map((f) => {
    const values = flags.all(f.key);
    const since = `${nameOf(f)} is gone from Falco since ${f.gone}`;
    if (f.today === "") return `NOTICE: ${since} and has no effect: leave it out`;
    return `NOTICE: ${since} and still works here; today's spelling: ${values.map((v) => f.today.replaceAll("VALUE", v)).join(" ")}`;
  });
}

/** The `-o` options that such flags stand for. */
export function classicOptions(flags: Parsed): string[] {
  return CLASSIC.flatMap((f) => flags.all(f.key).flatMap((v) => f.options?.(v) ?? []));
}

/** What such flags do to rules, after the configuration. @throws UsageError */
export function classicSelections(flags: Parsed): RuleSelection[] {
  const only = flags.all("only-tag");
  const parts = flags.all("disable-part");
  const tags = flags.all("disable-tag");
  if (only.length > 0 && (parts.length > 0 || tags.length > 0)) {
    throw new UsageError("You can not specify both disabled (-D/-T) and enabled (-t) rules");
  }
  return [
    ...parts.map((rule) => ({ enable: false, part: true, rule, tag: "" })),
    ...tags.map((tag) => ({ enable: false, rule: "", tag })),
    ...(only.length > 0 ? [{ enable: false, rule: "*", tag: "" }] : []),
    ...only.map((tag) => ({ enable: true, rule: "", tag })),
  ];
}
