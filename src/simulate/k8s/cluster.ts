import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { KubernetesObject, KubernetesObjectApi } from "@kubernetes/client-node";
import { ErrSkipped } from "../action.js";

/** An object as its file says it. */
export type ClusterObject = KubernetesObject & { readonly [key: string]: unknown };

/** What actions do with a cluster. */
export interface Cluster {
  create(object: ClusterObject): Promise<void>;
  /** Gone already is fine. */
  remove(object: ClusterObject): Promise<void>;
}

const IN_POD = "/var/run/secrets/kubernetes.io/serviceaccount/token";
const TIMEOUT_MS = 10_000;

/** Is there anything that says where a cluster is? The library would try localhost without. */
function isConfigured(): boolean {
  const files = process.env.KUBECONFIG?.split(delimiter).filter((f) => f !== "") ?? [join(homedir(), ".kube/config")];
  return files.some((f) => existsSync(f)) || (process.env.KUBERNETES_SERVICE_HOST !== undefined && existsSync(IN_POD));
}

/**
 * The cluster of `KUBECONFIG`, `~/.kube/config` or the pod that we are in.
 *
 * @throws ErrSkipped if there is none
 */
export async function openCluster(): Promise<Cluster> {
  if (!isConfigured()) throw new ErrSkipped("no cluster is known: there is no kubeconfig file, and this is no pod");
  // it is large, and few have a cluster
  const k8s = await import("@kubernetes/client-node");
  const config = new k8s.KubeConfig();
  try {
    config.loadFromDefault();
  } catch (e) {
    throw new ErrSkipped(`the kubeconfig file cannot be used: ${(e as Error).message}`);
  }
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new ErrSkipped("no cluster is known: the kubeconfig file has no current context");
  return new ApiCluster(k8s.KubernetesObjectApi.makeApiClient(config), server);
}

class ApiCluster implements Cluster {
  constructor(
    private readonly api: KubernetesObjectApi,
    private readonly server: string,
  ) {}

  async create(object: ClusterObject): Promise<void> {
    await this.ask(() => this.api.create(object));
  }

  async remove(object: ClusterObject): Promise<void> {
    await this.ask(() => this.api.delete(object)).catch((e) => {
      if (codeOf(e) !== 404) throw e;
    });
  }

  private async ask(call: () => Promise<unknown>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new ErrSkipped(`the cluster at ${this.server} does not answer`)), TIMEOUT_MS);
    });
    try {
      await Promise.race([call(), late]);
    } catch (e) {
      throw this.explain(e);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Not reached is a skip, refused is a failure. */
  private explain(e: unknown): unknown {
    const { code, message } = e as { readonly code?: unknown; readonly message: string };
    // the system's and TLS's errors have names, answers have numbers
    if (typeof code === "string") return new ErrSkipped(`no cluster is reachable at ${this.server}: ${message}`);
    if (typeof code !== "number") return e;
    return Object.assign(new Error(`the cluster answered ${code}: ${answerOf(e) ?? message}`), { code });
  }
}

function codeOf(e: unknown): unknown {
  return (e as { readonly code?: unknown }).code;
}

/** The API server's own words. */
function answerOf(e: unknown): string | undefined {
  const { body } = e as { readonly body?: unknown };
  try {
    const answer = (typeof body === "string" ? JSON.parse(body) : body) as { readonly message?: string } | undefined;
    return answer?.message;
  } catch {
    return undefined;
  }
}
