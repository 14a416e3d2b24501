// When events about processes are lost, the tables are read anew: afterwards they hold what /proc says.
import assert from "node:assert/strict";
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { compareTable, readProcView } from "../../bench/soak/compare.js";
import type { ProcessRow } from "../../src/sensor/protocol.js";
import { skipLive } from "./support/gate.js";
import { patient } from "./support/patience.js";
import { DEED, makeScratch } from "./support/places.js";
import { truth } from "./support/procfs.js";

const SENSOR = fileURLToPath(new URL("./support/keptsensor.js", import.meta.url));
const RING = 64 << 10;

interface Answer {
  readonly tables: readonly (readonly ProcessRow[])[];
  readonly repairs: readonly number[];
  readonly lost: number;
}

describe("process tables after a loss", { skip: skipLive(), timeout: patient(120_000) }, () => {
  const scratch = makeScratch();
  const children: ChildProcess[] = [];
  const strays: number[] = [];
  let sensor: ChildProcess;

  before(async () => {
    sensor = fork(SENSOR, [String(RING)]);
    await once(sensor, "message");
  });
  after(() => {
    sensor.kill("SIGKILL");
    for (const c of [...children]) c.kill("SIGKILL");
    for (const pid of strays) process.kill(pid, "SIGKILL");
    scratch.remove();
  });

  async function ask(): Promise<Answer> {
    sensor.send("tables");
    const signal = AbortSignal.timeout(patient(20_000));
    const [answer] = (await once(sensor, "message", { signal })) as [Answer];
    return answer;
  }

  function start(...words: [string, ...string[]]): ChildProcess {
    const child = spawn(words[0], words.slice(1), { cwd: scratch.dir, stdio: "ignore" });
    children.push(child);
    return child;
  }

  /** Starts and ends so many processes that no ring of this size can hold the events. */
  async function storm(): Promise<void> {
    const child = spawn("/bin/sh", ["-c", "i=0; while [ $i -lt 300 ]; do /bin/true; i=$((i+1)); done"], {
      stdio: "ignore",
    });
    await once(child, "exit");
  }

  it("are those of /proc: who went is gone, who came is there, who changed has changed", async () => {
    const elsewhere = scratch.path("elsewhere");
    mkdirSync(elsewhere, { mode: 0o755 });
    const go = scratch.path("go");
    const goes = start("sleep", "100");
    // waits, then is in another place, another program, and another user
    const changes = start(
      "sh",
      "-c",
      `while [ ! -e ${go} ]; do sleep 0.05; done; cd ${elsewhere}; exec setpriv --reuid 65534 --clear-groups sleep 100`,
    );
    const stays = start("sleep", "100");
    // is called something else than its program by the time that the tables are read anew
    const renamed = start(DEED, "comm", "sshd", "linger", "100000", "path", "open", "/dev/null");
    await sleep(300);
    const early = await ask();
    for (const t of early.tables) for (const c of [goes, changes, stays]) assert.ok(t.some((r) => r.pid === c.pid));

    sensor.kill("SIGSTOP");
    await storm();
    goes.kill("SIGKILL");
    await once(goes, "exit");
    const comes = start("sh", "-c", "sleep 100 & wait");
    spawn("/bin/touch", [go]);
    for (let i = 0; i < 500 && truth(changes.pid as number).uid !== 65534; i++) await sleep(10);
    assert.equal(truth(changes.pid as number).uid, 65534, "the deed was done");
    await storm();
    sensor.kill("SIGCONT");

    let answer = await ask();
    for (let i = 0; i < 200 && answer.repairs.some((n) => n === 0); i++) {
      await sleep(50);
      answer = await ask();
    }
    assert.ok(answer.lost > 0, "nothing was lost: the test has tried nothing");
    assert.ok(
      answer.repairs.every((n) => n > 0),
      `repairs: ${answer.repairs}`,
    );

    for (let i = 0; ; i++) {
      const before = readProcView();
      const { tables } = await ask();
      const after = readProcView();
      const wrong = tables.flatMap((rows) => {
        const d = compareTable(before, rows, after);
        return [...d.missing.map((m) => `missing ${m}`), ...d.extra.map((e) => `extra ${e}`), ...facts(rows)];
      });
      // what differs once may be on its way
      if (wrong.length > 0 && i < 10) {
        await sleep(200);
        continue;
      }
      assert.deepEqual(wrong, []);
      for (const rows of tables) {
        assert.ok(!rows.some((r) => r.pid === goes.pid));
        const child = rows.find((r) => r.ppid === comes.pid);
        assert.ok(child, "the child of the one that came");
        strays[0] = child.pid;
        const row = rows.find((r) => r.pid === changes.pid);
        assert.equal(row?.uid, 65534);
        assert.equal(row?.comm, "sleep");
        assert.equal(truth(renamed.pid as number).comm, "sshd");
        assert.equal(rows.find((r) => r.pid === renamed.pid)?.comm, "deed");
      }
      return;
    }

    /** What is wrong of the processes that the test has made. */
    function facts(rows: readonly ProcessRow[]): string[] {
      const out: string[] = [];
      for (const c of [changes, stays, comes]) {
        const t = truth(c.pid as number);
        const r = rows.find((row) => row.pid === c.pid);
        const said = r && [r.ppid, r.comm, r.exepath, r.cwd, r.uid].join(" ");
        const is = [t.ppid, t.comm, t.exe, `${t.cwd}/`, t.uid].join(" ");
        if (said !== is) out.push(`${c.pid} is ${is}, said to be ${said}`);
      }
      return out;
    }
  });

  it("are not read again when nothing was lost", async () => {
    await sleep(1200);
    const before = await ask();
    start("true");
    await sleep(300);
    const after = await ask();
    if (after.lost === before.lost) assert.deepEqual(after.repairs, before.repairs);
    assert.ok(readFileSync(`/proc/${sensor.pid}/stat`).length > 0);
  });
});
