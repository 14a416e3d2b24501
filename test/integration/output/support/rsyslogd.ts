import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../../unit/output/channels/support.js";
import type { Certificates } from "./certificates.js";
import { start } from "./tools.js";

/** Complete lines of a file; none if there is no file. */
export function lines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
}

/** A daemon that listens on the socket `log` and on ports, and writes `local.out`, `tcp.out` and `udp.out`. */
export async function startRsyslogd(
  dir: string,
  name: string,
  ports: { readonly tcp: number; readonly udp: number },
): Promise<ChildProcess> {
  const conf = join(dir, `${name}.conf`);
  const action = (way: string): string =>
    `ruleset(name="${way}") { action(type="omfile" file="${join(dir, `${way}.out`)}" template="all") }`;
  writeFileSync(
    conf,
    `global(workDirectory="${dir}" maxMessageSize="64k")
module(load="imuxsock" SysSock.Use="off")
module(load="imtcp")
module(load="imudp")
template(name="all" type="string" string="%pri%|%hostname%|%app-name%|%procid%|%timereported:::date-rfc3339%|%msg%\\n")
input(type="imuxsock" Socket="${dir}/log" RateLimit.Interval="0" UseSysTimeStamp="off" ruleset="local")
input(type="imtcp" address="127.0.0.1" port="${ports.tcp}" ruleset="tcp")
input(type="imudp" address="127.0.0.1" port="${ports.udp}" ruleset="udp" RateLimit.Interval="0"
  rcvbufSize="4m")
${["local", "tcp", "udp"].map(action).join("\n")}
`,
  );
  const child = start("rsyslogd", ["-n", "-f", conf, "-i", join(dir, `${name}.pid`)], ["ignore", "ignore", "inherit"]);
  await until("rsyslogd listens", () => existsSync(join(dir, "log")) && existsSync(join(dir, `${name}.pid`)));
  return child;
}

/** A daemon that listens with TLS, asks clients for certificates, and writes `tls.out`. */
export function startTlsRsyslogd(dir: string, c: Certificates, port: number): ChildProcess {
  const conf = join(dir, "tls.conf");
  writeFileSync(
    conf,
    `global(workDirectory="${dir}" DefaultNetstreamDriver="ossl" DefaultNetstreamDriverCAFile="${c.ca}"
  DefaultNetstreamDriverCertFile="${c.server.cert}" DefaultNetstreamDriverKeyFile="${c.server.key}")
module(load="imtcp" StreamDriver.Name="ossl" StreamDriver.Mode="1" StreamDriver.AuthMode="x509/certvalid")
template(name="all" type="string" string="%msg%\\n")
input(type="imtcp" address="127.0.0.1" port="${port}" ruleset="tls")
ruleset(name="tls") { action(type="omfile" file="${join(dir, "tls.out")}" template="all") }
`,
  );
  return start("rsyslogd", ["-n", "-f", conf, "-i", join(dir, "tls.pid")], ["ignore", "ignore", "ignore"]);
}
