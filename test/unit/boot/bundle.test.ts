import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { type Bundle, runBundle } from "../../../src/boot/bundle.js";
import { codeFile, readBundle, sealed } from "../../../src/boot/read.js";

const require = createRequire(import.meta.url);
const ROOT = new URL("../../../../", import.meta.url);

describe("bundles with code", () => {
  let dir: string;
  let file: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "saker-boot-"));
    file = join(dir, "sum.bundle.cjs");
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const told = (): unknown => (globalThis as { told?: unknown }).told;

  /** A bundle that tells a word, where it lies and that it can require; and the code made of it. */
  function write(word: string): void {
    const source = `(function (require, bundleUrl) { globalThis.told = ["${word}", bundleUrl, require("node:path").sep]; })`;
    writeFileSync(file, source);
    const { script } = runBundle(readBundle(file), require);
    writeFileSync(codeFile(file), sealed(Buffer.from(source), script.createCachedData()));
  }

  const codeOf = ({ bytes, sourceBytes }: Bundle): number => bytes.byteLength - sourceBytes;

  it("run, with it and without", () => {
    write("lark");
    const expected = ["lark", `file://${file}`, "/"];
    assert.deepEqual(told(), expected);
    const bundle = readBundle(file);
    assert.ok(codeOf(bundle) > 0);
    runBundle(bundle, require);
    assert.deepEqual(told(), expected);
    rmSync(codeFile(file));
    assert.equal(codeOf(readBundle(file)), 0);
    assert.equal(runBundle(readBundle(file), require).precompiled, false);
    assert.deepEqual(told(), expected);
  });

  it("do without code that is damaged, cut or of another source of the same length", () => {
    write("lark");
    const good = readFileSync(codeFile(file));
    for (const at of [0, 31, 32, good.length >> 1, good.length - 1]) {
      const bad = Buffer.from(good);
      bad[at] = (bad[at] as number) ^ 1;
      writeFileSync(codeFile(file), bad);
      assert.equal(codeOf(readBundle(file)), 0, `a bit of byte ${at}`);
    }
    for (const length of [0, 16, 32, good.length - 1]) {
      writeFileSync(codeFile(file), good.subarray(0, length));
      assert.equal(codeOf(readBundle(file)), 0, `cut to ${length}`);
    }
    writeFileSync(codeFile(file), good);
    writeFileSync(file, readFileSync(file, "utf8").replace("lark", "wren"));
    runBundle(readBundle(file), require);
    assert.equal((told() as string[])[0], "wren");
  });
});

describe("the worker's bundle", () => {
  it("is taken as it was precompiled, in a worker, under the flags of a start", () => {
    // the first line of bin/saker chooses this for the sensor
    const helper = fileURLToPath(new URL("taken.js", import.meta.url));
    const run = spawnSync(process.execPath, ["--max-semi-space-size=1", helper], { encoding: "utf8" });
    assert.equal(run.stdout, "precompiled\n", run.stderr);
  });

  it("says nothing of where it was built", () => {
    const code = readFileSync(codeFile(fileURLToPath(new URL("dist/src/sensor/worker.bundle.cjs", ROOT))), "latin1");
    assert.ok(!code.includes(fileURLToPath(ROOT)));
  });
});
