import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { fileChannel } from "../../../../src/output/channels/file.js";
import { LineTarget, LineWriter } from "../../../../src/output/channels/lines.js";
import { ChannelQueue } from "../../../../src/output/channels/queue.js";
import { closingText, stdoutChannel } from "../../../../src/output/channels/stdout.js";
import type { OutputTrouble } from "../../../../src/output/channels/trouble.js";
import { message, messages, scratch, sleep, until } from "./support.js";

const dir = scratch();
const quick = { backoff: { firstMs: 1, longestMs: 10 }, calmMs: 20, timeoutMs: 50 };
const lines = (path: string): string[] => readFileSync(path, "utf8").split("\n").slice(0, -1);
const fault = (code: string): Error => Object.assign(new Error(code), { code });

/** A named pipe, open on both sides so that nobody waits for the other. */
function fifo(name: string): { path: string; fd: number } {
  const path = join(dir, name);
  execFileSync("mkfifo", [path]);
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  return { path, fd };
}

function drain(fd: number): string {
  let out = "";
  const buffer = Buffer.alloc(65_536);
  for (;;) {
    try {
      out += buffer.toString("utf8", 0, readSync(fd, buffer));
    } catch {
      return out;
    }
  }
}

describe("LineWriter", () => {
  it("writes on where a write stopped, and counts lines that were done when one fails", async () => {
    let out = "";
    const plan: (number | Error)[] = [3, fault("EAGAIN"), 8, fault("ENOSPC"), fault("EAGAIN"), 100];
    const w = new LineWriter((bytes, at) => {
      const next = plan.shift() ?? 100;
      if (typeof next !== "number") throw next;
      const part = bytes.subarray(at, at + next);
      out += part.toString();
      return part.length;
    });
    await assert.rejects(async () => w.write([message(1), message(2), message(3)]), {
      retry: true,
      done: 1,
      message: "ENOSPC",
    });
    assert.equal(out, "line 1\nline");
    // the cut line is closed before it is written anew
    await w.write([message(2), message(3)]);
    assert.equal(out, "line 1\nline\nline 2\nline 3\n");
  });

  it("does not write into a line that another has begun, and closes one that another has left", async () => {
    let out = "";
    let full = false;
    const put = (bytes: Buffer, at: number): number => {
      if (full) throw fault("EAGAIN");
      full = true;
      const part = bytes.subarray(at, at + 9);
      out += part.toString();
      return part.length;
    };
    const target = new LineTarget();
    const before = new LineWriter(put, target);
    const next = new LineWriter(put, target);
    const first = before.write([message(1), message(2)]);
    full = false;
    const second = next.write([message(3)]);
    before.abort();
    await assert.rejects(async () => first, { retry: false, done: 1 });
    await sleep(5);
    full = false;
    await second;
    assert.equal(out, "line 1\nli\nline 3\n");
  });

  it("that waits for another stops when it is told to", async () => {
    const target = new LineTarget();
    const put = (): number => {
      throw fault("EAGAIN");
    };
    const before = new LineWriter(put, target);
    const next = new LineWriter(put, target);
    const first = before.write([message(1)]);
    const second = next.write([message(2)]);
    next.abort();
    before.abort();
    await assert.rejects(async () => first, { retry: false });
    await assert.rejects(async () => second, { retry: false, done: 0 });
  });

  it("gives up at once where nobody will ever read", async () => {
    const w = new LineWriter(() => {
      throw fault("EPIPE");
    });
    await assert.rejects(async () => w.write([message(1)]), { retry: false });
  });
});

describe("fileChannel", () => {
  it("appends, with the file kept open or not, and begins a new one when told", async () => {
    for (const keep_alive of [false, true]) {
      const filename = join(dir, `alerts-${keep_alive}`);
      const q = new ChannelQueue("file", fileChannel({ filename, keep_alive }), quick);
      q.push(message(1));
      q.push(message(2));
      await q.flush();
      assert.deepEqual(lines(filename), ["line 1", "line 2"]);
      renameSync(filename, `${filename}.1`);
      q.reopen();
      assert.equal(existsSync(filename), keep_alive);
      q.push(message(3));
      await q.close();
      assert.deepEqual(lines(filename), ["line 3"]);
    }
  });

  it("begins a new file while it is writing", async () => {
    const filename = join(dir, "moved");
    const q = new ChannelQueue("file", fileChannel({ filename, keep_alive: true }), quick);
    q.push(message(1));
    renameSync(filename, `${filename}.1`);
    q.reopen();
    q.push(message(2));
    await q.close();
    assert.deepEqual(lines(`${filename}.1`), ["line 1"]);
    assert.deepEqual(lines(filename), ["line 2"]);
  });

  it("refuses what can never work, and waits for what may pass", async () => {
    assert.throws(() => fileChannel({ filename: dir }), { name: "OutputError", message: /EISDIR/ });
    assert.throws(() => fileChannel({ filename: join(dir, "none/x") }), { name: "OutputError", message: /ENOENT/ });
    const sub = join(dir, "sub");
    mkdirSync(sub);
    const filename = join(sub, "x");
    const q = new ChannelQueue("file", fileChannel({ filename }), quick);
    rmSync(sub, { recursive: true });
    q.push(message(1));
    await until("a try", () => q.stats().retries > 1);
    mkdirSync(sub);
    await q.close();
    assert.deepEqual(lines(filename), ["line 1"]);
  });

  it("tells of a full disk, keeps trying, and stops in time", async () => {
    const troubles: OutputTrouble[] = [];
    const q = new ChannelQueue("file", fileChannel({ filename: "/dev/full", keep_alive: true }), {
      ...quick,
      capacity: 10,
      onTrouble: (t) => void troubles.push(t),
    });
    for (const m of messages(0, 25)) q.push(m);
    await until("tries", () => q.stats().retries > 2);
    assert.match(q.stats().lastError?.message ?? "", /ENOSPC/);
    assert.deepEqual(troubles.map((t) => t.kind).sort(), ["failing", "overflow"]);
    await q.close(20);
    const { discarded, dropped, sent } = q.stats();
    assert.deepEqual({ discarded, dropped, sent }, { discarded: 10, dropped: 15, sent: 0 });
  });

  it("does not wait for the reader of a named pipe", async () => {
    const path = join(dir, "lonely");
    execFileSync("mkfifo", [path]);
    const q = new ChannelQueue("file", fileChannel({ filename: path, keep_alive: true }), quick);
    q.push(message(1));
    await until("a try", () => q.stats().retries > 1);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    await q.flush();
    assert.equal(drain(reader), "line 1\n");
    await q.close();
    closeSync(reader);
  });
});

describe("stdoutChannel", () => {
  const children: ChildProcess[] = [];
  after(() => {
    for (const c of children) c.kill("SIGKILL");
  });

  it("never waits for a slow reader, and loses nothing when it reads on", async () => {
    const { fd, path } = fifo("slow");
    const out1 = openSync(path, constants.O_WRONLY);
    const troubles: OutputTrouble[] = [];
    const q = new ChannelQueue("stdout", stdoutChannel(out1), {
      ...quick,
      capacity: 1000,
      onTrouble: (t) => void troubles.push(t),
    });
    const long = "x".repeat(1000);
    const began = Date.now();
    for (let n = 0; n < 500; n++) q.push(message(n, `${n} ${long}`));
    assert.ok(Date.now() - began < 500, "the pipe was full, yet nothing waited");
    await until("report", () => troubles.length > 0);
    assert.equal(troubles[0]?.kind, "stuck");
    let out = "";
    const reading = setInterval(() => {
      out += drain(fd);
    }, 1);
    await q.close();
    await sleep(20);
    clearInterval(reading);
    out += drain(fd);
    assert.deepEqual(
      out
        .split("\n")
        .slice(0, -1)
        .map((l) => Number(l.split(" ")[0])),
      Array.from({ length: 500 }, (_, n) => n),
    );
    closeSync(out1);
    closeSync(fd);
  });

  it("leaves whole lines in a pipe that nobody reads, also when it gives up", async () => {
    for (const long of [100, 1000, 4000]) {
      const { fd, path } = fifo(`stuck-${long}`);
      const out1 = openSync(path, constants.O_WRONLY);
      const q = new ChannelQueue("stdout", stdoutChannel(out1), { ...quick, capacity: 10_000 });
      for (let n = 0; n < 2000; n++) q.push(message(n, `${n} ${"x".repeat(long)}`));
      await q.close(20);
      assert.ok(q.stats().discarded > 0);
      const out = drain(fd) + closingText("the end\n", out1);
      const got = out.split("\n");
      assert.deepEqual(got.slice(-2), ["the end", ""]);
      for (const l of got.slice(0, -2)) assert.match(l, new RegExp(`^\\d+ x{${long}}$`));
      closeSync(out1);
      closeSync(fd);
    }
  });

  it("closes a line too long for that before its successor or others write there", async () => {
    const { fd, path } = fifo("torn");
    const out1 = openSync(path, constants.O_WRONLY);
    const long = "x".repeat(5000);
    const stuck = async (): Promise<void> => {
      const q = new ChannelQueue("stdout", stdoutChannel(out1), { ...quick, capacity: 10_000 });
      for (let n = 0; n < 100; n++) q.push(message(n, `${n} ${long}`));
      await q.close(20);
      assert.ok(q.stats().discarded > 0);
    };
    await stuck();
    let out = drain(fd);
    assert.notEqual(out.at(-1), "\n", "no line was cut");
    const next = new ChannelQueue("stdout", stdoutChannel(out1), quick);
    next.push(message(1, "next"));
    await next.close();
    out = drain(fd);
    assert.equal(out, "\nnext\n");
    await stuck();
    drain(fd);
    assert.equal(closingText("the end\n", out1), "\nthe end\n");
    assert.equal(closingText("the end\n", out1), "the end\n");
    closeSync(out1);
    closeSync(fd);
  });

  it("writes to files and to sockets", async () => {
    const path = join(dir, "plain");
    const fd = openSync(path, "w");
    const q = new ChannelQueue("stdout", stdoutChannel(fd), quick);
    q.push(message(1));
    await q.close();
    closeSync(fd);
    assert.deepEqual(lines(path), ["line 1"]);

    const server = createServer();
    await new Promise<void>((r) => server.listen(join(dir, "sock"), r));
    const accepted = new Promise<Socket>((r) => server.once("connection", r));
    // a child whose standard output is a socket, as a service manager's services have it
    const script = `
      const { stdoutChannel } = await import(process.argv[1]);
      const { ChannelQueue } = await import(process.argv[2]);
      const q = new ChannelQueue("stdout", stdoutChannel(3), {});
      for (let n = 0; n < 300; n++) q.push({ line: n + " " + "x".repeat(2000), alert: {} });
      await q.close();`;
    const at = (name: string): string => new URL(`../../../../src/output/channels/${name}.js`, import.meta.url).href;
    const { connect } = await import("node:net");
    const end = connect({ path: join(dir, "sock") });
    const socket = await accepted;
    await new Promise<void>((r) => (end.readyState === "open" ? r() : end.once("connect", () => r())));
    const child = spawn(process.execPath, ["--input-type=module", "-e", script, at("stdout"), at("queue")], {
      stdio: ["ignore", "inherit", "inherit", end],
    });
    children.push(child);
    end.destroy();
    let got = "";
    for await (const chunk of socket) got += String(chunk);
    server.close();
    assert.equal(got.split("\n").length, 301);
  });

  it("leaves the mode of the shared file alone", async () => {
    const { fd, path } = fifo("shared");
    const mode = openSync(path, constants.O_WRONLY);
    const q = new ChannelQueue("stdout", stdoutChannel(mode), quick);
    q.push(message(1));
    await q.close();
    const flags = /flags:\s*(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${mode}`, "utf8"))?.[1] ?? "";
    assert.equal(Number.parseInt(flags, 8) & constants.O_NONBLOCK, 0);
    closeSync(mode);
    closeSync(fd);
  });
});
