import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Slice } from "../../../src/event/bytes.js";
import { RecordFlag } from "../../../src/event/record.js";
import { LiveContext } from "../../../src/state/live.js";
import { readProc } from "../../../src/state/procfs.js";
import { SystemState } from "../../../src/state/system.js";
import { Users } from "../../../src/state/users.js";
import { TestHost } from "../support/host.js";
import { basePath, fdEntry, ipv4, resolvedPath, viewOf } from "../support/records.js";

const at = { tid: 200, start: 200e9 };

function host(): TestHost {
  const h = new TestHost();
  h.fork(200, 1);
  h.run({ ...at, type: "chdir", params: [0, "/home/ann"] });
  return h;
}

function name(x: LiveContext): string | undefined {
  const out = new Slice();
  return x.fdName(out) ? out.text() : undefined;
}

function path(x: LiveContext, param: number): string | undefined {
  const out = new Slice();
  return x.path(param, out) ? out.text() : undefined;
}

describe("paths of an event", () => {
  it("are lexical, and the kernel's when that is asked for", () => {
    const x = host().on({
      ...at,
      type: "openat",
      params: [3, -100, "link/../x", 1, 0, 0, 0],
      annex: [fdEntry(3, "f", "/data/x", { ino: 42n, dev: (8 << 8) | 1 }), resolvedPath(2, "/data/x")],
    });
    assert.equal(path(x, 2), "/home/ann/x");
    assert.equal(name(x), "/home/ann/x");
    assert.equal(x.fd()?.raw.text(), "link/../x");
    assert.equal(x.fd()?.ino, 42n);
    assert.equal(x.fd()?.dev, 0x801);
    x.resolved = true;
    assert.equal(path(x, 2), "/data/x");
    assert.equal(name(x), "/data/x");
    x.resolved = false;
    assert.equal(name(x), "/home/ann/x");
  });

  it("start from the directory that the kernel names", () => {
    const x = host().on({ ...at, type: "unlinkat", params: [0, 9, "a/./b", 0], annex: [basePath(2, "/srv")] });
    assert.equal(path(x, 2), "/srv/a/b");
  });

  it("say so when the directory is unknown", () => {
    const x = host().on({ ...at, type: "unlinkat", params: [0, 9, "a", 0] });
    assert.equal(path(x, 2), "<UNKNOWN>a");
  });

  it("are absent when the argument could not be read", () => {
    assert.equal(path(host().on({ ...at, type: "unlink", params: [-14, undefined] }), 1), undefined);
  });
});

describe("fd of an event", () => {
  it("comes from the annex", () => {
    const x = host().on({
      ...at,
      type: "sendto",
      params: [5, new Uint8Array(5), 7, 5, undefined],
      annex: [fdEntry(7, "4", ipv4(1, 2, "10.0.0.1", 22, "10.0.0.9", 50000))],
    });
    const fd = x.fd();
    assert.ok(fd);
    assert.equal(name(x), "10.0.0.9:50000->10.0.0.1:22");
    assert.deepEqual([fd.num, fd.clientPort, fd.serverPort], [7, 50000, 22]);
  });

  it("takes the lower port for the server's when the role is unknown", () => {
    const x = host().on({
      ...at,
      type: "sendto",
      params: [5, new Uint8Array(5), 7, 5, undefined],
      annex: [fdEntry(7, "4", ipv4(2, 0, "10.0.0.1", 40000, "10.0.0.9", 53))],
    });
    assert.equal(name(x), "10.0.0.1:40000->10.0.0.9:53");
  });

  it("has a name of one end while it listens, and none before it is bound", () => {
    const h = host();
    const listen = h.on({
      ...at,
      type: "listen",
      params: [0, 7, 1],
      annex: [fdEntry(7, "4", ipv4(1, 3, "0.0.0.0", 80, "0.0.0.0", 0))],
    });
    assert.equal(name(listen), "0.0.0.0:80");
    const fresh = h.on({
      ...at,
      type: "listen",
      params: [0, 7, 1],
      annex: [fdEntry(7, "4", ipv4(1, 0, "0.0.0.0", 0, "0.0.0.0", 0))],
    });
    assert.equal(name(fresh), "");
  });

  it("of a failed open is unknown, but has the name that was asked for", () => {
    const x = host().on({ ...at, type: "openat", params: [-2, -100, "/etc/../x", 1, 0, 0, 0] });
    assert.equal(x.fd(), null);
    assert.equal(name(x), "/x");
    assert.equal(x.fdNumber(), -1);
  });
});

describe("unknown processes", () => {
  it("are read from /proc, with their ancestors", () => {
    const state = new SystemState({ users: new Users({}) });
    const row = readProc(process.pid);
    assert.ok(row);
    const view = viewOf({
      type: "getcwd",
      tid: process.pid,
      start: row.startNs + 1234567,
      params: [1, "/"],
      flags: RecordFlag.PRIMARY,
    });
    const x = new LiveContext(view, state);
    x.at();
    assert.equal(x.proc, null);
    state.before(x);
    const p = x.proc as unknown as { pid: number; startNs: number; parent: { pid: number } | null };
    assert.equal(p.pid, process.pid);
    assert.equal(p.startNs, row.startNs + 1234567);
    assert.equal(p.parent?.pid, process.ppid);
    x.at();
    assert.equal(x.proc, p, "found by the table now");
  });

  it("become stubs when /proc tells of another process, or of none", () => {
    const state = new SystemState({ users: new Users({}) });
    const view = viewOf({ type: "getcwd", tid: process.pid, start: 1, params: [1, "/"] });
    const x = new LiveContext(view, state);
    x.at();
    state.before(x);
    assert.equal(x.proc?.comm.str, "<NA>");
    assert.equal(state.stats.stubs, 1);
  });
});
