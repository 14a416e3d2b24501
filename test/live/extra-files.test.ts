// Rules of saker-extra_rules.yaml that look at files.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inContainer, type Short, shell, shortCase, writtenIn, writtenInContainer } from "./support/case.js";
import { deed, run } from "./support/deed.js";
import { type Kit, liveSuite } from "./support/suite.js";

const KERNEL = "/proc/sys/kernel";
const TOKEN = "secrets/kubernetes.io/serviceaccount/token";

/** A file at the end of a path of this kind. */
function secret(kit: Kit, path: string): string {
  const at = join(dirname(kit.scratch.path("x")), path);
  mkdirSync(dirname(at), { recursive: true });
  writeFileSync(at, "secret\n");
  return at;
}

const table: readonly (readonly [rule: string, short: Short])[] = [
  ["Core dump handler changed", writtenIn(KERNEL, `${KERNEL}/core_pattern`, `${KERNEL}/core_uses_pid`)],
  ["Kernel helper program changed", writtenIn(KERNEL, `${KERNEL}/modprobe`, `${KERNEL}/panic`)],
  ["Magic system request triggered", writtenIn("/proc", "/proc/sysrq-trigger", "/proc/sysrq")],
  ["Kernel protection lowered", writtenIn(KERNEL, `${KERNEL}/randomize_va_space`, `${KERNEL}/panic`)],
  ["Kernel memory opened", writtenIn("/dev", "/dev/mem", "/dev/memo")],
  ["Preload list of the dynamic linker changed", writtenIn("/etc", "/etc/ld.so.preload", "/etc/ld.so.x")],
  ["Search path of the dynamic linker changed", writtenIn("/etc", "/etc/ld.so.conf.d/x.conf", "/etc/ld.conf")],
  ["Systemd unit changed", writtenIn("/etc", "/etc/systemd/system/x.service", "/etc/systemd/x.conf")],
  ["Device rule changed", writtenIn("/etc", "/etc/udev/rules.d/99-x.rules", "/etc/udevil/x")],
  ["Start-up file changed", writtenIn("/etc", "/etc/rc.local", "/etc/rc.remote")],
  ["Cron job put in place by a move", writtenIn("/etc", "/etc/cron.d/x", "/etc/cron.x", "swap")],
  [
    "SSH login keys put in place by a move",
    writtenIn("/mnt", "/mnt/.ssh/authorized_keys", "/mnt/.ssh/known_hosts", "swap"),
  ],
  ["SSH server settings changed", writtenIn("/etc", "/etc/ssh/sshd_config", "/etc/ssh/ssh_config")],
  ["PAM changed", writtenIn("/etc", "/etc/pam.d/sshd", "/etc/pam.x")],
  ["Sudo rules changed", writtenIn("/etc", "/etc/sudoers.d/x", "/etc/sudo.x")],
  ["Account database changed by a stranger", writtenIn("/etc", "/etc/passwd", "/etc/passwd.x")],
  ["Polkit or D-Bus rules changed", writtenIn("/etc", "/etc/polkit-1/rules.d/x.rules", "/etc/polkit/x")],
  [
    "Trusted certificates changed",
    writtenIn("/usr/local/share", "/usr/local/share/ca-certificates/x.crt", "/usr/local/share/x"),
  ],
  ["Static pod or kubelet settings changed", writtenIn("/etc", "/etc/kubernetes/manifests/x.yaml", "/etc/kube/x.yaml")],
  ["Container engine settings changed", writtenIn("/etc", "/etc/docker/daemon.json", "/etc/dock/daemon.json")],
  ["Files of a security agent changed", writtenIn("/etc", "/etc/saker/rules.d/x.yaml", "/etc/sake/x.yaml")],
  ["Processor registers opened for writing", writtenIn("/dev", "/dev/cpu/0/msr", "/dev/cpu/0/cpuid")],
  ["Disk opened for writing on the host", writtenIn("/dev", "/dev/sda", "/dev/sg0")],
  ["Tunnel device opened", writtenIn("/dev", "/dev/net/tun", "/dev/net/tap")],
  [
    "File reached through a process's root",
    shell("/proc/PID/root", "cat /proc/$$/root/etc/hostname; :", "cat /proc/$$/status; :"),
  ],
  [
    "Memory of another process written",
    ["/proc/PID/mem", () => deed("write", "/proc/self/mem"), () => deed("read", "/proc/self/maps")],
  ],
  ["Memory of another process read", shell("/proc/PID/mem", "cat /proc/$$/mem; :", "cat /proc/$$/maps; :")],
  [
    "Cloud or cluster credentials read by a tool",
    [
      "cat",
      (kit) => run("cat", [secret(kit, ".aws/credentials")]),
      (kit) => run("wc", [secret(kit, ".aws/credentials")]),
    ],
  ],
  ["Control group release notice set in container", writtenInContainer("notify_on_release", "notify")],
  ["Process moved between control groups from a container", writtenInContainer("cgroup.procs", "cgroup.max")],
  ["Container runtime written from a container", writtenInContainer("runc", "runcher")],
  [
    "Container runtime handle used from a container",
    [
      "a link to a handle",
      (kit) => inContainer(kit, "symlink", "/proc/self/fd/7", kit.scratch.path("link")),
      (kit) => inContainer(kit, "symlink", "/proc/self/status", kit.scratch.path("link")),
    ],
  ],
  [
    "Pod's service account token read by a tool",
    [
      "cat",
      (kit) => inContainer(kit, "run", "cat", secret(kit, TOKEN)),
      (kit) => inContainer(kit, "run", "wc", secret(kit, TOKEN)),
    ],
  ],
];

liveSuite(
  "extra rules: files",
  table.map(([rule, short]) => shortCase(rule, short)),
);
