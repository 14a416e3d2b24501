// One engine, several choices of the same rules; and what the engine knows of a rule.
import { Engine } from "saker";

const engine = new Engine();
engine.loadFile(new URL("rules/example.yaml", import.meta.url).pathname);

engine.enable({ tag: "network" }, "net");
engine.enable({ name: "*" }, "everything");
engine.disable({ name: "Everything", match: "substring" }, "everything");
for (const ruleset of ["default", "net", "everything"]) {
  const names = engine.enabledRules(ruleset).map((r) => r.name);
  console.log(`${ruleset}: ${names.join(", ")}`);
}

const [{ info, details }] = engine.describe("Shell spawned by a server").rules;
console.log(
  `${info.name} (${info.priority}) looks at ${details.condition_fields.join(", ")} of ${details.events.join(", ")}`,
);
console.log(details.condition_compiled);
