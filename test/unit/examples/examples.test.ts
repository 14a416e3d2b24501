import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../../../", import.meta.url);
const EXAMPLES = fileURLToPath(new URL("examples/", ROOT));
const INDEX = new URL("../../../src/index.js", import.meta.url).href;

// The package of this build, wherever it lies.
const HOOK = `export const resolve = (s, c, next) => s === "saker" ? { url: ${JSON.stringify(INDEX)}, shortCircuit: true } : next(s, c);`;
const REGISTER = `import { register } from "node:module"; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(HOOK)}`)});`;
const IMPORT = `data:text/javascript,${encodeURIComponent(REGISTER)}`;

function run(name: string): string {
  const r = spawnSync(process.execPath, ["--import", IMPORT, `${EXAMPLES}${name}`], {
    encoding: "utf8",
    timeout: 60_000,
  });
  assert.equal(r.status, 0, `${name}: ${r.stderr}${r.stdout}`);
  assert.equal(r.stderr, "");
  return r.stdout;
}

const EXPECTED: Readonly<Record<string, RegExp>> = {
  "engine.mjs":
    /^\d\d:\d\d:\d\d\.\d{9}: Warning cat \(child of bash\) read \/etc\/shadow \| user=root\n2 events, 1 alerts\n$/,
  "rulesets.mjs":
    /^default: Shell spawned by a server, Connection to an odd port\nnet: Connection to an odd port\neverything: Shell spawned by a server, Connection to an odd port\nShell spawned by a server \(Warning\) looks at evt\.rawres, evt\.type, proc\.name, proc\.pname of asyncevent, execve, execveat\n\(\(evt\.type in/,
  "outputs.mjs":
    /^batch of 1, the first is Even\nbatch of 100, the first is Odd\nMap\(2\) \{ 'Even' => 100, 'Odd' => 100 \}\ncallback: 200 sent, 0 dropped\nslow: 101 sent, 99 dropped\n$/,
  "simulate.mjs":
    /^syscall\.ReadSensitiveFileUntrusted trips "Read sensitive file untrusted": it .+\nsyscall\.WriteBelowEtc trips "Write below etc": it .+\n/,
  "rule-tests.mjs": /ok {4}a shell below nginx\n(.*\n)+3 passed, 0 failed\n$/,
};

describe("examples", () => {
  it("are all tried here", () => {
    const files = readdirSync(EXAMPLES).filter((f) => f.endsWith(".mjs"));
    assert.deepEqual(files.sort(), Object.keys(EXPECTED).sort());
  });

  for (const [name, expected] of Object.entries(EXPECTED)) {
    it(`${name} runs as it is`, () => assert.match(run(name), expected));
  }
});
