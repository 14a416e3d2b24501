import { readFileSync } from "node:fs";

let byPort: Map<string, string> | undefined;

function load(): Map<string, string> {
  const map = new Map<string, string>();
  try {
    for (const line of readFileSync("/etc/services", "utf8").split("\n")) {
      const [name, where] = line.replace(/#.*/, "").trim().split(/\s+/);
      if (name && where && !map.has(where)) map.set(where, name);
    }
  } catch {
    // No such file: ports keep their numbers.
  }
  return map;
}

/** Name of a service port, e.g. 22 over tcp gives ssh; undefined if it has none. */
export function serviceName(port: number, transport: "tcp" | "udp"): string | undefined {
  byPort ??= load();
  return byPort.get(`${port}/${transport}`);
}
