// Runs live tests on another kernel: boots Debian's own (6.1) in QEMU, without KVM, on an image made of this host's
// programs and the built tree. For what the host's kernel cannot do, 32-bit calls above all, and for CO-RE.
// The last line is the guest's "N passed, N failed, N skipped". Usage: node scripts/test-guest.mjs [FILE...]
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { createInterface } from "node:readline";

const ROOT = new URL("..", import.meta.url).pathname;
const WORK = join(ROOT, "build/guest");
const IMAGE = join(WORK, "root");
const INITRD = join(WORK, "initrd");
const META_PACKAGE = process.env.SAKER_GUEST_KERNEL ?? "linux-image-cloud-amd64";
/** Without KVM all takes minutes; this is for a guest that hangs. */
const LIMIT_MS = 45 * 60_000;

const LIVE = "dist/test/live";
/**
 * All that depends on what the kernel is. Whether one event gets through a flood depends on how fast the ring is read:
 * without KVM, on a busy host, that says nothing.
 */
const tests = () =>
  readdirSync(join(ROOT, LIVE))
    .filter((f) => f !== "evasion-flood.test.js" && /^(evasion.*|look|repair|syscalls|uring)\.test\.js$/.test(f))
    .map((f) => `${LIVE}/${f}`);

/** What the tests start, beside Node.js; busybox does the rest. */
const PROGRAMS = ["node", "bash", "sh", "env", "cat", "cp", "setpriv", "true", "sleep", "ls"];
const BUSYBOX = ["mount", "mkdir", "ip", "hostname", "tr", "cut", "uname", "poweroff", "touch"];
const TREE = ["bin", "rules", "scripts", "build/Release", "dist", "package.json"];

const output = (command, ...args) => execFileSync(command, args, { encoding: "utf8", cwd: WORK });

/** The newest of Debian's kernels for virtual machines, unpacked and not installed. */
function kernel() {
  const find = () => {
    const depends = spawnSync("apt-cache", ["depends", META_PACKAGE], { encoding: "utf8" }).stdout;
    return /Depends: (linux-image-\S+)/.exec(depends)?.[1];
  };
  let name = find();
  if (name === undefined) {
    output("apt-get", "update", "-qq");
    name = find();
  }
  if (name === undefined) throw new Error(`apt knows no package ${META_PACKAGE}`);
  const dir = join(WORK, name);
  const image = join(dir, "boot", name.replace("linux-image", "vmlinuz"));
  if (existsSync(image)) return image;
  console.log(`fetching ${name}`);
  output("apt-get", "download", "-qq", name);
  const file = readdirSync(WORK).find((f) => f.startsWith(`${name}_`) && f.endsWith(".deb"));
  if (file === undefined) throw new Error(`${name} was not downloaded`);
  output("dpkg-deb", "-x", file, dir);
  rmSync(join(WORK, file));
  return image;
}

/** Copies a file of the host to the same place in the image. */
function copy(path) {
  const to = join(IMAGE, path);
  if (existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  cpSync(realpathSync(path), to);
}

function copyProgram(path) {
  copy(path);
  for (const [, library] of output("ldd", path).matchAll(/(\/\S+) \(0x/g)) copy(library);
}

function fillImage() {
  rmSync(IMAGE, { recursive: true, force: true });
  for (const d of [
    "proc",
    "sys",
    "dev",
    "tmp",
    "run",
    "root",
    "etc",
    "var/tmp",
    "usr/bin",
    "usr/sbin",
    "usr/local/sbin",
    "usr/lib",
    "usr/lib64",
  ]) {
    mkdirSync(join(IMAGE, d), { recursive: true });
  }
  // Debian's merged /usr
  for (const d of ["bin", "sbin", "lib", "lib64"]) symlinkSync(`usr/${d}`, join(IMAGE, d));
  for (const p of PROGRAMS) copyProgram(output("which", p).trim());
  copy("/usr/bin/busybox");
  for (const b of BUSYBOX) if (!existsSync(join(IMAGE, "bin", b))) symlinkSync("busybox", join(IMAGE, "bin", b));
  const saker = join(IMAGE, "saker");
  for (const t of TREE) cpSync(join(ROOT, t), join(saker, t), { recursive: true });
  for (const f of readdirSync(join(ROOT, "build/Release"))) {
    if (!f.endsWith(".node")) continue;
    for (const [, library] of output("ldd", join(ROOT, "build/Release", f)).matchAll(/(\/\S+) \(0x/g)) copy(library);
  }
  const packages = output("npm", "ls", "--omit=dev", "--all", "--parseable", "--prefix", ROOT).split("\n");
  for (const p of packages.filter((p) => p.includes("/node_modules/"))) {
    cpSync(p, join(saker, relative(ROOT, p)), { recursive: true });
  }
  writeFileSync(join(IMAGE, "etc/passwd"), "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/:/bin/false\n");
  writeFileSync(join(IMAGE, "etc/group"), "root:x:0:\nnogroup:x:65534:\n");
  writeFileSync(join(IMAGE, "etc/shadow"), "root:*:19000:0:99999:7:::\n", { mode: 0o640 });
  writeFileSync(join(IMAGE, "etc/hostname"), "guest\n");
  cpSync(join(ROOT, "test/guest/init"), join(IMAGE, "init"));
}

function pack() {
  fillImage();
  execFileSync("sh", ["-c", `find . -print0 | cpio --null --create --format=newc --owner=0:0 --quiet > '${INITRD}'`], {
    cwd: IMAGE,
  });
  rmSync(IMAGE, { recursive: true });
}

/** Boots and passes on what the guest says; gives its exit status, undefined if it never said one. */
function boot(image, files) {
  const qemu = spawn(
    "qemu-system-x86_64",
    [
      ...["-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "2048"],
      ...["-nodefaults", "-no-reboot", "-display", "none", "-nic", "none", "-serial", "stdio"],
      ...["-kernel", image, "-initrd", INITRD],
      ...["-append", `console=ttyS0 quiet panic=-1 mitigations=off saker.tests=${files.join(",")}`],
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      qemu.kill("SIGKILL");
      process.exit(1);
    });
  }
  const timer = setTimeout(() => {
    console.error(`the guest did not end within ${LIMIT_MS / 60_000} minutes`);
    qemu.kill("SIGKILL");
  }, LIMIT_MS);
  let status;
  let totals = "0 passed, 1 failed, 0 skipped";
  createInterface({ input: qemu.stdout }).on("line", (raw) => {
    const line = raw.replace(/\r/g, "");
    const ended = /^guest: exit status (\d+)/.exec(line);
    if (ended) status = Number(ended[1]);
    if (/^\d+ passed, \d+ failed, \d+ skipped$/.test(line)) totals = line;
    else console.log(line);
  });
  return new Promise((resolve, reject) => {
    qemu.once("error", reject);
    qemu.once("close", () => {
      clearTimeout(timer);
      resolve({ status: status ?? 1, totals });
    });
  });
}

mkdirSync(WORK, { recursive: true });
const named = process.argv.slice(2);
const image = kernel();
pack();
const ended = await boot(image, named.length > 0 ? named : tests());
console.log(ended.totals);
process.exit(ended.status);
