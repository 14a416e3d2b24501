import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { LIVE_CALLS } from "../../src/event/calls.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const clang = spawnSync("clang", ["--version"]).status === 0;

/** Headers of the build machine's architecture: uapi types have the same sizes on both. */
const includes = readdirSync("/usr/include")
  .filter((d) => d.endsWith("-linux-gnu"))
  .map((d) => `-I/usr/include/${d}`);

describe("eBPF objects", { skip: clang ? false : "no clang" }, () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "saker-bpf-"));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  for (const arch of ["x86", "arm64"])
    for (const name of ["saker", "look"])
      for (const casts of [1, 0])
        it(`compile: ${name} for ${arch}${casts === 0 ? ", older kernels" : ""}`, () => {
          const out = join(dir, `${name}-${arch}-${casts}.o`);
          const flags = ["-g", "-O2", "-mcpu=v3", "-target", "bpf", `-D__TARGET_ARCH_${arch}`, `-DHAS_CAST=${casts}`];
          const built = spawnSync(
            "clang",
            [...flags, "-Wall", "-Werror", ...includes, `-I${ROOT}bpf`, "-c", `${ROOT}bpf/${name}.bpf.c`, "-o", out],
            { encoding: "utf8" },
          );
          assert.equal(built.status, 0, built.stderr);
          assert.ok(statSync(out).size > 10_000);
        });
});

describe("tables of calls", () => {
  it("have an arm64 number for what arm64 has, and each once", () => {
    const numbers = LIVE_CALLS.map((c) => c.sys.arm64).filter((nr) => nr >= 0);
    assert.equal(new Set(numbers).size, numbers.length);
    assert.ok(numbers.length > 250, `${numbers.length}`);
    const of = (name: string): number | undefined => LIVE_CALLS.find((c) => c.name === name)?.sys.arm64;
    assert.deepEqual([of("openat"), of("execve"), of("connect"), of("clone3")], [56, 221, 203, 435]);
    // calls that arm64 was spared
    assert.deepEqual([of("open"), of("fork"), of("unlink"), of("poll")], [-1, -1, -1, -1]);
  });

  it("lead each 32-bit number to one call", () => {
    const numbers = LIVE_CALLS.flatMap((c) => c.ia32);
    assert.equal(new Set(numbers).size, numbers.length);
  });
});
