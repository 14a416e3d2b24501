// Does random things, the same ones for the same seed: actor.js SEED ROOT STEPS DEED. For the pair test of recording.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { connect, createServer } from "node:net";
import { Dice } from "./script.js";

const [seed, root, steps, deed] = process.argv.slice(2) as [string, string, string, string];
const dice = new Dice(Number(seed));
const DIRS = ["a", "a/b", "c", "c/d/e", "f"];
const NAMES = ["one.txt", "two.key", "three.log", "secret"];
const path = (): string => `${root}/${dice.pick(DIRS)}/${dice.pick(NAMES)}`;
const dir = (): string => `${root}/${dice.pick(DIRS)}`;
/** Most of what is tried may fail: a failed call is an event, too. */
const attempt = (f: () => unknown): void => {
  try {
    f();
  } catch {
    // as it should be
  }
};
const open: number[] = [];

const actions: readonly (() => void)[] = [
  () => {
    const fd = fs.openSync(path(), dice.pick(["r", "w", "a+", "r+"]));
    open.push(fd);
    if (open.length > 6) fs.closeSync(open.shift() as number);
  },
  () => fs.writeSync(dice.pick(open), "text"),
  () => fs.readSync(dice.pick(open), Buffer.alloc(10)),
  () => fs.fchmodSync(dice.pick(open), 0o600 + dice.below(64)),
  () => fs.fchownSync(dice.pick(open), dice.below(3), 0),
  () => fs.ftruncateSync(dice.pick(open), 3),
  () => fs.closeSync(open.splice(dice.below(open.length), 1)[0] as number),
  () => fs.renameSync(path(), path()),
  () => fs.renameSync(dir(), `${dir()}${dice.below(2)}`),
  () => fs.mkdirSync(dir(), { recursive: true }),
  () => fs.unlinkSync(path()),
  () => fs.linkSync(path(), path()),
  () => fs.symlinkSync(dice.next() < 0.5 ? path() : dir(), path()),
  () => fs.symlinkSync(dir(), `${root}/way${dice.below(2)}`),
  () => fs.openSync(`${root}/way${dice.below(2)}/${dice.pick(NAMES)}`, "r"),
  () => process.chdir(dice.next() < 0.3 ? `${root}/way${dice.below(2)}` : dir()),
  () => process.chdir(root),
  () => fs.closeSync(fs.openSync(`./${dice.pick(NAMES)}`, "a")),
  () => fs.closeSync(fs.openSync(`../${dice.pick(DIRS)}/${dice.pick(NAMES)}`, "r")),
  () => fs.chmodSync(path(), 0o640),
  () => spawnSync("/bin/sh", ["-c", `cat < ${path()} > ${path()} 2>&1; cd ${dir()} && echo x >> ${dice.pick(NAMES)}`]),
  () => spawnSync("/bin/sh", ["-c", `(exec 7< ${path()}; exec cat <&7) | tee ${path()} > /dev/null`]),
  () => spawnSync(deed, ["as", `${root}/player${dice.below(3)}`, "write", path(), "open"]),
  () => spawnSync("/bin/ls", ["-l", dir()], { uid: 1, gid: 1 }),
];

fs.mkdirSync(root, { recursive: true });
for (const d of DIRS) fs.mkdirSync(`${root}/${d}`, { recursive: true });
// paths without a directory are to lead there from the first step on
process.chdir(root);
for (const d of DIRS) for (const n of NAMES) if (dice.next() < 0.7) fs.writeFileSync(`${root}/${d}/${n}`, "x");
const server = createServer((s) => s.on("error", () => {}).end("hello"));
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as { port: number };
for (let i = 0; i < Number(steps); i++) {
  if (dice.next() < 0.05) {
    await new Promise<void>((resolve) => {
      const c = connect(dice.next() < 0.8 ? port : 9, "127.0.0.1");
      c.on("close", () => resolve())
        .on("error", () => {})
        .resume()
        .write("hi");
    });
  } else attempt(dice.pick(actions));
}
server.close();
