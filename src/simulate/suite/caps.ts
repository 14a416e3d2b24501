import { CAPABILITIES } from "../../event/text/caps.js";
import { SimulateError } from "../registry.js";

/**
 * The set that a text such as `cap_net_admin,cap_chown=ep` stands for, as cap_from_text(3) reads it: what the process
 * is permitted.
 *
 * @throws SimulateError
 */
export function capabilitySet(text: string): bigint {
  let set = 0n;
  for (const clause of text.trim().split(/\s+/)) {
    const m = /^([a-z0-9_,]*)((?:[=+-][eip]*)+)$/i.exec(clause);
    if (m === null)
      throw new SimulateError(`'${clause}' is no clause of capabilities such as cap_net_admin,cap_chown=ep`);
    const mask = namesMask(m[1] ?? "");
    for (const [, operator, flags = ""] of (m[2] ?? "").matchAll(/([=+-])([eip]*)/g)) {
      if (operator === "=") set &= ~mask;
      if (!flags.includes("p")) continue;
      set = operator === "-" ? set & ~mask : set | mask;
    }
  }
  return set;
}

function namesMask(names: string): bigint {
  if (names === "" || names.toLowerCase() === "all") return (1n << BigInt(CAPABILITIES.length)) - 1n;
  return names.split(",").reduce((mask, name) => {
    const bit = CAPABILITIES.indexOf(name.toUpperCase());
    if (bit < 0) throw new SimulateError(`there is no capability '${name}'`);
    return mask | (1n << BigInt(bit));
  }, 0n);
}
