// Actions that make objects in a cluster: against an API server on loopback with TLS and a token, by a kubeconfig file.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { addObjectActions } from "../../../src/simulate/k8s/objects.js";
import { loadActions } from "../../../src/simulate/load.js";
import { Registry } from "../../../src/simulate/registry.js";
import { runAction } from "../../../src/simulate/runner.js";
import { certificates } from "../output/support/certificates.js";
import { type FakeCluster, startFakeCluster } from "./fake-cluster.js";

describe("actions for a cluster", () => {
  const dir = mkdtempSync(join(tmpdir(), "saker-cluster-"));
  const environment = process.env.KUBECONFIG;
  let cluster: FakeCluster;
  let registry: Registry;
  before(async () => {
    const c = certificates(dir);
    cluster = await startFakeCluster({ ...c.server, ca: c.ca });
    registry = await loadActions();
  });
  after(async () => {
    await cluster.stop();
    rmSync(dir, { recursive: true });
  });
  afterEach(() => {
    cluster.log.length = 0;
    if (environment === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = environment;
  });

  const run = async (name: string) => {
    const action = registry.all().find((a) => a.name === name);
    assert.ok(action !== undefined, name);
    return await runAction(action);
  };

  it("create what their files say and delete it again, in the namespace of the context", async () => {
    process.env.KUBECONFIG = cluster.kubeconfig(dir);
    const outcome = await run("k8saudit.K8sServiceaccountCreated");
    assert.equal(outcome.status, "done", outcome.reason);
    const made = ["ServiceAccount playground/saker-simulate", "Role playground/saker-simulate-plain"];
    const all = [...made, "RoleBinding playground/saker-simulate-plain"];
    assert.deepEqual(cluster.log, [...all.map((k) => `create ${k}`), ...all.reverse().map((k) => `delete ${k}`)]);
  });

  it("all can be done, and leave nothing", async () => {
    process.env.KUBECONFIG = cluster.kubeconfig(dir);
    const all = registry.byPackage("k8saudit");
    assert.ok(all.length >= 13);
    for (const action of all) assert.equal((await run(action.name)).status, "done", action.name);
    assert.equal(cluster.objects.size, 0);
    assert.ok(cluster.log.length >= 2 * all.length);
  });

  it("what was there already is not taken away", async () => {
    process.env.KUBECONFIG = cluster.kubeconfig(dir);
    const key = "Role playground/saker-simulate-plain";
    cluster.objects.set(key, {});
    const outcome = await run("k8saudit.K8sServiceaccountCreated");
    assert.equal(outcome.status, "failed");
    assert.match(outcome.reason ?? "", /the cluster answered 409: .*already exists/);
    assert.deepEqual([...cluster.objects.keys()], [key]);
    cluster.objects.clear();
  });

  it("a wrong token is a failure, and says so", async () => {
    process.env.KUBECONFIG = cluster.kubeconfig(dir, "wrong");
    const outcome = await run("k8saudit.CreatePrivilegedPod");
    assert.equal(outcome.status, "failed");
    assert.match(outcome.reason ?? "", /the cluster answered 401: Unauthorized/);
  });

  it("are skipped where no cluster is known, or none is reached", async () => {
    process.env.KUBECONFIG = join(dir, "nothing-here");
    const unknown = await run("k8saudit.CreatePrivilegedPod");
    assert.deepEqual([unknown.status, /no cluster is known/.test(unknown.reason ?? "")], ["skipped", true]);
    const gone = join(dir, "gone");
    mkdirSync(gone);
    const c = certificates(gone);
    const other = await startFakeCluster({ ...c.server, ca: c.ca });
    process.env.KUBECONFIG = other.kubeconfig(gone);
    await other.stop();
    const closed = await run("k8saudit.CreatePrivilegedPod");
    assert.equal(closed.status, "skipped", closed.reason);
    assert.match(closed.reason ?? "", /no cluster is reachable at https:\/\/localhost:\d+/);
    // nor does it speak to a server whose certificate is another's
    const strange = join(dir, "strange");
    mkdirSync(strange);
    const stranger = certificates(strange);
    const server = await startFakeCluster({ ...c.server, ca: stranger.ca });
    process.env.KUBECONFIG = server.kubeconfig(strange);
    const refused = await run("k8saudit.CreatePrivilegedPod");
    assert.notEqual(refused.status, "done");
    assert.deepEqual(server.log, []);
    await server.stop();
  });

  it("any folder of YAML files can be added; a file that holds no objects is refused", () => {
    const folder = join(dir, "mine");
    mkdirSync(folder);
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" } };
    writeFileSync(join(folder, "my-own-thing.yaml"), JSON.stringify(object));
    const own = new Registry();
    addObjectActions(own, folder);
    assert.deepEqual(
      own.all().map((a) => [a.name, a.does, a.disabled]),
      [["k8saudit.MyOwnThing", "creates ConfigMap x in the cluster", true]],
    );
    writeFileSync(join(folder, "wrong.yaml"), "kind: ConfigMap");
    assert.throws(() => addObjectActions(new Registry(), folder), /wrong\.yaml: every object needs apiVersion/);
  });
});
