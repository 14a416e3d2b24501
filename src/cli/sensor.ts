import type { LoadedConfig } from "../config/config.js";
import { run } from "../daemon/run.js";
import { TextLog } from "../daemon/textlog.js";
import type { Parsed } from "./argv.js";
import { configured } from "./configured.js";
import { seconds } from "./options.js";
import { refusePlugins, refuseUnknownSources } from "./plugins.js";
import { versionJson } from "./versions.js";

/** Run the sensor, or judge the events of a capture, as the flags and the configuration say. */
export async function sensor(flags: Parsed): Promise<number> {
  const stopAfter = seconds(flags);
  const read = (): LoadedConfig => configured(flags);
  const loaded = read();
  refusePlugins(loaded.plugins);
  refuseUnknownSources(flags, loaded.config.engine.kind);
  const rules = flags.all("rules");
  const print = flags.last("print");
  const log = new TextLog(loaded.config);
  if (flags.on("dry-run")) {
    await tellSchema(loaded, log);
    (await import("./rules/load.js")).loadConfigured(loaded, rules, log, print);
    return 0;
  }
  if (loaded.config.engine.kind === "replay") {
    const { engine } = (await import("./rules/load.js")).loadConfigured(loaded, rules, log, print);
    const { replayCapture } = await import("../daemon/replay.js");
    return await replayCapture({
      loaded,
      engine,
      seconds: stopAfter,
      realtime: flags.on("realtime"),
      verbose: flags.on("verbose"),
      log,
      versions: versionJson(),
    });
  }
  if (loaded.config.engine.kind === "nodriver") {
    const { files } = (await import("./rules/load.js")).loadConfigured(loaded, rules, log, print);
    const { idle } = await import("../daemon/idle.js");
    return await idle({
      config: loaded.config,
      configFiles: loaded.files,
      rulesFiles: files,
      versions: versionJson(),
      seconds: stopAfter,
      log,
    });
  }
  return await run({
    read,
    rules,
    versions: versionJson(),
    seconds: stopAfter,
    print,
    pidfile: flags.last("pidfile"),
  });
}

/** How the configuration files stand to the schema, and which of their keys change nothing. */
async function tellSchema(loaded: LoadedConfig, log: TextLog): Promise<void> {
  if (loaded.files.length === 0) return;
  const { schemaLines, validateFiles } = await import("../config/schema/validate.js");
  log.log("info", "Saker initialized with configuration files:");
  for (const r of validateFiles(loaded.files)) {
    for (const line of schemaLines([r])) log.log(r.status === "failed" ? "warning" : "info", line);
  }
  for (const { key, why } of loaded.noEffect) log.log("info", `   ${key} changes nothing here: ${why}`);
}
