// Judge events by rules and print the alerts: Inspector (state of a host) + Engine (rules) + Outputs.
import { Engine, encodeEvent, Inspector, Outputs, RulesError } from "saker";

const RULES = `
- list: readers
  items: [cat, less, head]
- macro: open_read
  condition: (evt.type in (open, openat, openat2) and evt.is_open_read = true and fd.num >= 0)
- rule: Password hashes read
  desc: Somebody looks at the password hashes
  condition: open_read and fd.name = /etc/shadow and proc.name in (readers)
  output: "%proc.name (child of %proc.pname) read %fd.name | user=%user.name"
  priority: WARNING
  tags: [files]
`;

const engine = new Engine({ ruleMatching: "all" });
try {
  engine.loadText(RULES, "example rules");
} catch (e) {
  if (e instanceof RulesError) console.error(e.describe());
  throw e;
}

// A host with two processes.
const inspector = new Inspector();
const host = { cwd: "/root", env: [], uid: 0, gid: 0 };
inspector.addUser({ uid: 0, gid: 0, name: "root", home: "/root", shell: "/bin/bash" });
inspector.addThread({
  ...host,
  tid: 100,
  pid: 100,
  ptid: 1,
  vtid: 100,
  vpid: 100,
  comm: "bash",
  exe: "bash",
  exepath: "/usr/bin/bash",
  args: [],
});
inspector.addThread({
  ...host,
  tid: 101,
  pid: 101,
  ptid: 100,
  vtid: 101,
  vpid: 101,
  comm: "cat",
  exe: "cat",
  exepath: "/usr/bin/cat",
  args: ["/etc/shadow"],
});
inspector.open();

const outputs = new Outputs({ hostname: "example" });
outputs.addOutput({ kind: "stdout" });

for (const name of ["/etc/hostname", "/etc/shadow"]) {
  const x = inspector.next(
    encodeEvent({ type: "openat", tid: 101, params: { fd: 3, dirfd: "AT_FDCWD", name, flags: "O_RDONLY" } }),
  );
  if (x === null) continue;
  const n = engine.process(x);
  for (let i = 0; i < n; i++) outputs.handleEvent(x, engine.rules[engine.hits[i]]);
}

const { events, matches } = engine.stats();
console.log(`${events} events, ${matches} alerts`);
await outputs.close();
