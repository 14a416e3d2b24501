// `node load.js FILE`: load and compile one rules file in this process, which has done nothing else; prints JSON.
import { performance } from "node:perf_hooks";
import { engineWith, readRulesFiles } from "../support/engine.js";

const rules = readRulesFiles([process.argv[2] as string]);
const start = performance.now();
const engine = engineWith(rules);
console.log(JSON.stringify({ rules: engine.rules.length, ms: performance.now() - start }));
