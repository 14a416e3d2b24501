import { readFileSync } from "node:fs";

const WELL_KNOWN: readonly (readonly [string, number])[] = [
  ["ftp", 21],
  ["ssh", 22],
  ["telnet", 23],
  ["smtp", 25],
  ["domain", 53],
  ["tftp", 69],
  ["http", 80],
  ["pop3", 110],
  ["sunrpc", 111],
  ["ntp", 123],
  ["imap2", 143],
  ["snmp", 161],
  ["ldap", 389],
  ["https", 443],
  ["microsoft-ds", 445],
  ["syslog", 514],
  ["ldaps", 636],
  ["imaps", 993],
  ["pop3s", 995],
  ["mysql", 3306],
  ["postgresql", 5432],
];

let names: Map<string, number> | undefined;

/** Port of a service name (`ssh`), from the host's table of services; undefined if unknown. */
export function servicePort(name: string): number | undefined {
  names ??= load();
  return names.get(name);
}

function load(): Map<string, number> {
  const map = new Map(WELL_KNOWN);
  let text = "";
  try {
    text = readFileSync("/etc/services", "utf8");
  } catch {
    // no table on this host: the well-known ones must do
  }
  for (const line of text.split("\n")) {
    const m = /^([^\s#]+)\s+(\d+)\/\w+([^#]*)/.exec(line);
    if (m === null) continue;
    const port = Number(m[2]);
    for (const n of [m[1] as string, ...(m[3] as string).trim().split(/\s+/)]) {
      if (n !== "" && !map.has(n)) map.set(n, port);
    }
  }
  return map;
}
