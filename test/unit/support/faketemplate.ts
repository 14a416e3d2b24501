import type { FieldRegistry } from "../../../src/fields/field.js";
import type { OutputTemplate } from "../../../src/rules/template.js";

/** A stand-in for the output formatter: knows `%field` and complains about unknown ones. */
export function fakeTemplate(text: string, registry: FieldRegistry): OutputTemplate {
  const fields = [];
  for (const m of text.matchAll(/%([a-z]+(?:\.[a-z_]+)+(?:\[[^\]]*\])?)/g)) {
    const f = registry.lookup(m[1] as string);
    if (f === undefined) throw Object.assign(new Error(`unknown filter: ${m[1]}`), { offset: m.index });
    fields.push(f);
  }
  return { fields, render: () => text };
}
