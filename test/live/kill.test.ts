// A sensor that is killed cannot clean up: the kernel must be left with nothing of it all the same.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { skipLive } from "./support/gate.js";
import { ROOT, RULES, SAKER } from "./support/places.js";

const KINDS = ["prog", "map", "link"] as const;
type Kind = (typeof KINDS)[number];
type Ids = Readonly<Record<Kind, ReadonlySet<number>>>;

/** The kernel frees some objects only when no program can run any more. */
const FREED_MS = 5000;

function present(kind: Kind): Map<number, string> {
  const text = execFileSync("bpftool", ["-j", kind, "show"], { encoding: "utf8", env: PATH });
  const rows = JSON.parse(text) as { id: number; name?: string }[];
  return new Map(rows.map((r) => [r.id, r.name ?? ""]));
}
const PATH = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

function canList(): string | false {
  try {
    present("prog");
    return false;
  } catch (e) {
    console.error(`KILL TEST SKIPPED: bpftool does not run: ${(e as Error).message}`);
    return "bpftool does not run";
  }
}

/** Ids of the BPF objects that a process holds; the work of others on this machine has other ones. */
function held(pid: number): Ids {
  const ids = { prog: new Set<number>(), map: new Set<number>(), link: new Set<number>() };
  for (const fd of readdirSync(`/proc/${pid}/fdinfo`)) {
    let text: string;
    try {
      text = readFileSync(`/proc/${pid}/fdinfo/${fd}`, "latin1");
    } catch {
      continue;
    }
    // a link's entry also names its program
    for (const kind of KINDS) {
      const id = new RegExp(`^${kind}_id:\\s+(\\d+)$`, "m").exec(text)?.[1];
      if (id !== undefined) ids[kind].add(Number(id));
    }
  }
  return ids;
}

function cgroups(): string[] {
  return readdirSync("/sys/fs/cgroup", { recursive: true, encoding: "utf8" }).filter((d) => /saker/i.test(d));
}

async function startSensor(): Promise<{ pid: number; kill(): Promise<void> }> {
  const child = spawn(
    SAKER,
    RULES.flatMap((f) => ["-r", f]),
    { cwd: ROOT, stdio: ["ignore", "ignore", "pipe"] },
  );
  let text = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (d: string) => {
      text += d;
      if (text.includes('"ready"')) resolve();
    });
    child.once("exit", () => reject(new Error(`the sensor did not start: ${text}`)));
  });
  return {
    pid: child.pid as number,
    kill: async () => {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

describe("a killed sensor", { skip: skipLive() || canList(), timeout: 60_000 }, () => {
  it("leaves no program, map, link or cgroup behind", async () => {
    const before = cgroups();
    const sensor = await startSensor();
    let mine: Ids;
    try {
      mine = held(sensor.pid);
      for (const kind of KINDS) {
        assert.ok(mine[kind].size > 0, `the running sensor holds a ${kind}`);
        const all = present(kind);
        for (const id of mine[kind]) assert.ok(all.has(id), `bpftool lists ${kind} ${id}`);
      }
    } finally {
      await sensor.kill();
    }
    const left = (): string[] =>
      KINDS.flatMap((kind) =>
        [...present(kind)].filter(([id]) => mine[kind].has(id)).map(([id, name]) => `${kind} ${id} ${name}`),
      );
    for (const limit = Date.now() + FREED_MS; left().length > 0 && Date.now() < limit; ) await sleep(100);
    assert.deepEqual(left(), []);
    assert.deepEqual(cgroups(), before);
  });

  it("does not keep the next one from starting and seeing", async () => {
    const first = await startSensor();
    await first.kill();
    const rules = `/tmp/saker-kill-${process.pid}.yaml`;
    writeFileSync(rules, "- {rule: r, desc: d, condition: evt.type = openat, output: o %proc.pid, priority: DEBUG}\n");
    try {
      const text = execFileSync(SAKER, ["-r", rules, "-M", "0.5"], {
        cwd: ROOT,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        maxBuffer: 1 << 28,
      });
      assert.match(text, /^Events detected: \d+$/m);
    } finally {
      rmSync(rules);
    }
  });
});
