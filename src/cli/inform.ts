import { readFileSync } from "node:fs";
import { release } from "node:os";
import { TextLog } from "../daemon/textlog.js";
import { RULES_SCHEMA } from "../rules/schema.js";
import { parseArgv } from "./argv.js";
import { configured, tellClassic } from "./configured.js";
import { UsageError } from "./errors.js";
import { helpText } from "./help.js";
import { FLAGS, listFormat } from "./options.js";
import { pluginInfo, pluginListing, refuseUnknownSources } from "./plugins.js";
import { SOURCES } from "./sources.js";
import { supportJson } from "./support.js";
import { versionJson, versionText } from "./versions.js";

/** Carry out the flags that print something and end, in Falco's order: the first one that is there wins. */
export async function inform(argv: readonly string[]): Promise<number> {
  const flags = parseArgv(argv, FLAGS);
  tellClassic(flags);
  const print = (text: string): number => {
    process.stdout.write(text);
    return 0;
  };
  const format = listFormat(flags);
  if (flags.on("markdown")) process.stderr.write("WARNING: --markdown is deprecated, use --format markdown instead.\n");
  if (flags.on("help")) return print(helpText());
  if (flags.on("config-schema")) return print(pretty((await import("../config/schema/schema.js")).configSchema()));
  if (flags.on("rule-schema")) return print(pretty(RULES_SCHEMA));
  if (flags.on("ignored")) {
    const names = (await import("../config/syscalls.js")).ignoredSyscalls();
    return print(`Ignored syscall(s):\n${names.map((n) => `- ${n}\n`).join("")}\n`);
  }
  if (flags.on("list-events") || flags.on("list-syscall-events")) {
    return print((await import("./events.js")).eventListing(format));
  }

  const loaded = configured(flags);
  const json = loaded.config.json_output;
  const log = new TextLog(loaded.config);
  if (flags.on("version")) return print(json ? `${JSON.stringify(versionJson())}\n` : versionText());
  if (flags.on("page-size")) {
    process.stderr.write(`Your system page size is: ${pageSize()} bytes\n`);
    return 0;
  }
  const plugin = flags.last("plugin-info");
  if (plugin !== undefined) return print(pluginInfo(plugin, loaded.plugins));
  if (flags.on("list-plugins")) return print(pluginListing(loaded.plugins));
  if (flags.has("list")) {
    const { fieldListing } = await import("./fields.js");
    const source = flags.last("list") ?? "";
    const o = { format, namesOnly: flags.on("names"), verbose: flags.on("verbose"), sources: SOURCES };
    if (source !== "" && !SOURCES.includes(source)) {
      const why = `there is no event source '${source}', only ${SOURCES.join(", ")}`;
      throw new UsageError(`Value for --list must be a valid source type: ${why}`);
    }
    return print(fieldListing({ ...o, ...(source !== "" && { source }) }));
  }
  refuseUnknownSources(flags, loaded.config.engine.kind);

  const rule = flags.last("describe") ?? (flags.on("describe-all") ? true : undefined);
  const extra = flags.last("print");
  if (flags.has("validate")) {
    const { validate } = await import("./rules/load.js");
    const out = validate(loaded, flags.all("validate"), rule, log, extra);
    process.stdout.write(out.stdout);
    process.stderr.write(out.error);
    return out.code;
  }
  const { describeText, loadConfigured } = await import("./rules/load.js");
  const { engine, files } = loadConfigured(loaded, flags.all("rules"), log, extra);
  if (rule !== undefined) {
    const described = rule === true ? engine.describe() : engine.describe(rule);
    if (json) return print(`${JSON.stringify(described)}\n`);
    return print(describeText(described));
  }
  return print(`${JSON.stringify(supportJson(argv, loaded, files, release()))}\n`);
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** getpagesize(3): Node does not have it, every process is told it in its auxiliary vector. */
function pageSize(): number {
  const PAGE_SIZE = 6n;
  const words = new BigUint64Array(new Uint8Array(readFileSync("/proc/self/auxv")).buffer);
  for (let i = 0; i + 1 < words.length; i += 2) if (words[i] === PAGE_SIZE) return Number(words[i + 1]);
  return 4096;
}
