import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { programChannel } from "../../../../src/output/channels/program.js";
import { ChannelQueue } from "../../../../src/output/channels/queue.js";
import type { OutputTrouble } from "../../../../src/output/channels/trouble.js";
import { message, messages, scratch, sleep, until } from "./support.js";

const dir = scratch();
const quick = { backoff: { firstMs: 1, longestMs: 10 }, calmMs: 20 };
const lines = (path: string): string[] => (existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : []);
const alive = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));

describe("programChannel", () => {
  it("starts a process for every alert, one after the other", async () => {
    const out = join(dir, "each");
    const q = new ChannelQueue(
      "program",
      programChannel({ program: `echo start >>${out}; cat >>${out}; echo end >>${out}` }),
      quick,
    );
    for (const m of messages(0, 3)) q.push(m);
    await q.close();
    assert.deepEqual(
      lines(out),
      [0, 1, 2].flatMap((n) => ["start", `line ${n}`, "end"]),
    );
  });

  it("does not mind programs that do not read, and says of one that is not there", async () => {
    const troubles: OutputTrouble[] = [];
    const q = new ChannelQueue("program", programChannel({ program: "true" }), quick);
    q.push(message(1, "x".repeat(200_000)));
    await q.close();
    assert.equal(q.stats().sent, 1);
    const none = new ChannelQueue("program", programChannel({ program: "/no/such/program 2>/dev/null" }), {
      ...quick,
      onTrouble: (t) => void troubles.push(t),
    });
    none.push(message(1));
    await none.close();
    assert.equal(none.stats().failed, 1);
    assert.equal(troubles[0]?.reason, "the program ended with code 127");
  });

  it("keeps one process, and ends it with its input", async () => {
    const out = join(dir, "kept");
    const q = new ChannelQueue(
      "program",
      programChannel({ program: `echo start >>${out}; cat >>${out}; echo end >>${out}`, keep_alive: true }),
      quick,
    );
    for (const m of messages(0, 100)) q.push(m);
    await q.close();
    assert.deepEqual(lines(out), ["start", ...messages(0, 100).map((m) => m.line), "end"]);
  });

  it("starts the program again when it has ended, but not too often", async () => {
    const out = join(dir, "again");
    const starts = join(dir, "starts");
    const troubles: OutputTrouble[] = [];
    const program = `echo >>${starts}; head -n 1 >>${out}`;
    const q = new ChannelQueue(
      "program",
      programChannel({ program, keep_alive: true, backoff: { firstMs: 5, longestMs: 20 } }),
      {
        ...quick,
        onTrouble: (t) => void troubles.push(t),
      },
    );
    for (let n = 0; n < 5; n++) {
      q.push(message(n));
      await until("written", () => lines(out).length > n);
      await sleep(30);
    }
    await q.close();
    assert.deepEqual(
      lines(out),
      messages(0, 5).map((m) => m.line),
    );
    assert.equal(troubles[0]?.reason, "the program ended with code 0");
    writeFileSync(starts, "");
    const broken = new ChannelQueue(
      "program",
      programChannel({
        program: `echo >>${starts}; exit 3`,
        keep_alive: true,
        backoff: { firstMs: 40, longestMs: 80 },
      }),
      quick,
    );
    const end = Date.now() + 300;
    while (Date.now() < end) {
      broken.push(message(0, "x".repeat(1000)));
      await sleep(1);
    }
    assert.ok(lines(starts).length <= 12, `${lines(starts).length} starts`);
    await broken.close(100);
  });

  it("ends the whole process group of a stuck program", async () => {
    const pids = join(dir, "pids");
    const program = `trap '' TERM; sleep 300 & echo $! >>${pids}; echo $$ >>${pids}; while :; do sleep 300; done`;
    const q = new ChannelQueue("program", programChannel({ program, keep_alive: true }), quick);
    for (let n = 0; n < 10; n++) q.push(message(n, "x".repeat(100_000)));
    await until("started", () => lines(pids).length === 2);
    const began = Date.now();
    await q.close(50);
    assert.ok(Date.now() - began < 3000);
    assert.ok(q.stats().discarded > 0);
    await until("all gone", () => lines(pids).every((p) => !alive(Number(p))));
  });

  it("starts anew when told to reopen", async () => {
    const out = join(dir, "reopen");
    const q = new ChannelQueue(
      "program",
      programChannel({ program: `echo start >>${out}; cat >>${out}`, keep_alive: true }),
      quick,
    );
    q.push(message(1));
    await q.flush();
    q.reopen();
    await until("ended", () => lines(out).length === 2);
    q.push(message(2));
    await q.close();
    assert.deepEqual(lines(out), ["start", "line 1", "start", "line 2"]);
  });
});
