import { AlertCounts } from "./summary.js";
import type { TextLog } from "./textlog.js";

/** engine.kind `nodriver`: no events come; wait for the end. Gives the exit code. */
export async function idle(seconds: number, log: TextLog): Promise<number> {
  log.log("warning", "Enabled event source 'syscall' will be opened with no driver, no event will be produced");
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, seconds > 0 ? seconds * 1000 : 2 ** 31 - 1);
    const onSignal = (): void => {
      log.log("info", "SIGINT received, exiting...");
      clearTimeout(timer);
      resolve();
    };
    process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  });
  process.stdout.write(`${new AlertCounts().lines().join("\n")}\n`);
  return 0;
}
