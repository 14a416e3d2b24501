import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A control group whose path looks like a container's; whoever joins it is taken for a container. */
export interface FakeContainer {
  /** What `container.id` must say. */
  readonly id: string;
  /** First argument of `deed join`. */
  readonly procs: string;
  remove(): Promise<void>;
}

/** Mount points of control group hierarchies, version 1 and 2. */
function hierarchies(): readonly string[] {
  const found: string[] = [];
  for (const line of readFileSync("/proc/self/mountinfo", "utf8").split("\n")) {
    const [left, right] = line.split(" - ");
    const point = left?.split(" ")[4];
    const type = right?.split(" ")[0];
    if (point !== undefined && (type === "cgroup" || type === "cgroup2")) found.push(point);
  }
  return found;
}

/** Version 1 CPU sets take no process before they have CPUs and memory nodes. */
function fillCpuset(dir: string): void {
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    if (!existsSync(join(dir, "cgroup.clone_children")) || !existsSync(join(dir, file))) continue;
    if (readFileSync(join(dir, file), "utf8").trim() === "") {
      writeFileSync(join(dir, file), readFileSync(join(dir, "..", file), "utf8").trim());
    }
  }
}

async function removeDir(dir: string): Promise<void> {
  // Empties a moment after its last process is reaped.
  for (let i = 0; i < 20; i++) {
    try {
      return rmdirSync(dir);
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code !== "EBUSY") return;
      await sleep(50);
    }
  }
}

/**
 * Makes the group in every hierarchy that lets us, as container engines do.
 *
 * @throws {Error} if no hierarchy can be written
 */
export function makeContainer(): FakeContainer {
  const full = randomBytes(32).toString("hex");
  const made: string[] = [];
  const procs: string[] = [];
  for (const top of hierarchies()) {
    // As engines on systemd name them; no parent to share with other tests.
    const dir = join(top, `docker-${full}.scope`);
    try {
      mkdirSync(dir);
      made.push(dir);
      fillCpuset(dir);
      procs.push(join(dir, "cgroup.procs"));
    } catch {
      // A read-only or delegated hierarchy: the others will do.
    }
  }
  if (procs.length === 0) throw new Error("no control group hierarchy can be written");
  return {
    id: full.slice(0, 12),
    procs: procs.join(","),
    remove: async () => {
      for (const dir of made.reverse()) await removeDir(dir);
    },
  };
}
