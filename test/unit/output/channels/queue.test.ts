import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Backoff } from "../../../../src/output/channels/backoff.js";
import { type Channel, type ChannelHooks, SendFault } from "../../../../src/output/channels/channel.js";
import { ChannelQueue } from "../../../../src/output/channels/queue.js";
import { type OutputTrouble, troubleText } from "../../../../src/output/channels/trouble.js";
import type { OutputMessage } from "../../../../src/output/sink.js";
import { message, sleep, until } from "./support.js";

const quick = { backoff: { firstMs: 1, longestMs: 4 }, calmMs: 20 };

function numbers(batch: readonly OutputMessage[]): number[] {
  return batch.map((m) => Number(m.line.split(" ")[1]));
}

describe("ChannelQueue", () => {
  it("drops the newest when it is full, by count and by bytes, and tells of it once", async () => {
    for (const limit of [{ capacity: 5 }, { maxBytes: 5 * "line 0".length }]) {
      const troubles: OutputTrouble[] = [];
      const got: number[] = [];
      let open: (() => void) | undefined;
      const q = new ChannelQueue(
        "slow",
        {
          send: (batch) =>
            new Promise<void>((resolve) => {
              open = () => {
                got.push(...numbers(batch));
                resolve();
              };
            }),
        },
        { ...quick, ...limit, onTrouble: (t) => void troubles.push(t) },
      );
      for (let n = 0; n < 9; n++) q.push(message(n));
      assert.equal(q.stats().dropped, 4);
      assert.equal(q.stats().pending, 5);
      assert.equal(troubles.length, 1);
      assert.match(
        troubleText(troubles[0] as OutputTrouble),
        /^output slow is too slow: .* full with 5 alerts .*, 1 alert lost, 5 waiting$/,
      );
      const closing = q.close();
      await until("all sent", () => {
        open?.();
        return got.length === 5;
      });
      await closing;
      assert.deepEqual(got, [0, 1, 2, 3, 4]);
      assert.equal(q.stats().sent, 5);
    }
  });

  it("says when it is over, with all that was lost", async () => {
    const troubles: OutputTrouble[] = [];
    let fail = true;
    const q = new ChannelQueue(
      "x",
      {
        send() {
          if (fail) throw new Error("no route");
        },
      },
      { ...quick, onTrouble: (t) => void troubles.push(t) },
    );
    for (let n = 0; n < 7; n++) q.push(message(n));
    fail = false;
    q.push(message(8));
    await until("over", () => troubles.length === 2);
    assert.deepEqual(
      troubles.map((t) => [t.kind, t.over, t.lost]),
      [
        ["failing", false, 1],
        ["failing", true, 7],
      ],
    );
    assert.equal(troubleText(troubles[1] as OutputTrouble), "output x works again (was: no route), 7 alerts lost");
    assert.equal(q.stats().failed, 7);
    await q.close();
  });

  it("hands over again what may be tried again, from where it stopped", async () => {
    const calls: number[][] = [];
    const q = new ChannelQueue(
      "x",
      {
        async send(batch) {
          calls.push(numbers(batch));
          await sleep(1);
          if (calls.length === 2) throw new SendFault("half", { retry: true, done: 2 });
          if (calls.length === 3) throw new SendFault("none", { retry: true });
        },
      },
      quick,
    );
    for (let n = 0; n < 5; n++) q.push(message(n));
    await q.flush();
    assert.deepEqual(calls, [[0], [1, 2, 3, 4], [3, 4], [3, 4]]);
    const { sent, failed, retries } = q.stats();
    assert.deepEqual({ sent, failed, retries }, { sent: 5, failed: 0, retries: 2 });
    await q.close();
  });

  it("loses only the message that a fault names", async () => {
    const got: number[] = [];
    const q = new ChannelQueue(
      "x",
      {
        send(batch) {
          for (const [i, n] of numbers(batch).entries()) {
            if (n === 2) throw new SendFault("too long", { done: i, lost: 1 });
            got.push(n);
          }
        },
      },
      quick,
    );
    for (let n = 0; n < 5; n++) q.push(message(n));
    await q.close();
    assert.deepEqual(got, [0, 1, 3, 4]);
    assert.equal(q.stats().failed, 1);
  });

  it("reports a send that takes too long", async () => {
    const troubles: OutputTrouble[] = [];
    let open: () => void = () => {};
    const q = new ChannelQueue(
      "x",
      {
        send: () =>
          new Promise<void>((resolve) => {
            open = resolve;
          }),
      },
      { ...quick, timeoutMs: 10, onTrouble: (t) => void troubles.push(t) },
    );
    q.push(message(0));
    await until("report", () => troubles.length === 1);
    assert.equal(
      troubleText(troubles[0] as OutputTrouble),
      "output x is stuck: a send takes longer than 10 ms, 1 waiting",
    );
    assert.ok(q.stats().lagMs >= 9);
    open();
    await until("over", () => troubles.length === 2);
    await q.close();
  });

  it("stops in time, and says what it had to leave", async () => {
    const troubles: OutputTrouble[] = [];
    let aborted = false;
    let giveUp: (e: Error) => void = () => {};
    const stuck: Channel = {
      send: () =>
        new Promise<void>((_, reject) => {
          giveUp = reject;
        }),
      abort: () => {
        aborted = true;
        giveUp(new SendFault("stopped", { retry: true }));
      },
      close: () => new Promise(() => {}),
    };
    const q = new ChannelQueue("x", stuck, { ...quick, onTrouble: (t) => void troubles.push(t) });
    for (let n = 0; n < 5; n++) q.push(message(n));
    const began = Date.now();
    await q.close(30);
    assert.ok(Date.now() - began < 3000);
    assert.ok(aborted);
    assert.equal(q.stats().discarded, 5);
    assert.equal(
      troubleText(troubles[0] as OutputTrouble),
      "output x was stopped: it did not take its alerts within 30 ms, 5 alerts lost",
    );
    // that it was broken off is no further trouble
    assert.deepEqual([troubles.length, q.stats().failed, q.stats().retries], [1, 0, 0]);
    q.push(message(9));
    assert.equal(q.stats().dropped, 1);
  });

  it("does not take a send that works for an end of what fails behind it", async () => {
    let hooks: ChannelHooks | undefined;
    const troubles: OutputTrouble[] = [];
    const spooled: Channel = {
      send() {},
      attach: (h) => {
        hooks = h;
      },
    };
    const q = new ChannelQueue("x", spooled, { ...quick, onTrouble: (t) => void troubles.push(t) });
    hooks?.failing("nobody listens", 0);
    q.push(message(1));
    await sleep(100);
    assert.deepEqual(
      troubles.map((t) => t.over),
      [false],
    );
    hooks?.working();
    await until("over", () => troubles.length === 2);
    await q.close();
  });

  it("counts what a channel says it lost by itself", () => {
    let hooks: ChannelHooks | undefined;
    const troubles: OutputTrouble[] = [];
    const q = new ChannelQueue(
      "x",
      {
        send() {},
        attach: (h) => {
          hooks = h;
        },
        depth: () => ({ messages: 3, bytes: 30 }),
      },
      { ...quick, onTrouble: (t) => void troubles.push(t) },
    );
    hooks?.failing("refused", 2);
    assert.equal(q.stats().failed, 2);
    assert.equal(q.stats().spooled, 3);
    assert.equal(q.stats().lastError?.message, "refused");
    assert.equal(troubles.length, 1);
    void q.close();
  });

  it("keeps up with very many messages", async () => {
    let sent = 0;
    const q = new ChannelQueue(
      "x",
      {
        async send(batch) {
          sent += batch.length;
        },
      },
      { capacity: 200_000 },
    );
    for (let n = 0; n < 100_000; n++) q.push(message(n));
    await q.close();
    assert.equal(sent, 100_000);
  });
});

describe("Backoff", () => {
  it("grows up to a limit, with some chance in it", () => {
    const low = new Backoff({ firstMs: 100, longestMs: 500, random: () => 0 });
    const high = new Backoff({ firstMs: 100, longestMs: 500, random: () => 0.999999 });
    assert.deepEqual([low.next(), low.next(), low.next(), low.next(), low.next()], [50, 100, 200, 250, 250]);
    assert.deepEqual([high.next(), high.next(), high.next(), high.next()], [100, 200, 400, 500]);
    high.reset();
    assert.equal(high.next(), 100);
  });
});
