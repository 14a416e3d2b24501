import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeEvent } from "../../../src/capture/encode.js";
import { Inspector } from "../../../src/capture/inspector.js";
import { Machine, thread } from "../support/capture.js";

const OPEN = { fd: 3, dirfd: "AT_FDCWD", name: "notes.txt", flags: "O_RDONLY" };

describe("Inspector", () => {
  it("shows events with the state they stand in", () => {
    const i = new Machine();
    assert.ok(i.on(200, "openat", OPEN));
    assert.deepEqual(i.show("evt.type", "proc.name", "proc.pname", "fd.num", "fd.name", "user.name"), [
      "openat", "sh", "init", "3", "/root/notes.txt", "root",
    ]); // biome-ignore format: one row
    assert.equal(i.field("fd.sip"), null);
    assert.ok(i.has("fd.name") && !i.has("fd.sip"));
    assert.deepEqual(Buffer.from(i.fieldBytes("proc.name") ?? []).toString(), "sh");
    assert.equal(i.fieldBytes("fd.num"), null);
    assert.ok(i.knows("proc.aname[2]") && !i.knows("proc.nmae") && !i.knows("evt.arg"));
    assert.throws(() => i.field("proc.nmae"), /there is no field 'proc.nmae'/);
    assert.equal(i.eventTid, 200);
    assert.equal(i.eventThread()?.comm, "sh");
    assert.equal(i.eventFd()?.name, "/root/notes.txt");
    assert.equal(i.threadCount, 2);
  });

  it("judges conditions, compiled and not", () => {
    const i = new Machine();
    i.on(200, "openat", OPEN);
    assert.ok(i.filter("evt.type = openat and fd.name startswith /root"));
    assert.ok(!i.filter("evt.type = close or proc.name = bash"));
    assert.ok(i.filter("fd.name endswith .txt and not fd.sip exists"));
    assert.throws(() => i.filter("proc.nmae = sh"), /proc\.nmae/);
    assert.ok(i.condition("evt.type = openat").mayHold(i.context.ev.type));
  });

  it("shows only events that a condition wants, and follows the others", () => {
    const i = new Machine();
    i.only("evt.type = close");
    assert.equal(i.on(200, "openat", OPEN), null);
    assert.ok(i.on(200, "close", { res: 0, fd: 3 }));
    assert.equal(i.field("fd.name"), "/root/notes.txt");
  });

  it("formats", () => {
    const i = new Machine();
    i.on(200, "openat", OPEN);
    assert.equal(i.format("*%proc.name|%fd.sip|%10fd.num|").output, "sh|<NA>|3         |");
    const strict = i.format("%proc.name %fd.sip %fd.num");
    assert.deepEqual([strict.complete, strict.output], [false, "sh "], "without the star, all values must be there");
    assert.deepEqual(JSON.parse(i.format("*%proc.name %fd.num", "json").output), { "proc.name": "sh", "fd.num": 3 });
    const upper = i.format("*%toupper(proc.name)");
    assert.deepEqual([upper.output, upper.fields.get("toupper(proc.name)")], ["SH", "SH"]);
    assert.throws(() => i.format("%nope"), /nope/);
  });

  it("gives parameters in their own types", () => {
    const i = new Machine();
    i.on(200, "openat", { ...OPEN, fd: "-ENOENT" });
    assert.equal(i.param("fd"), -2n);
    assert.equal(i.param(2), "notes.txt");
    assert.equal(i.param("ino"), null, "an empty number");
    assert.equal(i.param("nope"), undefined);
    assert.equal(i.field("evt.res"), "ENOENT");
    i.on(200, "write", { res: 2, data: { hex: "00ff" }, fd: 1, size: 2 });
    assert.deepEqual(i.param("data"), new Uint8Array([0, 255]));
  });

  it("keeps an event to be looked at again", () => {
    const i = new Machine();
    i.on(200, "openat", OPEN);
    const kept = i.keep();
    i.on(1, "close", { res: 0, fd: 9 });
    assert.deepEqual(i.show("evt.type", "proc.name", "evt.num"), ["close", "init", "2"]);
    i.at(kept);
    assert.deepEqual(i.show("evt.type", "proc.name", "evt.num", "fd.name"), ["openat", "sh", "1", "/root/notes.txt"]);
    i.on(1, "close", { res: 0, fd: 9 });
    assert.deepEqual(i.show("evt.type", "evt.num"), ["close", "3"]);
  });

  it("drops what is suppressed, and whatever that starts", () => {
    const i = new Machine({}, [thread(300, 1, "noise")]);
    i.suppressTid(300);
    assert.equal(i.on(300, "openat", OPEN), null);
    i.fork(300, 301);
    assert.equal(i.on(301, "openat", OPEN), null);
    assert.ok(i.on(200, "openat", OPEN));

    const j = new Inspector();
    j.suppressComm("noise");
    j.addThread(thread(1, 0, "init"));
    j.addThread(thread(300, 1, "noise"));
    j.open();
    assert.equal(j.next(encodeEvent({ type: "openat", tid: 300, params: OPEN })), null);
  });

  it("names the event source of plugins", () => {
    const i = new Machine();
    i.addSource(7, "audit");
    assert.equal(i.on(-1, "pluginevent", { plugin_id: 7, event_data: "x" })?.source, "audit");
    assert.equal(i.on(-1, "pluginevent", { plugin_id: 8, event_data: "x" })?.source, "");
    assert.equal(i.on(200, "close", { res: 0, fd: 1 })?.source, "syscall");
  });

  it("follows accounts, those of containers apart", () => {
    const id = "ab".repeat(32);
    const i = new Machine({}, [thread(300, 1, "boxed", { uid: 1000, gid: 1000, cgroups: [`cpu=/docker/${id}`] })]);
    const names = (): (string | null)[] => i.show("user.name", "user.homedir", "group.name");
    const bob = { uid: 1000, gid: 1000, name: "bob", home: "/home/bob", shell: "/bin/sh" };
    i.on(1, "useradded", { ...bob, container_id: id.slice(0, 12) });
    i.on(1, "groupadded", { gid: 1000, name: "crew", container_id: id.slice(0, 12) });
    i.on(300, "getuid", { uid: 1000 });
    assert.deepEqual(names(), ["bob", "/home/bob", "crew"]);
    i.setThread(200, { uid: 1000, gid: 1000 });
    i.on(200, "getuid", { uid: 1000 });
    assert.deepEqual(names(), ["ann", "/home/ann", "staff"]);
    i.on(1, "userdeleted", { ...bob, container_id: "" });
    i.on(200, "getuid", { uid: 1000 });
    assert.deepEqual(names(), ["<NA>", "<NA>", "staff"]);
  });

  it("lets threads be changed from outside", () => {
    const i = new Machine();
    assert.ok(i.setThread(200, { comm: "bash", uid: 1000, tty: 34816 }));
    assert.ok(!i.setThread(201, { comm: "bash" }));
    i.on(200, "openat", OPEN);
    assert.deepEqual(i.show("proc.name", "user.name", "proc.tty"), ["bash", "ann", "34816"]);
  });

  it("takes events of any length, and ones of unknown threads", () => {
    const i = new Machine();
    i.on(200, "write", { res: 65_000, data: "x".repeat(65_000), fd: 1, size: 65_000 });
    assert.equal(i.param("data")?.valueOf() instanceof Uint8Array, true);
    assert.ok(i.on(999, "openat", OPEN));
    assert.deepEqual(i.show("proc.name", "proc.pname", "thread.tid"), ["<NA>", null, "999"]);
    assert.equal(i.thread(998), null);
    assert.equal(i.group(998), null);
  });
});
