import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Action, actionKey, type NamedAction, ruleKey } from "./action.js";
import { PACKAGE_ROOT } from "./place.js";

/** An action breaks a convention, or there is none of that name. */
export class SimulateError extends Error {
  override readonly name = "SimulateError";
}

/** The actions that there are. */
export class Registry {
  private readonly byName = new Map<string, NamedAction>();

  /** @throws SimulateError on a name that is taken or does not fit the action's rule */
  add(pkg: string, name: string, action: Action): void {
    const full = `${pkg}.${name}`;
    if (!/^[a-z0-9]+$/.test(pkg) || !/^[A-Za-z0-9]+$/.test(name)) {
      throw new SimulateError(`${full}: packages have lower-case letters and digits, actions letters and digits`);
    }
    if (this.byName.has(full)) throw new SimulateError(`two actions are called ${full}`);
    if (action.rule !== undefined && ruleKey(action.rule) !== actionKey(full)) {
      throw new SimulateError(`${full} must be called as its rule "${action.rule}" is, without other than letters`);
    }
    this.byName.set(full, { ...action, name: full, package: pkg });
  }

  /** All, in order of name. */
  all(): readonly NamedAction[] {
    return [...this.byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  byRegexp(pattern: RegExp): readonly NamedAction[] {
    return this.all().filter((a) => pattern.test(a.name));
  }

  byPackage(name: string): readonly NamedAction[] {
    return this.all().filter((a) => a.package === name);
  }

  /** Does it run only when asked for? */
  disabled(name: string): boolean {
    return this.byName.get(name)?.disabled === true;
  }

  /**
   * What a command line chooses.
   *
   * @param all the disabled ones, too
   * @throws SimulateError if that is none
   */
  select(pattern: string, all: boolean): readonly NamedAction[] {
    let regexp: RegExp;
    try {
      regexp = new RegExp(pattern);
    } catch (e) {
      throw new SimulateError((e as Error).message);
    }
    const found = this.byRegexp(regexp);
    if (found.length === 0) throw new SimulateError(`no events matching '${pattern}'`);
    const enabled = all ? found : found.filter((a) => a.disabled !== true);
    if (enabled.length === 0) {
      throw new SimulateError(`no enabled events matching '${pattern}'; --all takes those that are disabled, too`);
    }
    return enabled;
  }
}

/** Folders of actions: beside this module, and where a bundle of it finds them. */
function actionsDir(): string {
  const beside = fileURLToPath(new URL("./actions", import.meta.url));
  return existsSync(beside) ? beside : join(PACKAGE_ROOT, "dist/src/simulate/actions");
}

/**
 * Finds every action: `<package>/<Name>.js`, which exports `action`.
 *
 * @throws SimulateError
 */
export async function loadActionFiles(dir: string = actionsDir()): Promise<Registry> {
  const registry = new Registry();
  for (const pkg of readdirSync(dir).sort()) {
    const files = readdirSync(join(dir, pkg)).filter((f) => f.endsWith(".js"));
    const modules = files.map((f) => import(pathToFileURL(join(dir, pkg, f)).href) as Promise<{ action?: Action }>);
    for (const [i, module] of (await Promise.all(modules)).entries()) {
      const file = files[i] as string;
      if (module.action === undefined) throw new SimulateError(`${pkg}/${file} exports no \`action\``);
      registry.add(pkg, file.slice(0, -3), module.action);
    }
  }
  return registry;
}
