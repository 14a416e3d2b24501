// Rules of saker-extra_rules.yaml that look at programs, names, connections and guards.
import { inContainer, type Short, shell, shortCase, started, startedInContainer } from "./support/case.js";
import { type Done, deed, run } from "./support/deed.js";
import { type Kit, liveSuite } from "./support/suite.js";

const LINKER = "/lib64/ld-linux-x86-64.so.2";

/** Does a deed as a program of this name, which lies in /tmp. */
const as = (kit: Kit, name: string, ...args: string[]): Promise<Done> => deed("as", kit.scratch.path(name), ...args);

/** The program does nothing: what counts is its name. */
const idleAs = (name: string, quiet: string): Short => [
  name,
  (kit) => as(kit, name, "idle"),
  (kit) => as(kit, quiet, "idle"),
];

/** Kills a program of this name. */
function killed(kit: Kit, name: string): Promise<Done> {
  const copy = kit.scratch.path(name);
  const script = `cp "$(command -v sleep)" ${copy}; ${copy} 5 & sleep 0.3; kill -9 $!; wait; true`;
  return run("sh", ["-c", script], { session: true });
}

function removesItself(kit: Kit, other: boolean): Promise<Done> {
  const path = kit.scratch.path("x");
  return deed("as", path, "unlink", other ? kit.scratch.file("y") : path);
}

const table: readonly (readonly [rule: string, short: Short])[] = [
  [
    "Control groups mounted in a container",
    [
      "a cgroup2",
      (kit) => inContainer(kit, "mountfs", "cgroup2", "/mnt"),
      (kit) => inContainer(kit, "mountfs", "tmpfs", "/mnt"),
    ],
  ],
  [
    "Container engine socket used from a container",
    [
      "docker.sock",
      (kit) => inContainer(kit, "unix", kit.scratch.path("docker.sock")),
      (kit) => inContainer(kit, "unix", kit.scratch.path("x.sock")),
    ],
  ],
  [
    "eBPF program loaded in a container",
    ["a load", (kit) => inContainer(kit, "bpf"), (kit) => inContainer(kit, "bpf", "map")],
  ],
  ["Namespaces of init entered", started("nsenter -t 1 -m sh", "nsenter -t 77 -m sh")],
  ["Container started with the host's rights", started("docker run --privileged x", "docker run x")],
  [
    "Library forced into a program",
    [
      "LD_PRELOAD",
      () => run("true", [], { env: { LD_PRELOAD: "/tmp/saker-none.so" } }),
      () => run("true", [], { env: { LD_PRELOAD: "libc.so.6" } }),
    ],
  ],
  [
    "Program started through the dynamic linker",
    ["ld.so", () => run(LINKER, ["/bin/true"]), () => run(LINKER, ["--list", "/bin/true"])],
  ],
  [
    "Interpreter runs a program from memory",
    ["a descriptor", () => run("sh", ["/proc/self/fd/9"]), (kit) => run("sh", [kit.scratch.file("script")])],
  ],
  [
    "Cloud metadata service asked on the host",
    ["port 80", () => deed("dial", "169.254.169.254", "80"), () => deed("dial", "169.254.169.254", "81")],
  ],
  [
    "Connection to a mining pool port by a dropped program",
    [
      "port 3333",
      (kit) => as(kit, "x", "dial", "203.0.113.9", "3333"),
      (kit) => as(kit, "x", "dial", "203.0.113.9", "443"),
    ],
  ],
  ["Crypto miner options on a command line", started("helper --donate-level 1", "helper --level 1")],
  ["Program poses as a kernel thread", idleAs("kworker-0", "worker-0")],
  [
    "Process renames itself to a kernel thread",
    ["PR_SET_NAME", () => deed("call", "kworker/0:1", "idle"), () => deed("call", "worker/0:1", "idle")],
  ],
  ["Program with a system's name in a foreign place", idleAs("sshd", "sshx")],
  ["Program removes its own file", ["unlink", (kit) => removesItself(kit, false), (kit) => removesItself(kit, true)]],
  ["Reverse shell on a command line", shell("/dev/tcp", ": /dev/tcp/203.0.113.9/1; :", ": /dev/null; :")],
  ["Download run by a shell at once", shell("curl", ": 'curl x | sh'; :", ": 'curl x > y'; :")],
  ["Encoded text run by a shell", shell("base64", ": 'base64 -d | sh'; :", ": 'base64 -d > y'; :")],
  ["Command hidden behind blanks", shell("blanks", `:${" ".repeat(120)}; :`, `:${" ".repeat(20)}; :`)],
  ["Attack tool started", idleAs("hydra", "hydrant")],
  ["Tunnelling tool started", idleAs("ngrok", "grok")],
  ["Packet socket created on host", ["AF_PACKET", () => deed("packet"), () => deed("packet", "udp")]],
  ["Security agent stopped or removed", started("systemctl stop auditd", "systemctl stop nginx")],
  ["Signal that stops a security agent", ["SIGKILL", (kit) => killed(kit, "falco"), (kit) => killed(kit, "falcon")]],
  ["Firewall switched off", started("iptables -F", "iptables -L")],
  [
    "Shell history switched off",
    [
      "HISTFILE",
      () => run("bash", ["-c", ":"], { env: { HISTFILE: "/dev/null" } }),
      () => run("bash", ["-c", ":"], { env: { HISTFILE: "/tmp/x" } }),
    ],
  ],
  ["File made immutable", started("chattr +i x", "chattr -i x")],
  ["Capability given to a program file", started("setcap cap_net_raw+ep x", "setcap -r x")],
];

const stable: readonly (readonly [rule: string, short: Short])[] = [
  [
    "Disallowed SSH Connection Non Standard Port",
    [
      "port 443",
      (kit) => as(kit, "ssh", "dial", "203.0.113.9", "443"),
      (kit) => as(kit, "ssh", "dial", "203.0.113.9", "22"),
    ],
  ],
  [
    "Contact K8S API Server From Container",
    [
      "port 6443",
      (kit) => inContainer(kit, "dial", "10.96.0.1", "6443"),
      (kit) => inContainer(kit, "dial", "10.96.0.1", "443"),
    ],
  ],
];

/** Of the other two files: what a name or a connection is enough for. */
const tuned: readonly (readonly [rule: string, short: Short])[] = [
  ["User mgmt binaries", started("useradd x", "userlist x")],
  ["Launch Suspicious Network Tool on Host", started("nmap x", "map x")],
  ["Launch Suspicious Network Tool in Container", startedInContainer("nmap x", "map x")],
  ["Launch Remote File Copy Tools in Container", startedInContainer("scp x", "cpx x")],
  ["Launch Ingress Remote File Copy Tools in Container", startedInContainer("wget x", "get x")],
  ["Launch Package Management Process in Container", startedInContainer("apk add x", "apkx x")],
  ["Mount Launched in Privileged Container", startedInContainer("mount /dev/x /mnt", "mounted x")],
  ["Kubernetes Client Tool Launched in Container", startedInContainer("kubectl get pods", "kube x")],
  ["Decoding Payload in Container", startedInContainer("base64 -d x", "base64 x")],
  ["Known Cryptominer Process Executed", started("xmrig", "xmr")],
  ["Detect crypto miners using the Stratum protocol", started("x stratum+tcp://y", "x stratum")],
  ["Netcat/Socat Remote Code Execution on Host", started("socat TCP:x EXEC:sh", "socat TCP:x TCP:y")],
  [
    "Potential Local Privilege Escalation via Environment Variables Misuse",
    ["GLIBC_TUNABLES", () => run("true", [], { env: { GLIBC_TUNABLES: "x" } }), () => run("true", [])],
  ],
  [
    "Network Connection outside Local Subnet",
    [
      "203.0.113.9",
      (kit) => inContainer(kit, "dial", "203.0.113.9", "443"),
      (kit) => inContainer(kit, "dial", "10.1.2.3", "443"),
    ],
  ],
  ["Non sudo setuid", ["setuid(0)", () => deed("uid", "0", "idle"), () => deed("uid", "65534", "idle")]],
  [
    "Change namespace privileges via unshare",
    ["a user namespace", (kit) => inContainer(kit, "unshare", "user"), (kit) => inContainer(kit, "unshare", "uts")],
  ],
];

liveSuite(
  "extra rules: code",
  [...table, ...stable, ...tuned].map(([rule, short]) => shortCase(rule, short)),
  undefined,
  { flags: ["-o", "rule_matching=all"] },
);
