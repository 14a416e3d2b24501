import { setTimeout as sleep } from "node:timers/promises";
import { isSkipped, type NamedAction } from "./action.js";
import { Stage } from "./stage.js";

/** How one action went. */
export interface Outcome {
  readonly action: NamedAction;
  readonly status: "done" | "skipped" | "failed";
  /** Why it was skipped, or what went wrong. */
  readonly reason?: string;
  readonly ms: number;
  /** Processes that it started. */
  readonly pids: ReadonlySet<number>;
}

/** Does an action and undoes it. Throws nothing. */
export async function runAction(action: NamedAction): Promise<Outcome> {
  const pids = new Set<number>();
  const stage = new Stage((pid) => pids.add(pid));
  const begin = performance.now();
  const outcome = (status: Outcome["status"], reason?: string): Outcome => ({
    action,
    status,
    ...(reason === undefined ? {} : { reason }),
    ms: performance.now() - begin,
    pids,
  });
  const play = async (): Promise<Outcome> => {
    try {
      await action.run(stage);
      return outcome("done");
    } catch (e) {
      return isSkipped(e) ? outcome("skipped", e.reason) : outcome("failed", (e as Error).message);
    }
  };
  const played = await play();
  try {
    await stage.close();
    return played;
  } catch (e) {
    return outcome("failed", `it could not be undone: ${(e as Error).message}`);
  }
}

/** How to run several. */
export interface RunActionsOptions {
  /** Over and over, until the signal. */
  readonly loop?: boolean;
  /** Rest before each. */
  readonly sleepMs?: number;
  readonly signal?: AbortSignal;
  readonly onOutcome?: (outcome: Outcome) => void;
}

/** Does actions one after the other. */
export async function runActions(actions: readonly NamedAction[], options: RunActionsOptions = {}): Promise<void> {
  do {
    for (const action of actions) {
      try {
        if (options.sleepMs) await sleep(options.sleepMs, undefined, { signal: options.signal });
      } catch {
        return;
      }
      if (options.signal?.aborted) return;
      options.onOutcome?.(await runAction(action));
    }
  } while (options.loop);
}
