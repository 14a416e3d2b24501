import { eventCodes } from "../event/table.js";
import type { EventContext } from "../state/context.js";
import { definer, putText } from "./define.js";
import type { FieldDef } from "./field.js";

const d = definer("evt (Syscall events only)");
const INFRA = eventCodes("infra")[0] ?? -1;
const SOURCE = 0;
const DESCRIPTION = 2;

/** What each field is called in the description, whose parts are `Key: value`, set apart by semicolons. */
const KEYS: readonly (readonly [field: string, key: string])[] = [
  ["name", "Event"],
  ["container.id", "ID"],
  ["container.name", "Name"],
  ["container.image", "Image"],
];

function text(x: EventContext, param: number): string {
  const { ev } = x;
  if (param >= ev.nparams) return "";
  const off = ev.off[param] as number;
  return Buffer.from(ev.u8.buffer, ev.u8.byteOffset + off, ev.textLen(param)).toString();
}

/** Value of a key in the description of a container engine's event; undefined for other events. */
function described(x: EventContext, key: string): string | undefined {
  if (x.ev.type !== INFRA || text(x, SOURCE) !== "docker") return undefined;
  for (const part of text(x, DESCRIPTION).split(";")) {
    const colon = part.indexOf(":");
    if (colon >= 0 && part.slice(0, colon).trim() === key) return part.slice(colon + 1).trim();
  }
  return undefined;
}

/** Fields of the events that older captures have of container engines. */
export const INFRA_FIELDS: readonly FieldDef[] = KEYS.map(([field, key]) =>
  d.bytes(`evt.infra.docker.${field}`, `${key} of a container engine's event; in older captures only.`, (x, out) => {
    const value = described(x, key);
    return value !== undefined && putText(x, out, value);
  }),
);
