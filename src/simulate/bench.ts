import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { actionKey, isSkipped, type NamedAction } from "./action.js";
import { Stage } from "./stage.js";
import { Watch } from "./watch.js";

/** One round: an action repeated at a rate for a while. */
export interface BenchRound {
  /** Actions a second that were asked for, and that were done. */
  readonly asked: number;
  readonly rate: number;
  /** Events a second that reached the sensor. */
  readonly events: number;
  /** Alerts of the action's rule for each action, 0 to 1. */
  readonly alerted: number;
  /** Events that the kernel side had no room for, and alerts that were given up. */
  readonly dropped: number;
  readonly lostAlerts: number;
}

/** What became of an action at rising rates. */
export interface ActionBench {
  readonly action: string;
  readonly rounds: readonly BenchRound[];
  /** The fastest round without loss. */
  readonly best?: BenchRound;
  /** Why it went no further. */
  readonly end: string;
}

/** What a bench came to. */
export interface BenchReport {
  readonly actions: readonly ActionBench[];
  /** Highest rate of events without loss, over all. */
  readonly events: number;
}

/** How to bench. */
export interface BenchOptions {
  readonly rules?: readonly string[];
  /** For all of it. */
  readonly limitMs?: number;
  readonly signal?: AbortSignal;
  readonly onRound?: (action: NamedAction, round: BenchRound) => void;
}

const LIMIT_MS = 90_000;
const ROUND_MS = 1000;
const FIRST_RATE = 500;
const LOWEST_RATE = 10;
/** A round that reaches less of what was asked shows what the generator can do, not the sensor. */
const REACHED = 0.7;
/** Without a further alert for so long, there will be none. */
const SETTLE_MS = 1000;

/** Can an action be repeated in place? */
export function canPace(action: NamedAction): boolean {
  return action.pace !== undefined && action.rule !== undefined;
}

/**
 * Repeats actions at rising rates until events or alerts are lost. Needs root.
 *
 * @throws SensorError, RulesRefused
 */
export async function benchActions(actions: readonly NamedAction[], options: BenchOptions = {}): Promise<BenchReport> {
  const list = actions.filter(canPace);
  const begin = performance.now();
  const watch = await Watch.start(options.rules === undefined ? {} : { rules: options.rules });
  const out: ActionBench[] = [];
  try {
    for (const [i, action] of list.entries()) {
      if (options.signal?.aborted) break;
      const left = (options.limitMs ?? LIMIT_MS) - (performance.now() - begin);
      out.push(await benchOne(action, watch, performance.now() + left / (list.length - i), options));
    }
  } finally {
    await watch.stop();
  }
  return { actions: out, events: Math.max(0, ...out.map((a) => a.best?.events ?? 0)) };
}

async function benchOne(
  action: NamedAction,
  watch: Watch,
  deadline: number,
  options: BenchOptions,
): Promise<ActionBench> {
  const rounds: BenchRound[] = [];
  let best: BenchRound | undefined;
  const result = (end: string): ActionBench => ({
    action: action.name,
    rounds,
    ...(best === undefined ? {} : { best }),
    end,
  });
  if (!watch.rules().has(actionKey(action.name))) return result("its rule is not loaded");
  let second = false;
  let falling = false;
  for (let asked = FIRST_RATE; ; ) {
    if (options.signal?.aborted) return result("interrupted");
    if (rounds.length > 0 && performance.now() + ROUND_MS + 500 > deadline) return result("time is up");
    if (watch.failure !== undefined) throw watch.failure;
    let round: BenchRound;
    try {
      round = await playRound(action, watch, asked);
    } catch (e) {
      return result(isSkipped(e) ? `skipped: ${e.reason}` : (e as Error).message);
    }
    rounds.push(round);
    options.onRound?.(action, round);
    const loss = lossIn(round);
    // once may be the rest of the machine's doing
    if (loss !== undefined && second) {
      if (best !== undefined || asked <= LOWEST_RATE) return result(loss);
      // a busy machine: look for a rate that it stands
      asked /= 4;
      falling = true;
      second = false;
      continue;
    }
    second = loss !== undefined;
    if (second) continue;
    if (best === undefined || round.rate > best.rate) best = round;
    if (falling) return result("the rate above it loses");
    if (round.rate < asked * REACHED) return result("the machine generates no more");
    asked *= 2;
  }
}

function lossIn(round: BenchRound): string | undefined {
  if (round.dropped > 0) return "events dropped";
  if (round.lostAlerts > 0) return "alerts lost";
  return round.alerted < 1 ? "alerts missing" : undefined;
}

async function playRound(action: NamedAction, watch: Watch, asked: number): Promise<BenchRound> {
  const key = actionKey(action.name);
  const stages: Stage[] = [];
  try {
    const before = { ...watch.read(), alerts: watch.counts.get(key) ?? 0 };
    const begin = performance.now();
    const players = Math.max(1, availableParallelism() - 1);
    const ended = await Promise.all(
      Array.from({ length: players }, () => {
        const stage = new Stage();
        stages.push(stage);
        const words = action.pace?.(stage) ?? [];
        return stage.deed("pace", String(asked / players), String(ROUND_MS), ...words);
      }),
    );
    const seconds = (performance.now() - begin) / 1000;
    const done = ended.reduce((sum, e) => sum + Number(/done (\d+)/.exec(e.stdout)?.[1] ?? 0), 0);
    const alerts = await settled(() => (watch.counts.get(key) ?? 0) - before.alerts, done);
    const after = watch.read();
    return {
      asked,
      rate: done / seconds,
      events: (after.events - before.events) / seconds,
      alerted: done === 0 ? 0 : Math.min(1, alerts / done),
      dropped: after.dropped - before.dropped,
      lostAlerts: after.lostAlerts - before.lostAlerts,
    };
  } finally {
    for (const stage of stages) await stage.close();
  }
}

/** Waits until a count has come to what it should, or rises no more. */
async function settled(count: () => number, wanted: number): Promise<number> {
  let last = count();
  for (let rest = performance.now(); performance.now() - rest < SETTLE_MS; await sleep(50)) {
    const now = count();
    if (now >= wanted) break;
    if (now !== last) rest = performance.now();
    last = now;
  }
  return count();
}
