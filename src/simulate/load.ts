import { join } from "node:path";
import { addObjectActions } from "./k8s/objects.js";
import { PACKAGE_ROOT } from "./place.js";
import { loadActionFiles, type Registry } from "./registry.js";

/**
 * Every action that there is: those of files, those of objects for a cluster, and those of further folders of objects.
 *
 * @throws SimulateError
 */
export async function loadActions(objects: readonly string[] = []): Promise<Registry> {
  const registry = await loadActionFiles();
  for (const dir of [join(PACKAGE_ROOT, "simulate/k8saudit"), ...objects]) addObjectActions(registry, dir);
  return registry;
}
