// The daemon's HTTP output with a spool, while its receiver is away and while it is killed itself.
// SAKER_OUTAGE_S sets how long the receiver is away (npm run soak:spool).
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningDaemon } from "../../live/support/daemon.js";
import { skipLive } from "../../live/support/gate.js";
import { Receiver } from "../output/support/receiver.js";
import { callOf, missing, Scene } from "./support/scene.js";

const OUTAGE_MS = Number(process.env.SAKER_OUTAGE_S ?? 4) * 1000;
const RATE = 1000;
const DRAIN_MS = 30_000 + 15 * OUTAGE_MS;
/** Loads are told apart in one number. */
const NEXT_LOAD = 1e9;

function numberOf(body: string): number | undefined {
  const second = callOf(body, 1);
  return second === undefined ? callOf(body, 0) : NEXT_LOAD + second;
}

function assertRising(numbers: readonly number[]): void {
  for (let i = 1; i < numbers.length; i++) {
    assert.ok((numbers[i] as number) > (numbers[i - 1] as number), `${numbers[i]} came after ${numbers[i - 1]}`);
  }
}

async function taken(d: RunningDaemon): Promise<number> {
  return (await d.metrics()).sum("saker_output_sent_total", { output: "http" });
}

/** Nothing was lost on the way to the output. */
async function assertAllJudged(d: RunningDaemon): Promise<void> {
  const m = await d.metrics();
  assert.equal(m.sum("saker_events_dropped_total"), 0, "lost in the kernel");
  assert.equal(m.sum("saker_worker_lost_alerts_total"), 0, "lost between the threads");
  assert.equal(m.sum("saker_output_lost_total"), 0, "lost by the output");
}

describe("the daemon's HTTP output with a spool", { skip: skipLive(), timeout: 300_000 + 60 * OUTAGE_MS }, () => {
  it(`gets over an outage of ${OUTAGE_MS / 1000} s at ${RATE} alerts a second, and over kill -9 in another`, async () => {
    const scene = new Scene();
    const r = new Receiver(numberOf);
    await r.open();
    const settings = `
http_output: {enabled: true, url: "http://127.0.0.1:${r.port}/", spool: {path: ${join(scene.dir, "spool")}, max_size: 268435456}}
`;
    const first = await scene.daemon(settings);
    const began = performance.now();
    let load = scene.load(RATE);
    await first.until("no alert came", () => r.got.length > RATE);
    await r.shut();
    const before = r.got.length;
    await sleep(OUTAGE_MS);
    await first.until(
      "it does not take alerts",
      async () => (await taken(first)) >= before + (RATE * OUTAGE_MS) / 2000,
    );
    assert.equal(first.said("output http fails").length, 1, first.err);
    await r.open();
    const back = performance.now();
    await sleep(1000);
    const calls = await load.stop();
    const rate = (1000 * calls) / (performance.now() - began);
    await first.until("not all came", () => r.firsts().length >= calls, DRAIN_MS);
    const drained = (1000 * (calls - before)) / (performance.now() - back);
    assert.deepEqual(missing(r.got, calls), []);
    assertRising(r.firsts());
    await assertAllJudged(first);
    console.log(
      `${calls} alerts at ${rate.toFixed(0)}/s, ${r.got.length - calls} came twice; ` +
        `after the outage ${drained.toFixed(0)}/s were delivered`,
    );

    // another outage, in the middle of which it dies
    await r.shut();
    load = scene.load(RATE);
    await sleep(OUTAGE_MS / 2);
    await first.until("it takes no alerts", async () => (await taken(first)) > calls + RATE);
    const safe = await taken(first);
    await first.kill();
    const second = await scene.daemon(settings);
    await sleep(OUTAGE_MS / 2);
    await r.open();
    const more = await load.stop();
    const last = NEXT_LOAD + more - 1;
    await second.until("the last did not come", () => r.got.includes(last), DRAIN_MS);
    await assertAllJudged(second);
    assertRising(r.firsts());
    const alerts = r.firsts().filter((n) => n >= NEXT_LOAD);
    const gap = alerts.findIndex((n, i) => i > 0 && n > (alerts[i - 1] as number) + 1);
    // calls that were made while no daemon lived are not seen; before and after, none is missing
    assert.ok(gap >= 0, "nobody was away");
    assert.equal(alerts[gap - 1], NEXT_LOAD + gap - 1);
    assert.equal(last - (alerts[gap] as number), alerts.length - gap - 1);
    const own = new Set(r.others).size;
    assert.ok(calls + gap + own >= safe, `${safe} were in its care, ${calls + gap + own} came`);
    assert.ok(r.got.length - r.firsts().length <= 10, "many came twice");
    console.log(
      `kill -9 with ${safe} alerts taken: ${calls + gap + own} came, ${alerts.length - gap} after the restart`,
    );
    await second.stop();
  });
});
