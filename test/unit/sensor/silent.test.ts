import assert from "node:assert/strict";
import { it } from "node:test";
import { Engine } from "../../../src/engine/engine.js";
import { silentRules } from "../../../src/sensor/silent.js";

const rule = (name: string, condition: string): string =>
  `- {rule: ${name}, desc: d, condition: '${condition}', output: o, priority: INFO}\n`;

it("names rules that no event of a running system can match, and no others", () => {
  const engine = new Engine();
  engine.loadText(
    rule("none at all", "evt.type = open and evt.type = unlink") +
      rule("of captures", "evt.type in (infra, k8s) and fd.num = 1") +
      rule("on purpose", "evt.type = open and evt.num = 0") +
      rule("ends", "evt.type = procexit") +
      rule("any", "fd.num = 1") +
      rule("one of two", "evt.type in (infra, open)"),
    "r.yaml",
  );
  assert.deepEqual(silentRules(engine), [
    "Rule 'none at all' can never fire: its checks of evt.type hold for no event all at once.",
    "Rule 'of captures' can never fire: captures have events of type k8s, infra, a running system makes none.",
  ]);
});
