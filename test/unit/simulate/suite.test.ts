import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseCondition } from "../../../src/filter/parser.js";
import { cannotFire } from "../../../src/simulate/absent.js";
import { capabilitySet } from "../../../src/simulate/suite/caps.js";
import { readSuite } from "../../../src/simulate/suite/read.js";
import { compileScript } from "../../../src/simulate/suite/script.js";
import { addressOf, flagsOf, splitWords } from "../../../src/simulate/suite/values.js";

const read = (text: string) => readSuite(text, "x.yaml");
const first = (text: string) => {
  const [c] = read(text);
  assert.ok(c !== undefined);
  return c.test;
};

/** The instructions of a script. */
function script(text: string): string[] {
  const words = compileScript(first(text), { root: "/r" }).toString().split("\0").slice(0, -1);
  const out: string[] = [];
  for (let i = 0; i < words.length; ) {
    const n = Number(words[i]);
    out.push(words.slice(i + 1, i + 1 + n).join(" "));
    i += 1 + n;
  }
  return out;
}

const STEP = `tests:
  - name: a
    runner: HostRunner
    resources:
      - { type: fd, name: f, subtype: file, filePath: /tmp/x }
    steps:
      - { type: syscall, name: r, syscall: read, args: { fd: "\${f.fd}", len: 16 } }
      - { type: syscall, name: w, syscall: write, args: { fd: "\${ r.fd }", buffer: abc, len: "\${r.ret}" } }
`;

describe("declarative tests", () => {
  it("bindings become places of results, or what was written", () => {
    assert.deepEqual(script(STEP), [
      "part 0",
      "root /r",
      "net",
      "file 0 /tmp/x",
      "call 1 r read r:0 z:16 n:16",
      "call 2 w write r:0 s:abc r:1",
    ]);
  });

  it("a chain of processes is a part for each", () => {
    const text = `tests:
  - name: a
    runner: HostRunner
    context:
      container: { env: { A: b } }
      processes:
        - { name: nginx }
        - { name: sh, args: "-c 'a b'", exe: me, user: root, capabilities: "cap_chown=ep" }
    steps: [{ type: syscall, name: o, syscall: openat2, args: { pathname: /x, how: { flags: O_RDWR|O_CREAT } } }]
`;
    assert.deepEqual(script(text), [
      "part 0",
      "root /r",
      "net",
      "spawn /tmp/saker-simulate-0 /tmp/nginx /tmp/nginx 0 0  1 0 0 1 A=b",
      "part 1",
      "spawn /tmp/saker-simulate-1 /tmp/sh me 0 0 1 2 0 2 -c a b 1 A=b",
      "part 2",
      "call 0 o openat2 n:-100 s:/x h:66,0,0",
    ]);
  });

  it("cases: a vector is one, a matrix all combinations", () => {
    const cases = read(`tests:
  - name: t
    rule: R
    runner: HostRunner
    steps: [{ type: syscall, name: s, syscall: "%{ item.call }", args: { oldPath: "%{item.a}", newPath: /n } }]
    cases:
      - { strategy: vector, values: { call: link, a: /etc/x } }
      - { strategy: matrix, values: { call: [link, linkat], a: [/1, /2] } }
`);
    assert.deepEqual(
      cases.map((c) => [c.number, c.test.steps?.[0]?.syscall, c.test.steps?.[0]?.args.oldPath]),
      [[1, "link", "/etc/x"], [2, "link", "/1"], [3, "link", "/2"], [4, "linkat", "/1"], [5, "linkat", "/2"]],
    ); // biome-ignore format: a table
  });

  it("a template without quotes is taken as one", () => {
    const text = `tests:
  - name: t
    runIf: %{ item.when }
    runner: HostRunner
    cases: [{ strategy: vector, values: { when: { arch: { op: ne, val: arm64 } } } }]
`;
    assert.deepEqual(first(text).runIf, { arch: { op: "ne", val: "arm64" } });
  });

  it("errors say where, what and what would be right", () => {
    const refused = (body: string, message: RegExp): void => {
      assert.throws(() => read(`tests:\n  - name: t\n    runner: HostRunner\n${body}`), message);
    };
    refused("    stepz: []\n", /x\.yaml:4:\d+: the test has no key 'stepz'[\s\S]*steps/);
    refused("    steps: [{ type: syscall, name: s, syscall: opn, args: {} }]\n", /must be one of .*open/);
    refused("    steps: [{ type: syscall, name: s, syscall: open, args: { flags: 0 } }]\n", /needs 'pathname'/);
    refused("    rule: '%{item.x}'\n", /%\{item\.x\} has no value/);
    refused("    context: { processes: [{ capabilities: all=p }, {}] }\n", /only the last process/);
    refused("    context: { container: { env: { SUITE: x } } }\n", /reserved/);
    refused(
      "    cases: [{ strategy: vector, values: { a: 1 } }, { strategy: vector, values: { b: 1 } }]\n",
      /heterogeneous set of keys/,
    );
    refused("  - name: t\n    runner: HostRunner\n", /of this name for this rule already: x\.yaml:2/);
    refused("    resources: [{ type: fd, name: a, subtype: event }, { type: fd, name: a, subtype: event }]\n", /'a'/);
    const bound = STEP.replace("f.fd}", "g.fd}");
    assert.throws(() => script(bound), /no resource or preceding step with name "g" found/);
  });

  it("values are read as upstream reads them", () => {
    assert.equal(flagsOf("O_WRONLY | O_CREAT", "open"), 0o101);
    assert.equal(flagsOf(420, "mode"), 0o644);
    assert.equal(flagsOf("SIGKILL", "signal"), 9);
    assert.throws(() => flagsOf("O_NOTHING", "open"), /'O_NOTHING' is none of O_RDONLY/);
    assert.deepEqual(addressOf("[::1]:80"), ["6", "::1", "80"]);
    assert.deepEqual(addressOf("unix:///run/x"), ["unix", "/run/x", "0"]);
    assert.throws(() => addressOf("example.org:80"), /is no address/);
    assert.deepEqual(splitWords(`-c "a b" 'c d'e f`), ["-c", "a b", "c de", "f"]);
    assert.equal(capabilitySet("cap_chown,cap_net_admin=ep"), (1n << 0n) | (1n << 12n));
    assert.equal(capabilitySet("all=eip cap_chown-p") & 1n, 0n);
    assert.throws(() => capabilitySet("cap_nothing=p"), /no capability 'cap_nothing'/);
  });
});

it("a rule cannot fire if it asks for what has no value here, whatever else it asks", () => {
  const why = (condition: string) => cannotFire(parseCondition(condition));
  assert.match(why("evt.type = execve and container.privileged = true") ?? "", /container\.privileged/);
  assert.equal(why("evt.type = execve and not container.image.repository = a"), undefined);
  assert.equal(why("evt.type = execve and (proc.name = a or k8s.ns.name = b)"), undefined);
  assert.match(why("evt.type = connect and not (not fd.sip.name = a or proc.name = b)") ?? "", /fd\.sip\.name/);
});
