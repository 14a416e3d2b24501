// A real Prometheus scrapes the running daemon.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fetchText } from "../../live/support/daemon.js";
import { skipLive } from "../../live/support/gate.js";
import { find, freePort, needs, start, stop } from "../output/support/tools.js";
import { Scene } from "./support/scene.js";

const CALLS = 200;

interface Answer {
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}

describe("the daemon's metrics", { ...needs(["prometheus", "promtool", "openssl"]), timeout: 180_000 }, () => {
  const skip = skipLive();
  const scene = new Scene();

  it("pass promtool, and a Prometheus of Debian scrapes them", { skip }, async () => {
    // rules and outputs of all kinds, so that every metric has a sample
    const d = await scene.daemon(`
file_output: {enabled: true, filename: ${join(scene.dir, "alerts")}}
http_output: {enabled: true, url: "http://127.0.0.1:1/", spool: {path: ${join(scene.dir, "spool")}}}
metrics:
  enabled: true
  interval: 1h
  output_rule: false
  rules_counters_enabled: true
  resource_utilization_enabled: true
  state_counters_enabled: true
  kernel_event_counters_enabled: true
  libbpf_stats_enabled: true
`);
    await scene.load(1000, CALLS).done();
    const matches = (text: string): boolean => text.includes('_rules_matches_total{priority="4",rule_name="load"');
    await d.until("no matches", async () => matches((await d.metrics()).text));

    const page = (await d.metrics()).text;
    const check = spawnSync(find("promtool") as string, ["check", "metrics"], { input: page, encoding: "utf8" });
    assert.equal(check.stderr + check.stdout, "");
    assert.equal(check.status, 0);

    const port = await freePort();
    const config = join(scene.dir, "prometheus.yml");
    writeFileSync(
      config,
      `global: {scrape_interval: 1s}
scrape_configs:
  - job_name: saker
    static_configs: [{targets: ["127.0.0.1:${d.port}"]}]
`,
    );
    const server = start(
      "prometheus",
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(scene.dir, "tsdb")}`,
        `--web.listen-address=127.0.0.1:${port}`,
        "--log.level=error",
      ],
      ["ignore", "ignore", "inherit"],
    );
    const ask = async (query: string): Promise<number | undefined> => {
      const { status, body } = await fetchText(port, `/api/v1/query?query=${encodeURIComponent(query)}`).catch(() => ({
        status: 0,
        body: "",
      }));
      if (status !== 200) return undefined;
      const value = (JSON.parse(body) as Answer).data.result[0]?.value[1];
      return value === undefined ? undefined : Number(value);
    };
    await d.until("Prometheus does not get the metrics", async () => (await ask('up{job="saker"}')) === 1, 60_000);
    assert.equal(await ask('falcosecurity_falco_rules_matches_total{rule_name="load",source="syscall"}'), CALLS);
    // the file also has what the sensor says of the receiver that is not there
    assert.ok(((await ask('saker_output_sent_total{output="file"}')) ?? 0) >= CALLS);
    assert.equal(await ask("saker_healthy"), 1);
    // it has taken as many as it was shown
    const samples = page.split("\n").filter((l) => l !== "" && !l.startsWith("#")).length;
    const scraped = (await ask('scrape_samples_scraped{job="saker"}')) ?? 0;
    assert.ok(Math.abs(scraped - samples) < samples / 4, `${scraped} of ${samples} samples`);
    // and goes on
    await scene.load(1000, CALLS).done();
    const again = async (): Promise<boolean> =>
      (await ask('falcosecurity_falco_rules_matches_total{rule_name="load"}')) === 2 * CALLS;
    await d.until("it does not scrape again", again, 60_000);
    await stop(server, "SIGTERM");
    await d.stop();
  });
});
