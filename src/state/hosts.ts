import { readFileSync } from "node:fs";

/** Names of addresses by their text, the first of each line of hosts(5). */
let names: ReadonlyMap<string, string> | undefined;

/** Reads hosts(5). */
export function parseHosts(text: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [address, name] = line.replace(/#.*/, "").trim().split(/\s+/);
    if (address !== undefined && name !== undefined && !out.has(address)) out.set(address, name);
  }
  return out;
}

/** Name of an address; undefined if this host has none for it. */
export function hostName(address: string): string | undefined {
  if (names === undefined) {
    try {
      names = parseHosts(readFileSync("/etc/hosts", "utf8"));
    } catch {
      names = new Map();
    }
  }
  return names.get(address);
}
