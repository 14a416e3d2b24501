// The daemon as an operator and a service manager meet it: signals, reloads, web server, metrics, pid file.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type ReceivedAlert, SakerClient } from "../../src/client/index.js";
import { fetchText, RunningDaemon } from "./support/daemon.js";
import { deed } from "./support/deed.js";
import { skipLive } from "./support/gate.js";
import { makeScratch, type Scratch } from "./support/places.js";

const WAIT_MS = 15_000;

describe("daemon", { skip: skipLive(), timeout: 120_000 }, () => {
  let scratch: Scratch;
  let config: string;
  let rulesDir: string;
  let alerts: string;
  let d: RunningDaemon;
  let port = 0;

  const rules = (name: string): string => `
- rule: ${name}
  desc: A file of the test.
  condition: evt.type in (open, openat) and fd.name startswith ${scratch.dir}/ and fd.name endswith /marker
  output: ${name} opened %fd.name
  priority: WARNING
`;
  /** Rules as Kubernetes mounts them: behind a link that is swapped. */
  const deploy = (version: string, text: string): void => {
    mkdirSync(join(rulesDir, version));
    writeFileSync(join(rulesDir, version, "rules.yaml"), text);
    symlinkSync(version, join(rulesDir, "..data_tmp"));
    renameSync(join(rulesDir, "..data_tmp"), join(rulesDir, "..data"));
  };
  const settings = (more: string): string => `
rules_files: [${join(rulesDir, "rules.yaml")}]
json_output: true
stdout_output: {enabled: false}
file_output: {enabled: true, keep_alive: true, filename: ${alerts}}
webserver: {enabled: true, listen_port: 0, listen_address: 127.0.0.1, prometheus_metrics_enabled: true}
${more}
`;
  const alertOf = async (rule: string): Promise<string> => {
    const path = scratch.path("marker");
    assert.equal((await deed("write", path)).code, 0);
    const line = (): string | undefined =>
      readFileSync(alerts, "utf8")
        .split("\n")
        .find((l) => l.includes(path) && l.includes(`"rule":"${rule}"`));
    await d.until(`no alert of "${rule}"`, () => line() !== undefined);
    return line() as string;
  };

  before(async () => {
    scratch = makeScratch();
    config = join(scratch.dir, "saker.yaml");
    alerts = join(scratch.dir, "alerts");
    rulesDir = join(scratch.dir, "rules");
    mkdirSync(rulesDir);
    deploy("v1", rules("first"));
    symlinkSync("..data/rules.yaml", join(rulesDir, "rules.yaml"));
    writeFileSync(config, settings("engine: {kmod: {buf_size_preset: 4}}\nmetrics: {enabled: true, interval: 300ms}"));
    d = await RunningDaemon.start(config, { args: ["-P", join(scratch.dir, "pid")] });
    ({ port } = d);
  });
  after(async () => {
    await d.kill();
    scratch.remove();
  });

  it("writes alerts where the configuration says, and its pid", async () => {
    await alertOf("first");
    assert.equal(Number(readFileSync(join(scratch.dir, "pid"), "utf8")), d.pid);
    assert.match(d.err, /accepted and change nothing here/);
    await d.until("no word on the schema", () => /saker\.yaml \| schema validation: ok/.test(d.err));
  });

  it("serves health, versions and metrics", async () => {
    assert.deepEqual(await fetchText(port, "/healthz"), {
      status: 200,
      type: "application/json",
      body: '{"status": "ok"}',
    });
    const versions = JSON.parse((await fetchText(port, "/versions")).body) as Record<string, string>;
    assert.ok(versions.falco_version && versions.saker_version);
    const metrics = await fetchText(port, "/metrics");
    assert.equal(metrics.type, "text/plain; version=0.0.4");
    assert.match(metrics.body, /^falcosecurity_falco_rules_matches_total\{priority="4",rule_name="first",.*\} \d+$/m);
    assert.match(metrics.body, /^saker_worker_polls_total\{worker="0"\} \d+$/m);
    assert.match(metrics.body, /^saker_output_sent_total\{output="file"\} [1-9]/m);
    assert.match(metrics.body, /^saker_healthy 1$/m);
    assert.equal((await fetchText(port, "/other")).status, 404);
  });

  it("takes snapshots of its metrics", async () => {
    await d.until("no snapshot", () => readFileSync(alerts, "utf8").includes("Falco internal: metrics snapshot"));
    const line = readFileSync(alerts, "utf8")
      .split("\n")
      .find((l) => l.includes("metrics snapshot")) as string;
    const alert = JSON.parse(line) as { source: string; output_fields: Record<string, unknown> };
    assert.equal(alert.source, "internal");
    assert.ok((alert.output_fields["falco.memory_rss_mb"] as number) > 10);
  });

  it("judges by changed rules when the link to them is swapped", async () => {
    deploy("v2", rules("second"));
    await d.until("no reload", () => d.times('"reloaded"') === 1);
    await alertOf("second");
  });

  it("keeps its rules when new ones are bad, and says why in full", async () => {
    deploy("v3", rules("third").replace("evt.type", "evt.typ"));
    await d.until("no refusal", () => d.err.includes("reload refused"));
    assert.match(d.err, /rules\.yaml:4:\d+.*evt\.typ/s);
    await d.until("no alert", () => readFileSync(alerts, "utf8").includes("hot restart failure"));
    await alertOf("second");
    deploy("v4", rules("fourth"));
    await d.until("no reload", () => d.times('"reloaded"') === 2);
    await alertOf("fourth");
  });

  it("takes a changed configuration on SIGHUP, and names what needs a restart", async () => {
    // in the folder of the configuration other files change all the time: only the content counts
    writeFileSync(config, settings("watch_config_files: false\nsaker: {workers: 7}\nmetrics: {enabled: false}"));
    await d.until("no reload", () => d.times('"reloaded"') === 3);
    assert.match(d.err, /"keys":\["saker.workers"\],"msg":"these keys have changed and need a restart/);
    writeFileSync(config, settings("json_include_tags_property: false\nmetrics: {enabled: false}"));
    await sleep(500);
    assert.equal(d.times('"reloaded"'), 3, "nobody watches any more");
    d.child.kill("SIGHUP");
    await d.until("no reload", () => d.times('"reloaded"') === 4);
    assert.doesNotMatch(await alertOf("fourth"), /"tags"/);
  });

  it("keeps its configuration when the new one is bad", async () => {
    writeFileSync(config, "json_output: [\n");
    await d.until("no refusal", () => d.times("reload refused") === 2);
    await alertOf("fourth");
    writeFileSync(config, settings("http_output: {enabled: true}"));
    await d.until("no refusal", () => d.times("reload refused") === 3);
    writeFileSync(config, settings(""));
    await d.until("no reload", () => d.times('"reloaded"') === 5);
  });

  it("opens outputs that a reload asks for, with all that they need", async () => {
    const address = `unix://${scratch.dir}/grpc.sock`;
    writeFileSync(config, settings(`grpc: {enabled: true, bind_address: "${address}"}`));
    await d.until("no reload", () => d.times('"reloaded"') === 6);
    const client = new SakerClient({ address });
    assert.match((await client.version()).engineVersion, /^0\.\d+\.\d+$/);
    const path = scratch.path("marker");
    assert.equal((await deed("write", path)).code, 0);
    let got: ReceivedAlert | undefined;
    for (const limit = Date.now() + WAIT_MS; got === undefined && Date.now() < limit; await sleep(50)) {
      for await (const a of client.get()) if (a.output.includes(path)) got = a;
    }
    client.close();
    assert.equal(got?.rule, "fourth");
    assert.equal(got?.priority, "Warning");
    assert.equal(got?.fields["fd.name"], path);
  });

  it("begins a new file on SIGUSR1", async () => {
    renameSync(alerts, `${alerts}.old`);
    await alertOfOld();
    d.child.kill("SIGUSR1");
    await d.until("no new file", () => existsSync(alerts));
    await alertOf("fourth");
  });

  const alertOfOld = async (): Promise<void> => {
    const path = scratch.path("marker");
    assert.equal((await deed("write", path)).code, 0);
    await d.until("no alert in the moved file", () => readFileSync(`${alerts}.old`, "utf8").includes(path));
  };

  it("ends with status 0 on SIGTERM, and leaves no pid file", async () => {
    await d.stop();
    assert.match(d.out, /^Events detected: [1-9]/m);
    assert.equal(existsSync(join(scratch.dir, "pid")), false);
  });
});
