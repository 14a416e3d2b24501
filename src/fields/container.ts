import { Attr, EMPTY_ATTR } from "../state/attr.js";
import type { EventContext } from "../state/context.js";
import { ABSENT, definer } from "./define.js";
import type { FieldDef } from "./field.js";

const d = definer("container");
const HOST = "host";

const isHost = (x: EventContext): boolean => x.proc !== null && x.proc.containerId.str === HOST;
const id = (x: EventContext): Attr | null => x.proc?.containerId ?? null;

/** Metadata that only the container runtime knows: empty for the host, absent for containers. */
const hostEmpty = (x: EventContext): Attr | null => (isHost(x) ? EMPTY_ATTR : null);
const hostFalse = (x: EventContext): number => (isHost(x) ? 0 : ABSENT);
const HOST_NAME = Attr.of(HOST);
const hostOnly = (x: EventContext): Attr | null => (isHost(x) ? HOST_NAME : null);

const MOUNTS = { arg: "required", argKinds: ["index", "key"] } as const;
const KEY = { arg: "required", argKinds: ["key"] } as const;
const OLD = { deprecated: true } as const;

const empty = (name: string, desc: string): FieldDef => d.attr(name, desc, hostEmpty);
const mount = (name: string, part: string): FieldDef =>
  d.absent(name, "CHARBUF", `${part} of a mount, chosen by number or path.`, MOUNTS);

/** Old kinds of Kubernetes objects, which have no values any more. */
const OLD_OBJECTS = ["rc", "svc", "ns", "rs", "deployment"];

function oldObject(kind: string): FieldDef[] {
  const desc = "No longer filled.";
  return [
    ...(kind === "ns" ? [] : [d.absent(`k8s.${kind}.name`, "CHARBUF", desc, OLD)]),
    d.absent(`k8s.${kind}.id`, "CHARBUF", desc, OLD),
    d.absent(`k8s.${kind}.label`, "CHARBUF", desc, { ...OLD, ...KEY }),
    d.absent(`k8s.${kind}.labels`, "CHARBUF", desc, OLD),
  ];
}

/** Fields of the container and pod that a process runs in. */
export const CONTAINER_FIELDS: readonly FieldDef[] = [
  d.attr("container.id", "First twelve digits of the container's id; host for the host.", id),
  d.attr("container.full_id", "Full id of the container.", hostOnly),
  d.attr("container.name", "Name of the container; host for the host.", hostOnly),
  empty("container.image", "Name of the image."),
  empty("container.image.id", "Id of the image."),
  d.attr("container.type", "Kind of runtime; host for the host.", (x) => x.proc?.containerType ?? null),
  d.bool("container.privileged", "True for a privileged container.", hostFalse),
  empty("container.mounts", "All mounts of the container."),
  mount("container.mount", "All"),
  mount("container.mount.source", "Source"),
  mount("container.mount.dest", "Destination"),
  mount("container.mount.mode", "Mode"),
  mount("container.mount.rdwr", "Writability"),
  mount("container.mount.propagation", "Propagation"),
  empty("container.image.repository", "Repository of the image."),
  empty("container.image.tag", "Tag of the image."),
  empty("container.image.digest", "Digest of the image."),
  ...["healthcheck", "liveness_probe", "readiness_probe"].map((n) =>
    d.absent(`container.${n}`, "CHARBUF", "No longer filled.", OLD),
  ),
  d.big("container.start_ts", "ABSTIME", "Start of the container, ns since the epoch.", startTs),
  d.big("container.duration", "RELTIME", "Time since the container was started, ns.", (x) => {
    const start = startTs(x);
    return start === undefined ? undefined : x.ev.ts - start;
  }),
  empty("container.ip", "Address of the container."),
  empty("container.cni.json", "Network configuration of the pod, as JSON."),
  d.bool("container.host_pid", "True if the container shares the host's pid namespace.", hostFalse),
  d.bool("container.host_network", "True if the container shares the host's network.", hostFalse),
  d.bool("container.host_ipc", "True if the container shares the host's IPC namespace.", hostFalse),
  d.absent("container.label", "CHARBUF", "Value of one label of the container.", KEY),
  empty("container.labels", "All labels of the container."),
  ...["healthcheck", "liveness_probe", "readiness_probe"].map((n) =>
    d.absent(`proc.is_container_${n}`, "BOOL", "No longer filled.", OLD),
  ),
  d.absent("k8s.pod.name", "CHARBUF", "Name of the pod."),
  d.absent("k8s.ns.name", "CHARBUF", "Namespace of the pod."),
  d.absent("k8s.pod.id", "CHARBUF", "Another name of k8s.pod.uid."),
  d.absent("k8s.pod.uid", "CHARBUF", "Unique id of the pod."),
  empty("k8s.pod.sandbox_id", "First twelve digits of the id of the pod's sandbox."),
  empty("k8s.pod.full_sandbox_id", "Full id of the pod's sandbox."),
  d.absent("k8s.pod.label", "CHARBUF", "Value of one label of the pod.", KEY),
  empty("k8s.pod.labels", "All labels of the pod."),
  empty("k8s.pod.ip", "Address of the pod."),
  empty("k8s.pod.cni.json", "Network configuration of the pod, as JSON."),
  ...OLD_OBJECTS.flatMap(oldObject),
];

function startTs(x: EventContext): bigint | undefined {
  const p = x.proc;
  const start = p === null ? 0n : p.pidnsStartNs(x.state.bootNs);
  return start === 0n ? undefined : start;
}
