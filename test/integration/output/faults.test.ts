import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { constants, openSync, readFileSync, readSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { after, describe, it } from "node:test";
import type { Channel } from "../../../src/output/channels/channel.js";
import { fileChannel } from "../../../src/output/channels/file.js";
import { httpChannel } from "../../../src/output/channels/http.js";
import { programChannel } from "../../../src/output/channels/program.js";
import { stdoutChannel } from "../../../src/output/channels/stdout.js";
import { syslogChannel } from "../../../src/output/channels/syslog.js";
import { type OutputTrouble, troubleText } from "../../../src/output/channels/trouble.js";
import { troubleMessage } from "../../../src/output/internal.js";
import { Outputs } from "../../../src/output/outputs.js";
import { alert, scratch, sleep, until } from "../../unit/output/channels/support.js";
import { Receiver } from "./support/receiver.js";
import { start, stop } from "./support/tools.js";

const dir = scratch();

function assertRising(numbers: readonly number[]): void {
  for (let i = 1; i < numbers.length; i++) {
    assert.ok((numbers[i] as number) > (numbers[i - 1] as number), `${numbers[i]} came after ${numbers[i - 1]}`);
  }
}

describe("HTTP with a spool, at 1,000 alerts a second", () => {
  it("delivers all at least once and in order, through outages and kill -9", async () => {
    const r = new Receiver((body) => Number(body.split(" ")[1]));
    await r.open();
    const spool = join(dir, "spool");
    const spooler = new URL("./support/spooler.js", import.meta.url).pathname;
    const url = `http://127.0.0.1:${r.port}/`;
    const taken: [first: number, count: number][] = [];
    const begin = (first: number): { child: ReturnType<typeof start>; progress: () => number } => {
      const file = join(dir, `progress${first}`);
      const child = start(
        process.execPath,
        [spooler, url, spool, String(first), file],
        ["ignore", "inherit", "inherit"],
      );
      return { child, progress: () => Number(readFileSync(file, "utf8").trim() || 0) };
    };
    const has = (p: () => number, n: number) => (): boolean => {
      try {
        return p() >= n;
      } catch {
        return false;
      }
    };

    let at = 0;
    for (const phase of ["kill while it is down", "kill while it is up", "stop"]) {
      const { child, progress } = begin(at);
      await until(`${phase}: begun`, has(progress, 300), 60_000);
      await r.shut();
      await until(`${phase}: spooled`, has(progress, 1000), 60_000);
      if (phase !== "kill while it is down") {
        await r.open();
        await until(`${phase}: some arrived`, () => r.got.some((n) => n >= at + 600), 60_000);
      }
      if (phase === "stop") await stop(child, "SIGTERM");
      else await stop(child, "SIGKILL");
      taken.push([at, progress()]);
      at += 1_000_000;
      await r.shut();
      await r.open();
    }
    const came = new Set(r.got);
    for (const [first, count] of taken) {
      const lost = Array.from({ length: count }, (_, i) => first + i).filter((n) => !came.has(n));
      assert.deepEqual(lost, [], `of the ${count} from ${first} on`);
    }
    assertRising(r.firsts());
    // once more is allowed, but not as a habit
    assert.ok(r.got.length - came.size <= 10, `${r.got.length - came.size} came twice`);
  });
});

describe("outputs that fail, all at once", () => {
  it("delay neither each other nor whoever feeds them, say what is wrong once, and stop in time", async () => {
    const pipe = join(dir, "pipe");
    execFileSync("mkfifo", [pipe]);
    const stdout = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    const silent = createServer(() => {});
    await new Promise<void>((r) => silent.listen(0, "127.0.0.1", r));
    after(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const { port } = silent.address() as AddressInfo;

    const troubles: OutputTrouble[] = [];
    const good: string[] = [];
    const o = new Outputs({ hostname: "box", json: true });
    const bad: Record<string, Channel> = {
      full: fileChannel({ filename: "/dev/full", keep_alive: true }),
      deaf: programChannel({ program: "exec sleep 300", keep_alive: true }),
      broken: programChannel({ program: "exec true", keep_alive: true }),
      syslog: syslogChannel({ path: join(dir, "nolog") }),
      stdout: stdoutChannel(stdout),
      http: httpChannel({ url: `http://127.0.0.1:${port}/` }),
      away: httpChannel({ url: "http://127.0.0.1:1/", spool: { path: join(dir, "spool2"), max_size: 100_000 } }),
    };
    for (const [name, channel] of Object.entries(bad)) {
      o.addOutput({
        kind: "channel",
        name,
        channel,
        queue: {
          capacity: 500,
          timeoutMs: 200,
          onTrouble: (t) => {
            troubles.push(t);
            o.handleInternal(troubleMessage(1_700_000_000_000_000_000n, t));
          },
        },
      });
    }
    const good1: Channel = { send: (ms) => void good.push(...ms.map((m) => m.line)) };
    o.addOutput({ kind: "channel", name: "good", channel: good1 });

    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const ALERTS = 5000;
    for (let n = 0; n < ALERTS; n++) {
      o.handleAlert(alert(n, { message: `seen ${n} ${"x".repeat(1000)}` }));
      if (n % 20 === 19) await sleep(5);
    }
    delay.disable();
    const seen = good.filter((l) => !l.includes('"source":"internal"'));
    assert.equal(seen.length, ALERTS);
    assert.ok(delay.max < 500e6, `the main thread stood still for ${(delay.max / 1e6).toFixed(0)} ms`);

    await until("all told", () => new Set(troubles.map((t) => t.output)).size === Object.keys(bad).length);
    const said = good.filter((l) => l.includes("output trouble")).map((l) => JSON.parse(l) as { output: string });
    assert.ok(said.length >= Object.keys(bad).length);
    assert.ok(
      troubles.length < 60,
      `${troubles.length} reports are too many:\n${troubles.map(troubleText).join("\n")}`,
    );
    assert.ok(troubles.some((t) => t.output === "full" && /ENOSPC/.test(t.reason)));
    assert.ok(troubles.some((t) => t.output === "deaf" && t.kind === "stuck"));
    assert.ok(troubles.some((t) => t.output === "syslog" && /ENOENT/.test(t.reason)));

    const stats = o.stats();
    const began = Date.now();
    await o.close(300);
    assert.ok(Date.now() - began < 4000);
    for (const s of stats) {
      if (s.name === "good" || !("discarded" in s)) continue;
      const total = s.sent + s.dropped + s.failed + s.pending;
      assert.equal(total, good.length, `${s.name}: every alert is accounted for`);
    }
    const buffer = Buffer.alloc(1 << 20);
    assert.ok(readSync(stdout, buffer) > 0);
  });
});
