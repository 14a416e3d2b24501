/** A container as told by the name of a cgroup. */
export interface ContainerMark {
  /** First twelve digits of its id, or `host`. */
  readonly id: string;
  /** Runtime, or `host`; empty if the name does not tell. */
  readonly type: string;
}

export const HOST: ContainerMark = { id: "host", type: "host" };

const SHORT = 12;

/** Ways in which runtimes name the cgroup of a container, tried in order on the path's components from the end. */
const PATTERNS: readonly { readonly re: RegExp; readonly type: string }[] = [
  { re: /^docker-([0-9a-f]{64})\.scope$/, type: "docker" },
  { re: /^cri-containerd-([0-9a-f]{64})\.scope$/, type: "containerd" },
  { re: /^nerdctl-([0-9a-f]{64})\.scope$/, type: "containerd" },
  { re: /^crio-([0-9a-f]{64})(?:\.scope)?$/, type: "cri-o" },
  { re: /^libpod-([0-9a-f]{64})(?:\.scope)?$/, type: "podman" },
  { re: /^[a-z0-9_.-]*:cri-containerd:([0-9a-f]{64})$/i, type: "containerd" },
  { re: /^[a-z][a-z-]*-([0-9a-f]{64})\.scope$/, type: "" },
];

const BARE = /^[0-9a-f]{64}$/;
/** The monitor of a container runs beside it, on the host's behalf. */
const MONITOR = /conmon/;

/** Runtime of a cgroup whose name is a bare id, from the name of the cgroup around it. */
function typeOfParent(parent: string): string {
  if (parent === "docker") return "docker";
  if (parent === "libpod_parent" || parent.startsWith("libpod")) return "podman";
  if (parent.startsWith("pod") || parent.includes("kubepods")) return "containerd";
  if (parent === "actions_job") return "docker";
  return "";
}

function markOf(component: string, parent: string): ContainerMark | undefined {
  if (component.length < 64 || MONITOR.test(component)) return undefined;
  if (BARE.test(component)) return { id: component.slice(0, SHORT), type: typeOfParent(parent) };
  for (const { re, type } of PATTERNS) {
    const id = re.exec(component)?.[1];
    if (id !== undefined) return { id: id.slice(0, SHORT), type };
  }
  return undefined;
}

/**
 * The container of a process.
 * @param cgroups `subsystem=path` or plain path entries, each ended by NUL
 */
export function containerOf(cgroups: string): ContainerMark {
  for (const entry of cgroups.split("\0")) {
    const eq = entry.indexOf("=");
    const path = entry.slice(eq + 1);
    if (path.length < 6) continue;
    const parts = path.split("/");
    for (let i = parts.length - 1; i > 0; i--) {
      const mark = markOf(parts[i] as string, parts[i - 1] as string);
      if (mark) return mark;
      // lxc names its containers freely.
      if (parts[i - 1] === "lxc" || parts[i - 1] === "lxc.payload") return { id: parts[i] as string, type: "lxc" };
    }
    const payload = parts.find((p) => p.startsWith("lxc.payload."));
    if (payload) return { id: payload.slice("lxc.payload.".length), type: "lxc" };
  }
  return HOST;
}
