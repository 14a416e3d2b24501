import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { defaultConfig, loadConfig } from "../../../src/config/config.js";
import { validateText } from "../../../src/config/schema/validate.js";

const FILE = fileURLToPath(new URL("../../../../packaging/saker.yaml", import.meta.url));

describe("the configuration that is shipped", () => {
  it("says what holds without it, and nothing that is unknown", () => {
    const { config, unknown, noEffect } = loadConfig(FILE, "", []);
    assert.deepEqual(config, loadConfig(undefined, "", []).config);
    assert.deepEqual([unknown, noEffect], [[], []]);
    assert.deepEqual(Object.keys(config).sort(), Object.keys(defaultConfig()).sort());
  });

  it("meets the schema", () => {
    assert.deepEqual(validateText(readFileSync(FILE, "utf8"), "saker.yaml").findings, []);
  });
});
