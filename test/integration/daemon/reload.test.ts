// The daemon's rules and configuration change again and again under load: each change takes effect, no event is lost or
// judged twice, nothing leaks. SAKER_RELOADS and SAKER_BAD_RELOADS set how often (npm run soak:reload).
import assert from "node:assert/strict";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { skipLive } from "../../live/support/gate.js";
import { RULES } from "../../live/support/places.js";
import { needs } from "../output/support/tools.js";
import { bpfObjects, descriptors, residentMb } from "./support/process.js";
import { callOf, missing, Scene } from "./support/scene.js";

const RELOADS = Number(process.env.SAKER_RELOADS ?? 6);
const BAD_RELOADS = Number(process.env.SAKER_BAD_RELOADS ?? 2);
const RATE = 300;
/** The first ones warm things up. */
const WARM = 2;
/** Memory may differ by so much from one quarter to a later one: collectors run when they like. */
const MAX_GROWTH_MB = 40;

/** The file that alerts go to, as far as it was read. */
class AlertFile {
  private readonly fd: number;
  private rest = "";

  constructor(path: string) {
    this.fd = openSync(path, "r");
  }

  /** Complete lines that were not read yet. */
  lines(): string[] {
    const chunk = Buffer.alloc(1 << 20);
    for (let n = 1; n > 0; ) {
      n = readSync(this.fd, chunk);
      this.rest += chunk.toString("utf8", 0, n);
    }
    const lines = this.rest.split("\n");
    this.rest = lines.pop() ?? "";
    return lines;
  }

  close(): void {
    closeSync(this.fd);
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

describe("reloads of the daemon", {
  ...needs(["bpftool"]),
  timeout: 300_000 + 30_000 * (RELOADS + BAD_RELOADS),
}, () => {
  it("take effect one and all, lose nothing and leave nothing behind", { skip: skipLive() }, async () => {
    const scene = new Scene();
    const base = RULES.map((f) => readFileSync(f, "utf8")).join("\n");
    const path = join(scene.dir, "alerts");
    // every change opens the file output anew, too, and changes how alerts look
    const settings = (n: number): string => `
file_output: {enabled: true, keep_alive: ${n % 2 === 0}, filename: ${path}}
json_include_tags_property: ${n % 2 === 0}
`;
    scene.rules(`${base}\n${scene.rule("load 0")}`);
    const d = await scene.daemon(settings(0));
    const file = new AlertFile(path);
    const load = scene.load(RATE);

    /** Generation of the rule that judged each call, and of the settings: even or odd. */
    const judged = new Map<number, number>();
    const twice: string[] = [];
    let latest = { rules: -1, tags: true };
    const take = (): void => {
      for (const line of file.lines()) {
        const call = callOf(line);
        const rule = /"rule":"load (\d+)"/.exec(line)?.[1];
        if (call === undefined || rule === undefined) continue;
        if (judged.has(call)) twice.push(`${call} by ${judged.get(call)} and ${rule}`);
        judged.set(call, Number(rule));
        if (Number(rule) >= latest.rules) latest = { rules: Number(rule), tags: line.includes('"tags"') };
      }
    };
    const inEffect = (n: number): boolean => {
      take();
      return latest.rules === n && latest.tags === (n % 2 === 0);
    };
    await d.until("no alert", () => inEffect(0));

    const memory: number[] = [];
    let longest = 0;
    let objects = bpfObjects(d.pid);
    assert.ok(objects.programs.length > 5 && objects.maps.length > 5);
    const begun = descriptors(d.pid);
    for (let n = 1; n <= RELOADS; n++) {
      const t0 = performance.now();
      scene.rules(`${base}\n${scene.rule(`load ${n}`)}`);
      scene.configure(settings(n));
      await d.until(`change ${n} has no effect`, () => inEffect(n), 180_000);
      longest = Math.max(longest, performance.now() - t0);
      memory.push(residentMb(d.pid));
      assert.deepEqual(bpfObjects(d.pid), objects, `BPF objects after ${n} changes`);
      if (n % 2 === 0) assert.deepEqual(descriptors(d.pid), begun, `descriptors after ${n} changes`);
    }
    const rules = (await d.metrics()).sum("saker_reload_time_seconds");

    objects = bpfObjects(d.pid);
    for (let n = 0; n < BAD_RELOADS; n++) {
      scene.rules(`${base}\n${scene.rule("bad").replace("evt.type", "evt.typ")}\n# ${n}`);
      await d.until(`bad rules ${n} are not refused`, () => d.times("reload refused") > n, 180_000);
      assert.match(d.said("reload refused").at(-1) ?? "", /evt\.typ/);
    }
    const calls = judged.size;
    await d.until("the rules before the bad ones do not judge any more", () => {
      take();
      return judged.size > calls + RATE;
    });
    assert.equal((await d.metrics()).sum("saker_reload_time_seconds"), rules);
    assert.equal(latest.rules, RELOADS);
    assert.deepEqual(bpfObjects(d.pid), objects, "BPF objects after bad rules");
    if (RELOADS % 2 === 0) assert.deepEqual(descriptors(d.pid), begun, "descriptors after bad rules");

    const made = await load.stop();
    await d.until("the last calls were not judged", () => {
      take();
      return judged.size === made;
    });
    assert.deepEqual(twice, []);
    assert.deepEqual(missing(judged.keys(), made), []);
    const generations = Array.from({ length: made }, (_, i) => judged.get(i) as number);
    const back = generations.findIndex((g, i) => i > 0 && g < (generations[i - 1] as number));
    assert.equal(back, -1, `call ${back} was judged by rules that others had replaced`);
    for (let n = 0; n <= RELOADS; n++) assert.ok(generations.includes(n), `nothing was judged by generation ${n}`);

    const part = (from: number, to: number): number[] => {
      const warm = memory.slice(WARM);
      return warm.slice(warm.length * from, warm.length * to);
    };
    const growth = median(part(0.75, 1)) - median(part(0.25, 0.5));
    console.log(
      `${RELOADS} changes, the longest took ${longest.toFixed(0)} ms; ${made} events; memory of ${memory[0]?.toFixed(0)}, ` +
        `${median(part(0.25, 0.5)).toFixed(0)} and ${median(part(0.75, 1)).toFixed(0)} MB after the first, in the second and in ` +
        `the last quarter; ${objects.programs.length} programs, ${objects.maps.length} maps throughout`,
    );
    assert.ok(
      growth < MAX_GROWTH_MB,
      `memory grew by ${growth.toFixed(0)} MB\n${memory.map((m) => m.toFixed(0)).join(" ")}`,
    );
    file.close();
    await d.stop();
  });
});
