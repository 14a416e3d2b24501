import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Action } from "../action.js";
import { type Registry, SimulateError } from "../registry.js";
import type { Stage } from "../stage.js";
import { type ClusterObject, openCluster } from "./cluster.js";

/** Says which rule an object is for; without it, the rule is called as the file is. */
const RULE_KEY = "saker/rule";

/** Package of all actions that make objects in a cluster. */
export const OBJECT_PACKAGE = "k8saudit";

/**
 * Makes an action of each YAML file of a folder: it creates the file's objects in the cluster and deletes them again.
 *
 * @throws SimulateError if a file holds something else
 */
export function addObjectActions(registry: Registry, dir: string): void {
  if (!existsSync(dir)) throw new SimulateError(`there is no folder ${dir}`);
  for (const file of readdirSync(dir).sort()) {
    const stem = /^(.+)\.ya?ml$/.exec(file)?.[1];
    if (stem === undefined) continue;
    const words = stem.split(/[^a-zA-Z0-9]+/).filter((w) => w !== "");
    const name = words.map((w) => w[0]?.toUpperCase() + w.slice(1)).join("");
    registry.add(OBJECT_PACKAGE, name, objectAction(readObjects(join(dir, file)), words.join(" ")));
  }
}

function objectAction(objects: readonly ClusterObject[], otherwise: string): Action {
  const rule = objects.map((o) => o.metadata?.annotations?.[RULE_KEY]).find((r) => r !== undefined);
  const what = objects.map((o) => `${o.kind} ${o.metadata?.name}`).join(", ");
  return {
    rule: rule ?? otherwise,
    does: `creates ${what} in the cluster`,
    disabled: true,
    source: "k8s_audit",
    run: (stage) => createAll(objects, stage),
  };
}

async function createAll(objects: readonly ClusterObject[], stage: Stage): Promise<void> {
  const cluster = await openCluster();
  for (const object of objects) {
    await cluster.create(object);
    stage.cleanup(() => cluster.remove(object));
  }
}

function readObjects(file: string): ClusterObject[] {
  const docs = parseAllDocuments(readFileSync(file, "utf8"));
  const objects = (Array.isArray(docs) ? docs : []).flatMap((doc) => {
    const fault = doc.errors[0];
    if (fault !== undefined) throw new SimulateError(`${file}: ${fault.message}`);
    return doc.contents === null ? [] : [doc.toJS() as ClusterObject];
  });
  if (objects.length === 0) throw new SimulateError(`${file} holds no objects`);
  for (const o of objects) {
    if (typeof o?.apiVersion === "string" && typeof o.kind === "string" && typeof o.metadata?.name === "string")
      continue;
    throw new SimulateError(`${file}: every object needs apiVersion, kind and metadata.name`);
  }
  return objects;
}
