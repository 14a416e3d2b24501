import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { digestOf, FileWatch, foldersOf } from "../../../src/daemon/live/watch.js";

const CALM_MS = 400;

describe("watching files", () => {
  const dirs: string[] = [];
  const folder = (): string => {
    const dir = mkdtempSync("/tmp/saker-watch-");
    dirs.push(dir);
    return dir;
  };
  after(() => {
    for (const d of dirs) rmSync(d, { recursive: true });
  });

  /** Counts the changes that something makes. */
  const changes = async (paths: readonly string[], ...steps: readonly (() => void)[]): Promise<number> => {
    let n = 0;
    const watch = new FileWatch(
      () => n++,
      (reason) => assert.fail(reason),
    );
    watch.set(paths);
    for (const step of steps) {
      step();
      await sleep(CALM_MS);
    }
    watch.close();
    return n;
  };

  it("tells of a file that is written, replaced, removed and made again", async () => {
    const dir = folder();
    const file = join(dir, "a.yaml");
    writeFileSync(file, "1");
    const n = await changes(
      [file],
      () => writeFileSync(file, "2"),
      () => {
        writeFileSync(`${file}.new`, "3");
        renameSync(`${file}.new`, file);
      },
      () => unlinkSync(file),
      () => writeFileSync(file, "4"),
    );
    assert.equal(n, 4);
  });

  it("tells of many writes once, and of the same content not at all", async () => {
    const file = join(folder(), "a.yaml");
    writeFileSync(file, "1");
    const many = (): void => {
      for (let i = 0; i < 20; i++) writeFileSync(file, String(i));
    };
    assert.equal(await changes([file], many, () => writeFileSync(file, "19")), 1);
  });

  it("does not care for what else is in the folder", async () => {
    const dir = folder();
    const file = join(dir, "a.yaml");
    writeFileSync(file, "1");
    assert.equal(await changes([file], () => writeFileSync(join(dir, "other"), "x")), 0);
  });

  it("tells of a change where it is never quiet", async () => {
    const dir = folder();
    const file = join(dir, "a.yaml");
    writeFileSync(file, "1");
    const noise = setInterval(() => {
      // the very name that matters, but the same content
      writeFileSync(join(dir, "b.yaml"), "1");
      appendFileSync(join(dir, "alerts"), "line");
    }, 10);
    writeFileSync(join(dir, "b.yaml"), "1");
    let n = 0;
    const watch = new FileWatch(
      () => n++,
      (reason) => assert.fail(reason),
    );
    watch.set([file, join(dir, "b.yaml")]);
    writeFileSync(file, "2");
    while (n === 0) await sleep(20);
    clearInterval(noise);
    watch.close();
  });

  it("tells of what changes between reading and watching", async () => {
    const dir = folder();
    const [a, b] = [join(dir, "a.yaml"), join(dir, "b.yaml")];
    for (const f of [a, b]) writeFileSync(f, "1");
    let n = 0;
    const watch = new FileWatch(
      () => n++,
      (reason) => assert.fail(reason),
    );
    const settled = async (count: number): Promise<void> => {
      while (n < count) await sleep(20);
      await sleep(CALM_MS);
      assert.equal(n, count);
    };
    watch.wasRead([a]);
    writeFileSync(a, "2");
    watch.set([a]);
    await settled(1);
    // a reload that takes its time, and another file that it is the first to read
    watch.beforeRead();
    watch.wasRead([a, b]);
    writeFileSync(b, "2");
    watch.set([a, b]);
    await settled(2);
    watch.close();
  });

  it("tells of files that come and go in a folder, and of a folder that comes", async () => {
    const dir = join(folder(), "rules.d");
    const n = await changes(
      [dir],
      () => mkdirSync(dir),
      () => writeFileSync(join(dir, "a.yaml"), "1"),
      () => unlinkSync(join(dir, "a.yaml")),
    );
    // an empty folder reads as nothing, but as another nothing than none
    assert.ok(n >= 2 && n <= 3, String(n));
  });

  it("follows links, as Kubernetes swaps them", async () => {
    const dir = folder();
    for (const v of ["v1", "v2"]) {
      mkdirSync(join(dir, v));
      writeFileSync(join(dir, v, "rules.yaml"), v);
    }
    symlinkSync("v1", join(dir, "..data"));
    symlinkSync("..data/rules.yaml", join(dir, "rules.yaml"));
    const swap = (to: string) => (): void => {
      symlinkSync(to, join(dir, "..data_tmp"));
      renameSync(join(dir, "..data_tmp"), join(dir, "..data"));
    };
    const inside = (): void => writeFileSync(join(dir, "v1", "rules.yaml"), "v1 again");
    assert.equal(await changes([join(dir, "rules.yaml")], swap("v2"), swap("v1"), inside), 3);
  });

  it("names the folders in which something can happen", () => {
    const dir = folder();
    symlinkSync("nowhere", join(dir, "link"));
    assert.deepEqual([...foldersOf([join(dir, "link")])], [[dir, new Set(["link", "nowhere"])]]);
    assert.deepEqual([...foldersOf([join(dir, "no/such/file")])], [[dir, new Set(["no"])]]);
    symlinkSync("loop", join(dir, "loop"));
    assert.deepEqual([...foldersOf([join(dir, "loop")])], [[dir, new Set(["loop"])]]);
    assert.notEqual(digestOf([dir]), digestOf([join(dir, "link")]));
  });
});
