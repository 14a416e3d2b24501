// What takes a file's place must not pass for it, and depth must not hide a file.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { run } from "./support/deed.js";
import { skipLive } from "./support/gate.js";
import { makeScratch, type Scratch } from "./support/places.js";
import { type Alert, Sensor } from "./support/sensor.js";

const OPENS = 40;
const DEPTH = 120;

const rules = (dir: string): string => `
- rule: Replaced file
  desc: A rule on the last component of a path, which only files have.
  condition: evt.type in (open, openat) and evt.is_open_write = true and fd.filename = replaced-by
  output: "%fd.name %fd.typechar"
  priority: INFO
- rule: Deep file
  desc: A rule on the kernel's idea of what was opened.
  condition: evt.type in (open, openat) and evt.is_open_write = true and fd.typechar = f and fd.name startswith ${dir}/deep
  output: "%fd.name %fd.realpath"
  priority: INFO
`;

describe("files in hiding", { skip: skipLive(), timeout: 60_000 }, () => {
  let scratch: Scratch;
  let sensor: Sensor;

  before(async () => {
    scratch = makeScratch();
    writeFileSync(`${scratch.dir}/rules.yaml`, rules(scratch.dir));
    sensor = await Sensor.start({ rules: [`${scratch.dir}/rules.yaml`] });
  });
  after(async () => {
    await sensor.stop();
    scratch.remove();
  });

  for (const [what, make, unmake] of [
    ["a pipe", "mkfifo", "rm"],
    ["a symbolic link to a device", "ln -s /dev/null", "rm"],
  ] as const) {
    it(`sees a file that takes the place of ${what}, which was opened often before`, async () => {
      const file = `${scratch.dir}/replaced-by`;
      const open = `i=0; while [ $i -lt ${OPENS} ]; do exec 3<>${file}; exec 3>&-; i=$((i+1)); done`;
      const done = await run("sh", [
        "-c",
        `${make} ${file}; ${open}; sleep 0.3; ${open}; ${unmake} ${file}; : >${file}; sleep 0.3; ${open}; rm ${file}`,
      ]);
      assert.equal(done.code, 0, done.stderr);
      const mine = (a: Alert): boolean => a.output_fields["fd.name"] === file && a.output_fields["fd.typechar"] === "f";
      await sensor.expectAlert("Replaced file", mine);
      await new Promise((r) => setTimeout(r, 500));
      // one for the creation, and one for each open of the regular file
      const n = sensor.alerts.filter((a) => a.rule === "Replaced file" && mine(a)).length;
      assert.ok(n >= OPENS + 1, `${n} alerts for ${OPENS + 1} opens of the file`);
      sensor.alerts.length = 0;
    });
  }

  it(`knows a file below ${DEPTH} directories`, async () => {
    const dir = `${scratch.dir}/deep${"/d".repeat(DEPTH)}`;
    mkdirSync(dir, { recursive: true });
    writeFileSync(`${dir}/bottom`, "x");
    const done = await run("sh", ["-c", `: >>${dir}/bottom`]);
    assert.equal(done.code, 0, done.stderr);
    const alert = await sensor.expectAlert("Deep file", (a) => a.output_fields["fd.name"] === `${dir}/bottom`);
    assert.equal(alert.output_fields["fd.realpath"], `${dir}/bottom`);
  });
});
