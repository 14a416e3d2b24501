import type { RulesDescription } from "../../engine/description.js";

const NAME_WIDTH = 50;
const LINE = 110;

/** The text of `-L` and `-l`: names and descriptions in two columns. */
export function describeText(d: Pick<RulesDescription, "rules">): string {
  const columns = (l: string, r: string): string => `${l.padEnd(NAME_WIDTH)} ${r}\n`;
  let out = columns("Rule", "Description") + columns("----", "-----------");
  for (const r of d.rules) out += columns(r.info.name, `${wrap(r.info.description)}\n`);
  return out;
}

/** Wrap the right column. */
function wrap(text: string): string {
  const indent = NAME_WIDTH + 1;
  let out = "";
  let length = 0;
  for (const word of text.split(/\s+/).filter((w) => w !== "")) {
    if (length + word.length + 1 > LINE - indent) {
      out += `\n${" ".repeat(indent)}`;
      length = 0;
    }
    length += word.length + 1;
    out += `${word} `;
  }
  return out;
}
