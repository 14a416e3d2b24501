import { writeFileSync } from "node:fs";
import { loadConfig } from "../config/config.js";
import { run } from "../daemon/run.js";
import { TextLog } from "../daemon/textlog.js";
import type { Parsed } from "./argv.js";
import { configOptions, DEFAULT_CONFIG, seconds } from "./options.js";
import { refusePlugins, refuseUnknownSources } from "./plugins.js";
import { sakerVersion } from "./versions.js";

/** Run the sensor, or judge the events of a capture, as the flags and the configuration say. */
export async function sensor(flags: Parsed): Promise<number> {
  const stopAfter = seconds(flags);
  const loaded = loadConfig(flags.last("config"), DEFAULT_CONFIG, configOptions(flags));
  refusePlugins(loaded.plugins);
  refuseUnknownSources(flags, loaded.config.engine.kind);
  const rules = flags.all("rules");
  const print = flags.last("print");
  const log = new TextLog(loaded.config);
  if (flags.on("dry-run")) {
    (await import("./rules/load.js")).loadConfigured(loaded, rules, log, print);
    return 0;
  }
  if (loaded.config.engine.kind === "replay") {
    const { engine } = (await import("./rules/load.js")).loadConfigured(loaded, rules, log, print);
    const { replayCapture } = await import("../daemon/replay.js");
    return await replayCapture({ loaded, engine, seconds: stopAfter, verbose: flags.on("verbose"), log });
  }
  if (loaded.config.engine.kind === "nodriver") {
    (await import("./rules/load.js")).loadConfigured(loaded, rules, log, print);
    return await (await import("../daemon/idle.js")).idle(stopAfter, log);
  }
  const pidfile = flags.last("pidfile");
  if (pidfile !== undefined) {
    try {
      writeFileSync(pidfile, `${process.pid}\n`);
    } catch (e) {
      process.stderr.write(`Error: could not write the pid file ${pidfile}: ${(e as Error).message}\n`);
      return 255;
    }
  }
  return await run({ loaded, rules, version: sakerVersion(), seconds: stopAfter, print });
}
