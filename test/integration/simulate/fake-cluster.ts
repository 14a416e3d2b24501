// A Kubernetes API server as far as objects go: TLS, a bearer token, discovery, create, delete. Loopback only.
import { readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const TOKEN = "not-a-secret";

/** What the server knows of, by group and version: kind, plural name. All are in namespaces. */
const KINDS: Readonly<Record<string, readonly (readonly [kind: string, plural: string])[]>> = {
  v1: [
    ["ConfigMap", "configmaps"],
    ["Service", "services"],
    ["ServiceAccount", "serviceaccounts"],
  ],
  "apps/v1": [["Deployment", "deployments"]],
  "rbac.authorization.k8s.io/v1": [
    ["Role", "roles"],
    ["RoleBinding", "rolebindings"],
  ],
};

interface Body {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
}

/** A server, and what was done on it. */
export interface FakeCluster {
  /** `create Role default/x`, `delete Role default/x` */
  readonly log: string[];
  /** Objects that are there. */
  readonly objects: Map<string, unknown>;
  /** A kubeconfig file for it, in a folder that exists. */
  kubeconfig(dir: string, token?: string): string;
  stop(): Promise<void>;
}

/** @param tls files of the server's certificate and key, and of the authority that signed it */
export async function startFakeCluster(tls: { cert: string; key: string; ca: string }): Promise<FakeCluster> {
  const log: string[] = [];
  const objects = new Map<string, unknown>();
  const server: Server = createServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, (req, res) => {
    void body(req).then((sent) => {
      const [code, content] = answer(req, sent, log, objects);
      res.writeHead(code, { "content-type": "application/json" });
      res.end(JSON.stringify(content));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    log,
    objects,
    kubeconfig(dir, token = TOKEN) {
      const file = join(dir, "kubeconfig");
      const config = {
        apiVersion: "v1",
        kind: "Config",
        "current-context": "here",
        clusters: [{ name: "fake", cluster: { server: `https://localhost:${port}`, "certificate-authority": tls.ca } }],
        users: [{ name: "me", user: { token } }],
        contexts: [{ name: "here", context: { cluster: "fake", user: "me", namespace: "playground" } }],
      };
      writeFileSync(file, JSON.stringify(config));
      return file;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function body(req: IncomingMessage): Promise<Body> {
  let text = "";
  for await (const chunk of req) text += chunk;
  return text === "" ? {} : (JSON.parse(text) as Body);
}

type Answer = readonly [code: number, content: object];

function refusal(code: number, message: string): Answer {
  return [code, { kind: "Status", apiVersion: "v1", status: "Failure", message, code }];
}

function answer(req: IncomingMessage, sent: Body, log: string[], objects: Map<string, unknown>): Answer {
  if (req.headers.authorization !== `Bearer ${TOKEN}`) return refusal(401, "Unauthorized");
  const path = (req.url ?? "").replace(/\?.*/, "").replace(/^\/apis?\//, "");
  const known = KINDS[path];
  if (req.method === "GET" && known !== undefined) {
    const resources = known.map(([kind, name]) => ({
      name,
      kind,
      namespaced: true,
      singularName: "",
      verbs: ["create"],
    }));
    return [200, { kind: "APIResourceList", apiVersion: "v1", groupVersion: path, resources }];
  }
  const m = /^(.+)\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/.exec(path);
  const kind = KINDS[m?.[1] ?? ""]?.find(([, plural]) => plural === m?.[3])?.[0];
  if (m === null || kind === undefined) return refusal(404, `there is no ${req.url}`);
  const key = `${kind} ${m[2]}/${m[4] ?? sent.metadata?.name}`;
  if (req.method === "POST") {
    if (objects.has(key)) return refusal(409, `${key} already exists`);
    objects.set(key, sent);
    log.push(`create ${key}`);
    return [201, sent];
  }
  if (req.method !== "DELETE") return refusal(405, "no such method");
  if (!objects.delete(key)) return refusal(404, `${key} not found`);
  log.push(`delete ${key}`);
  return [200, { kind: "Status", apiVersion: "v1", status: "Success" }];
}
