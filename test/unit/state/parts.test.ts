import assert from "node:assert/strict";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { encodeText } from "../../../src/event/bytes.js";
import { containerOf } from "../../../src/state/cgroup.js";
import { FdKind, fdEntry } from "../../../src/state/fd.js";
import { FdTable } from "../../../src/state/fd-table.js";
import { AttrPool } from "../../../src/state/pool.js";
import { readProc, scanProc } from "../../../src/state/procfs.js";
import { SystemState } from "../../../src/state/system.js";
import { Users } from "../../../src/state/users.js";

const ID = "0123456789abcdef".repeat(4);

describe("containerOf", () => {
  const cases: readonly (readonly [path: string, id: string, type: string])[] = [
    [`/docker/${ID}`, "0123456789ab", "docker"],
    [`/system.slice/docker-${ID}.scope`, "0123456789ab", "docker"],
    [`/kubepods.slice/kubepods-pod1.slice/cri-containerd-${ID}.scope`, "0123456789ab", "containerd"],
    [`/kubepods.slice/crio-${ID}.scope`, "0123456789ab", "cri-o"],
    [`/machine.slice/libpod-${ID}.scope/container`, "0123456789ab", "podman"],
    [`/kubepods/burstable/pod77/${ID}`, "0123456789ab", "containerd"],
    [`/default/${ID}`, "0123456789ab", ""],
    ["/lxc/web", "web", "lxc"],
    [`/machine.slice/libpod-conmon-${ID}.scope`, "host", "host"],
    ["/user.slice/user-1000.slice/session-3.scope", "host", "host"],
    ["/", "host", "host"],
  ];
  for (const [path, id, type] of cases)
    it(path, () => assert.deepEqual(containerOf(`cpu=/\0memory=${path}\0`), { id, type }));
});

describe("AttrPool", () => {
  it("gives equal bytes one attribute", () => {
    const pool = new AttrPool(8);
    const a = encodeText("xxbashxx");
    assert.equal(pool.intern(a, 2, 4), pool.of("bash"));
    assert.notEqual(pool.of("bash"), pool.of("bush"));
  });
  it("stays bounded", () => {
    const pool = new AttrPool(6);
    for (let i = 0; i < 1000; i++) pool.of(`name${i}`);
    assert.ok(pool.size <= 33);
    assert.equal(pool.of("name999").str, "name999");
  });
});

describe("FdTable", () => {
  it("drops the oldest entry when it is full", () => {
    const t = new FdTable();
    for (let i = 0; i < 5000; i++) t.set(i, fdEntry(FdKind.FILE));
    assert.equal(t.size, 4096);
    // low numbers are few, and in use the longest: it is a high one that goes
    assert.equal(t.get(1024), undefined);
    assert.ok(t.get(0));
    assert.ok(t.get(4999));
  });
  it("closes what exec closes", () => {
    const t = new FdTable();
    t.set(3, fdEntry(FdKind.FILE, { cloexec: true }));
    t.set(4, fdEntry(FdKind.FILE));
    t.closeOnExec();
    assert.equal(t.get(3), undefined);
    assert.ok(t.get(4));
  });
});

describe("Users", () => {
  it("reads the files again when they change, once a second at most", () => {
    const dir = mkdtempSync(join(tmpdir(), "saker-users-"));
    const passwd = join(dir, "passwd");
    let now = 0;
    try {
      writeFileSync(passwd, "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/zsh\n");
      const users = new Users({ passwd, group: join(dir, "missing"), now: () => now });
      assert.equal(users.user(1000).name.str, "ann");
      assert.equal(users.user(1001).name.str, "<NA>");
      assert.equal(users.groupName(0).str, "root");
      writeFileSync(passwd, "ann2:x:1000:1000::/home/ann:/bin/zsh\n");
      utimesSync(passwd, 1, 1);
      assert.equal(users.user(1000).name.str, "ann");
      now = 2000;
      assert.equal(users.user(1000).name.str, "ann2");
      assert.equal(users.user(0).name.str, "root", "root needs no entry");
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});

describe("procfs", () => {
  it("reads this process", () => {
    const row = readProc(process.pid);
    assert.ok(row);
    assert.equal(row.ppid, process.ppid);
    assert.equal(Buffer.from(row.exepath).toString(), process.execPath);
    assert.equal(Buffer.from(row.cwd).toString(), process.cwd());
    assert.equal(row.uid, process.geteuid?.());
    assert.ok(row.startNs > 0);
    assert.ok(row.exeIno > 0n);
    assert.equal(row.namespaces.length, 7);
  });
  it("has no row for a process that is not there", () => assert.equal(readProc(0x3fffff), undefined));
  it("gives a snapshot that can be posted, and that the state loads", () => {
    const snapshot = structuredClone(scanProc());
    const state = new SystemState({ users: new Users({}) });
    state.loadSnapshot(snapshot);
    const self = state.procs.get(process.pid);
    assert.ok(self);
    assert.equal(self.parent?.pid, process.ppid);
    assert.ok(self.cloneTs > 0n);
    assert.ok(state.pool.size > 0);
  });
});
