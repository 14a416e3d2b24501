import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { builtinRegistry, Engine } from "../../../src/index.js";
import { blocksOf, generator, mutate } from "../../fuzz/mutate.js";
import { judgedBothWays } from "../../fuzz/passing-pair.js";
import { seedCaptures } from "../../fuzz/scap-seeds.js";

const RUNS = 500;
const RULES = `
- rule: opened
  desc: anything opened
  condition: evt.type in (open, openat) and fd.num >= 0
  output: opened %fd.name
  priority: INFO
- rule: connected
  desc: a connection over a descriptor that has been made before
  condition: evt.type in (connect, dup2, procexit) and proc.name exists
  output: connected %fd.name
  priority: INFO
`;

describe("events that nobody looks at", () => {
  const registry = builtinRegistry();
  let engine: Engine;
  before(() => {
    engine = new Engine({ ruleMatching: "all" });
    engine.loadText(RULES, "rules.yaml");
    engine.compile();
  });

  it("change the same whether they are passed by or not, in sound captures and in damaged ones", async () => {
    const seeds = seedCaptures();
    const blocks = seeds.map(blocksOf);
    let passed = 0;
    for (const bytes of seeds) passed += (await judgedBothWays(bytes, engine, registry)).passed;
    assert.ok(passed > seeds.length, `${passed} were passed by`);
    let refused = 0;
    for (let i = 0; i < RUNS; i++) {
      const next = generator(i + 1);
      const pick = next(seeds.length);
      const bytes = mutate(seeds[pick] as Uint8Array, blocks[pick] as number[], next);
      if ((await judgedBothWays(bytes, engine, registry)).refused) refused++;
    }
    assert.ok(refused > 0 && refused < RUNS, `${refused} of ${RUNS} refused`);
  });
});
