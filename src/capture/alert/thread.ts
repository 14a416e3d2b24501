// The thread that writes captures of alerts: it stays behind the workers and never holds them up.
import { setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { addon } from "../../sensor/addon.js";
import type { Trigger } from "./deadline.js";
import { Scribe, type ScribeOptions, type ScribeReport, type ScribeSettings } from "./scribe.js";

/** What the thread is started with. */
export type CaptureThreadOptions = Omit<ScribeOptions, "bootNs">;

/** What the thread is told. */
export type ToScribe =
  | { readonly type: "alert"; readonly trigger: Trigger }
  | { readonly type: "change"; readonly settings: ScribeSettings }
  | { readonly type: "stop" };

/** What it tells. */
export type FromScribe = ScribeReport | { readonly type: "ready" } | { readonly type: "stopped" };

/** The taps hold what comes in the meantime. */
const BUSY_MS = 5;
const IDLE_MS = 100;

if (parentPort === null) throw new Error("capture/alert/thread.js runs as a worker thread only");
const port = parentPort;
const post = (message: FromScribe): void => port.postMessage(message);
// it was begun by a thread that comes first, and is none
const native = addon();
setPriority(native.threadId(), 0);

let stopping = false;
const wake = new AbortController();
const scribe = new Scribe({ ...(workerData as CaptureThreadOptions), bootNs: native.bootEpochNs() }, post);
port.on("message", (m: ToScribe) => {
  if (m.type === "alert") scribe.alert(m.trigger);
  else if (m.type === "change") scribe.change(m.settings);
  else {
    stopping = true;
    wake.abort();
  }
});
post({ type: "ready" });
while (!stopping) {
  const any = scribe.pump();
  await sleep(any ? BUSY_MS : IDLE_MS, undefined, { signal: wake.signal }).catch(() => {});
}
scribe.stop();
post({ type: "stopped" });
port.close();
