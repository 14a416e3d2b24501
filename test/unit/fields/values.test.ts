import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RecordFlag } from "../../../src/event/record.js";
import type { JsonValue } from "../../../src/fields/json.js";
import { builtinRegistry } from "../../../src/fields/registry.js";
import { fieldJson, fieldText } from "../../../src/fields/value.js";
import type { LiveContext } from "../../../src/state/live.js";
import { TestHost } from "../support/host.js";
import { basePath, fdEntry, ipv4, nul, resolvedPath, tuple4 } from "../support/records.js";

const reg = builtinRegistry();
const at = { tid: 200, start: 200e9 };

function field(name: string) {
  const f = reg.lookup(name);
  assert.ok(f, name);
  return f;
}
const text = (x: LiveContext, name: string): string | undefined => fieldText(field(name), x);
const json = (x: LiveContext, name: string): JsonValue => fieldJson(field(name), x);

/** Expect texts of several fields; undefined = absent. */
function expect(x: LiveContext, want: Readonly<Record<string, string | undefined>>): void {
  const got: Record<string, string | undefined> = {};
  for (const name of Object.keys(want)) got[name] = text(x, name);
  assert.deepEqual(got, want);
}

function host(): TestHost {
  const h = new TestHost();
  h.fork(1, 0, { comm: "systemd" });
  h.fork(100, 1, { comm: "sshd", args: [] });
  h.exec(100, "/usr/sbin/sshd", ["sshd", "-D"]);
  h.fork(150, 100, { comm: "bash" });
  h.exec(150, "/bin/bash", ["-bash"], { env: ["SHELL=/bin/bash", "LANG=C"] });
  h.fork(200, 150, { comm: "bash" });
  h.exec(200, "/usr/bin/cat", ["cat", "-n", "a b"], { env: ["HOME=/home/ann", "EMPTY="], flags: 1 | 8 });
  h.run({ ...at, type: "chdir", params: [0, "/home/ann"] });
  return h;
}

describe("process fields", () => {
  const x = host().on({ ...at, type: "getcwd", params: [1, "/"] });
  it("tell of the process", () =>
    expect(x, {
      "proc.name": "cat",
      "proc.exe": "cat",
      "proc.exepath": "/usr/bin/cat",
      "proc.cmdline": "cat -n a b",
      "proc.args": "-n a b",
      "proc.args[1]": "a b",
      "proc.args[9]": "",
      "proc.cmdnargs": "2",
      "proc.cmdlenargs": "5",
      "proc.pid": "200",
      "proc.ppid": "150",
      "proc.cwd": "/home/ann/",
      "proc.env[HOME]": "/home/ann",
      "proc.env[EMPTY]": "",
      "proc.env[NONE]": "",
      "proc.env": "HOME=/home/ann EMPTY=",
      "proc.is_exe_writable": "true",
      "proc.is_exe_lower_layer": "true",
      "proc.is_exe_from_memfd": "false",
      "proc.exe_ino": "77",
      "thread.tid": "200",
      "thread.ismain": "true",
      "proc.nthreads": "1",
      "user.name": "ann",
      "user.uid": "1000",
      "user.shell": "/bin/zsh",
      "user.loginuid": "1000",
      "group.name": "staff",
      "container.id": "host",
      "container.image.repository": "",
      "k8s.pod.name": undefined,
      "thread.cgroups": "cpu=/",
      "thread.cgroup.cpu": "/",
      "thread.cap_effective": "",
    }));
  it("tell of the ancestors", () =>
    expect(x, {
      "proc.pname": "bash",
      "proc.pcmdline": "bash",
      "proc.aname[0]": "cat",
      "proc.aname[2]": "sshd",
      "proc.aname[3]": "systemd",
      "proc.aname[4]": undefined,
      "proc.aname": "bash sshd systemd",
      "proc.acmdline[2]": "sshd -D",
      "proc.aexepath[2]": "/usr/sbin/sshd",
      "proc.apid": "200",
      "proc.apid[1]": "150",
      "proc.aenv[LANG]": "C",
      "proc.loginshellid": "150",
    }));
  it("have JSON of their own type", () => {
    assert.equal(json(x, "proc.pid"), 200);
    assert.equal(json(x, "proc.apid"), 200);
    assert.equal(json(x, "proc.is_exe_writable"), true);
    assert.equal(json(x, "proc.aname"), "bash sshd systemd");
    assert.equal(json(x, "proc.aname[9]"), null);
    assert.equal(json(x, "proc.exe_ino"), 77n);
  });
});

describe("event fields", () => {
  it("tell of an open", () => {
    const x = host().on({
      ...at,
      type: "openat",
      params: [3, -100, "notes//x", 1 | 4096, 0o644, 0x801, 12],
      annex: [
        fdEntry(3, "f", "/data/notes/x", { ino: 12n, dev: (8 << 8) | 1, flags: 2 }),
        resolvedPath(2, "/data/notes/x"),
      ],
    });
    expect(x, {
      "evt.type": "openat",
      "evt.dir": "<",
      "evt.category": "file",
      "evt.res": "SUCCESS",
      "evt.rawres": "3",
      "evt.failed": "false",
      "evt.is_open_read": "true",
      "evt.is_open_write": "false",
      "evt.arg.flags": "O_RDONLY|O_CLOEXEC",
      "evt.arg.name": "/home/ann/notes/x",
      "evt.arg.fd": "<f>/home/ann/notes/x",
      "evt.arg[1]": "AT_FDCWD",
      "evt.arg.mode": "0644",
      "evt.arg[20]": undefined,
      "evt.arg.path": undefined,
      "evt.args":
        "fd=3(<f>/home/ann/notes/x) dirfd=-100(AT_FDCWD) name=notes//x(/home/ann/notes/x) flags=4097(O_RDONLY|O_CLOEXEC) mode=0644 dev=801 ino=12",
      "evt.abspath": "/home/ann/notes/x",
      "evt.type.is.openat": "1",
      "evt.type.is.open": "0",
      "fd.num": "3",
      "fd.type": "file",
      "fd.typechar": "f",
      "fd.name": "/home/ann/notes/x",
      "fd.directory": "/home/ann/notes",
      "fd.filename": "x",
      "fd.nameraw": "notes/x",
      "fd.realpath": "/data/notes/x",
      "fd.dev": "801",
      "fd.dev.major": "8",
      "fd.dev.minor": "1",
      "fd.ino": "12",
      "fd.is_upper_layer": "true",
      "fd.containername": ":/home/ann/notes/x",
      "fs.path.name": "/home/ann/notes/x",
      "fs.path.nameraw": "notes//x",
      "fd.sip": undefined,
      "fd.l4proto": "<NA>",
    });
    x.resolved = true;
    expect(x, { "fd.name": "/data/notes/x", "fs.path.name": "/data/notes/x", "fd.directory": "/data/notes" });
  });

  it("tell of a failed open", () =>
    expect(host().on({ ...at, type: "openat", params: [-13, -100, "/etc/shadow", 3, 0, 0, 0] }), {
      "evt.res": "EACCES",
      "evt.rawres": "-13",
      "evt.failed": "true",
      "evt.arg.fd": "EACCES",
      "fd.num": "-1",
      "fd.name": "/etc/shadow",
      "fd.typechar": "f",
      "fd.type": undefined,
      "fd.filename": undefined,
      "evt.is_open_write": "true",
      "evt.is_open_read": "true",
    }));

  it("tell of generic system calls by their own name", () =>
    expect(host().on({ ...at, type: 1, params: [81, 0] }), {
      "syscall.type": text(host().on({ ...at, type: 1, params: [81, 0] }), "evt.type"),
      "evt.args": "",
      "evt.res": undefined,
      "fd.name": undefined,
      "fd.num": undefined,
    }));

  it("tell of connections", () => {
    const x = host().on({
      ...at,
      type: "connect",
      params: [-115, tuple4("10.0.0.1", 40000, "93.184.216.34", 443), 5, undefined],
      annex: [fdEntry(5, "4", ipv4(1, 1, "10.0.0.1", 40000, "93.184.216.34", 443))],
    });
    expect(x, {
      "evt.res": "EINPROGRESS",
      "evt.arg.tuple": "10.0.0.1:40000->93.184.216.34:443",
      "evt.arg.fd": "<4t>10.0.0.1:40000->93.184.216.34:443",
      "fd.name": "10.0.0.1:40000->93.184.216.34:443",
      "fd.cip": "10.0.0.1",
      "fd.sip": "93.184.216.34",
      "fd.cport": "40000",
      "fd.sport": "443",
      "fd.lip": "10.0.0.1",
      "fd.rport": "443",
      "fd.l4proto": "tcp",
      "fd.sockfamily": "ip",
      "fd.is_server": "false",
      "fd.connected": "true",
      "fd.type": "ipv4",
      "fd.directory": undefined,
    });
    assert.equal(json(x, "fd.sport"), 443);
  });

  it("tell of I/O", () =>
    expect(
      host().on({
        ...at,
        type: "write",
        params: [5, new Uint8Array(Buffer.from("a\0b\nc")), 1, 5],
        annex: [fdEntry(1, "f", "/dev/log")],
      }),
      {
        "evt.is_io": "true",
        "evt.is_io_write": "true",
        "evt.io_dir": "write",
        "evt.buflen": "5",
        "evt.buflen.out": "5",
        "evt.buflen.in": undefined,
        "evt.buffer": "a.b.c",
        "evt.category": "file",
        "evt.is_syslog": "true",
      },
    ));

  it("tell of pairs of paths", () =>
    expect(
      host().on({ ...at, type: "symlinkat", params: [0, "/etc/shadow", 4, "lnk"], annex: [basePath(3, "/tmp")] }),
      {
        "fs.path.source": "/tmp/lnk",
        "fs.path.sourceraw": "lnk",
        "fs.path.target": "/etc/shadow",
        "fs.path.name": undefined,
      },
    ));

  it("tell of io_uring", () =>
    expect(host().on({ ...at, type: "unlink", params: [0, "/x"], flags: RecordFlag.PRIMARY | RecordFlag.IO_URING }), {
      "evt.is_io_uring": "true",
      "fs.path.name": "/x",
    }));

  it("tell of ids and signals", () => {
    const h = host();
    expect(h.on({ ...at, type: "setuid", params: [0, 0] }), {
      "evt.arg.uid": "root",
      "evt.args": "res=0 uid=0(root)",
      "user.name": "root",
    });
    expect(h.on({ ...at, type: "kill", params: [0, 100, 9] }), { "evt.args": "res=0 pid=100(sshd) sig=9(SIGKILL)" });
    expect(h.on({ ...at, type: "chmod", params: [0, "/x", 0x3f | 0x800] }), {
      "evt.arg.mode": "S_IXOTH|S_IWOTH|S_IROTH|S_IXGRP|S_IWGRP|S_IRGRP|S_ISUID",
    });
  });

  it("have times", () => {
    const x = host().on({ ...at, type: "getcwd", params: [1, "/"], ts: 1_700_000_000_000_000_042n });
    assert.equal(text(x, "evt.time.iso8601"), "2023-11-14T22:13:20.000000042+0000");
    assert.match(text(x, "evt.time") ?? "", /^\d\d:13:20\.000000042$/);
    assert.equal(text(x, "evt.rawtime.ns"), "000000042");
    assert.equal(json(x, "evt.rawtime.ns"), 42n);
    assert.equal(json(x, "evt.time"), 1_700_000_000_000_000_042n);
    assert.equal(json(x, "evt.datetime.s"), 1_700_000_000_000_000_042n);
    assert.equal(text(x, "evt.around[1700000000001000042]"), "1");
  });

  it("do not let control characters into alerts", () => {
    const h = host();
    h.exec(200, "/bin/x", ["x", "a\nforged line\x1b[0m"]);
    assert.equal(text(h.on({ ...at, type: "getcwd", params: [1, "/"] }), "proc.args"), "a\ufffdforged line\ufffd[0m");
  });
});

describe("argument vectors", () => {
  it("are shown with unprintable bytes as dots", () => {
    const h = host();
    h.on({ ...at, type: "execve", params: [-2, "x", nul("a", "b\x01"), 200, 200, 150] });
    assert.equal(text(h.x, "evt.arg.args"), "a.b..");
  });
});
