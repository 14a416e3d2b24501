import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { eventCodes } from "../../../src/event/table.js";
import { checkCondition } from "../../../src/filter/check.js";
import { compileRules } from "../../../src/filter/compile.js";
import { EventSet } from "../../../src/filter/eventtypes.js";
import { Interpreter } from "../../../src/filter/interpret.js";
import { parseCondition } from "../../../src/filter/parser.js";
import { NodeTable } from "../../../src/filter/typed.js";
import { fakeEvent, REGISTRY } from "../support/fakeregistry.js";
import { JS_REGEX } from "../support/regexengine.js";

const OPEN = eventCodes("open").at(-1) as number;

/** Judge both ways; they must agree. */
function holds(text: string, values: Record<string, unknown>, code = OPEN): boolean {
  const table = new NodeTable();
  const { root } = checkCondition(parseCondition(text), { registry: REGISTRY, regex: JS_REGEX, table });
  const rules = [{ index: 0, root, events: EventSet.all() }];
  const { judges } = compileRules(rules, { table, matching: "all", regex: JS_REGEX });
  const x = fakeEvent(values, code);
  const slow = new Interpreter(JS_REGEX).judge(root, x);
  assert.equal((judges[code]?.(x, new Int32Array(2), 0) ?? 0) > 0, slow, text);
  return slow;
}

const v4 = (...b: number[]) => Uint8Array.from(b);
const E = {
  "proc.name": "bash",
  "proc.aname": ["bash", "sshd", "systemd"],
  "proc.apid": [10, 5, 1],
  "proc.pid": 10,
  "proc.args": ["-n", "5", "x"],
  "fd.types": ["file", "ipv4"],
  "fd.name": "/etc/ssh/Sshd_config",
  "fd.ip": [v4(10, 0, 0, 1), v4(8, 8, 8, 8)],
  "fd.net": [v4(10, 0, 0, 1), v4(8, 8, 8, 8)],
  "fd.port": [40000, 443],
  "evt.big": (1n << 64n) - 1n,
  "evt.buffer": "GET / HTTP",
  "evt.rawres": -2,
  "evt.is_io": 1,
  "user.name": "",
};

const TRUE = [
  "evt.type = open",
  "evt.type in (open, close)",
  "evt.type startswith op",
  "not evt.type = close",
  "proc.name exists",
  "user.name exists and user.name = ''",
  "not proc.pname exists",
  "not proc.pname = x",
  "not proc.pname != x",
  "not proc.pname in (x)",
  "not fd.num = 1 and not fd.num != 1 and not fd.num >= 0 and not fd.num in (1) and not fd.num != anyof (1)",
  "proc.name != sh",
  "proc.name > 5 and proc.name <= 'b' or proc.name > 5".replace("<= 'b'", "<= 9"),
  "fd.name contains /ssh/ and fd.name icontains SSHD_CONFIG",
  "fd.name startswith /etc and fd.name endswith config",
  "fd.name glob '/etc/*' and fd.name iglob '*/sshd_*'",
  "fd.name pmatch (/usr, /etc/ssh)",
  "fd.name regex '/etc/.*_config'",
  "not fd.name regex etc",
  "proc.name in (sh, bash)",
  "proc.name = oneof (sh, bash)",
  "proc.name startswith oneof (b, x)",
  "not proc.name startswith oneof (b, ba)",
  "proc.name startswith allof (b, ba)",
  "not proc.name startswith allof ()",
  "proc.name != allof (sh, zsh)",
  "proc.aname = sshd",
  "proc.aname != sshd",
  "not proc.aname in (sh)",
  "proc.apid = 5",
  "proc.apid < 2",
  "proc.args in (-n, 5, x, y)",
  "not proc.args in (-n, 5)",
  "proc.args intersects (5, q)",
  "fd.ip = 8.8.8.8",
  "fd.ip != 1.1.1.1",
  "not fd.ip != 8.8.8.8",
  "fd.ip != ::1",
  "fd.net = 8.0.0.0/8",
  "not fd.net != 8.0.0.0/8",
  "fd.net in (1.0.0.0/8, 10.0.0.0/8)",
  "fd.port = 443 and fd.port = 40000",
  "fd.port != 22",
  "not fd.port != 443",
  "fd.port > 1000",
  "fd.port in (https)",
  "evt.big = -1",
  "evt.big > 5",
  "evt.rawres = -2",
  "evt.rawres < 0",
  "evt.is_io = true",
  "evt.buffer bcontains 48545450",
  "evt.buffer bstartswith 474554",
  "tolower(fd.name) endswith sshd_config",
  "basename(fd.name) = Sshd_config",
  "len(proc.args) = 3",
  "len(proc.name) = 4",
  "toupper(proc.name) = BASH",
  "proc.name = tolower(proc.name)",
  "not proc.name = val(proc.pname)",
  "concat(proc.name, '@', user.name) = bash@",
  "join(',', (proc.name, 'x')) = 'bash,x'",
  "join(' ', proc.args) = '-n 5 x'",
  "getopt(proc.args, 'n:')[n] in (5)",
  "getopt(proc.args, 'n:') intersects (n)",
];

describe("conditions", () => {
  for (const text of TRUE) it(text, () => assert.equal(holds(text, E), true));

  it("read the event type where it is not fixed", () => {
    const generic = eventCodes("syscall").at(-1) as number;
    assert.equal(holds("evt.type = alarm", { "evt.type": "alarm" }, generic), true);
    assert.equal(holds("evt.type = alarm", { "evt.type": "sync" }, generic), false);
    assert.equal(holds("evt.type = open", {}, eventCodes("openat").at(-1)), false);
  });

  it("can be deep", () => {
    let text = "proc.name = bash";
    for (let i = 0; i < 95; i++)
      text = `(proc.pid = ${i} and (${text} or proc.pid = ${i + 1}) or ${i % 2 === 0 ? "not " : ""}fd.name exists)`;
    holds(text, E);
  });
});
