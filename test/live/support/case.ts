import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { type Done, deed, run } from "./deed.js";
import type { Get, Kit, RuleCase } from "./suite.js";

/** A deed in short: what it is called, the deed and its quiet twin. */
export type Short = readonly [by: string, fire: (kit: Kit) => Promise<Done>, quiet: (kit: Kit) => Promise<Done>];

/** A case that checks only that the alert is about the deed; for rules that look at one thing. */
export function shortCase(rule: string, [by, fire, quiet]: Short, more?: (get: Get, kit: Kit) => void): RuleCase {
  return {
    rule,
    by,
    fire,
    quiet,
    check: (get, done, kit) => {
      assert.ok([get("proc.pid"), get("proc.ppid")].includes(String(done.pid)), get("proc.pid"));
      more?.(get, kit);
    },
  };
}

/** Does a deed as a process of the fake container. */
export const inContainer = (kit: Kit, ...args: string[]): Promise<Done> => deed("join", kit.container.procs, ...args);

/** Writes files below an empty copy of a directory that only the deed sees. */
export const writtenIn = (cover: string, path: string, quietPath: string, how = "write"): Short => {
  const dir = (p: string): string => p.slice(0, p.lastIndexOf("/"));
  const go = (p: string): Promise<Done> => deed("private", cover, "dirs", dir(p), how, p);
  return [`a file below ${cover}`, () => go(path), () => go(quietPath)];
};

/** Writes scratch files as a process of the fake container. */
export const writtenInContainer = (name: string, quietName: string): Short => [
  `a write to ${name}`,
  (kit) => inContainer(kit, "write", kit.scratch.path(name)),
  (kit) => inContainer(kit, "write", kit.scratch.path(quietName)),
];

/** A program of this name that does nothing: what counts is that it is started. */
export function tool(kit: Kit, name: string): string {
  const path = kit.scratch.path(name);
  copyFileSync("/bin/true", path);
  return path;
}

/** Starts a tool that only has the name. */
export const started = (command: string, quietCommand: string): Short => {
  const go = (kit: Kit, text: string): Promise<Done> => {
    const [name = "", ...args] = text.split(" ");
    return run(tool(kit, name), args, { session: true });
  };
  return [command, (kit) => go(kit, command), (kit) => go(kit, quietCommand)];
};

/** The same in the fake container. */
export const startedInContainer = (command: string, quietCommand: string): Short => {
  const go = (kit: Kit, text: string): Promise<Done> => {
    const [name = "", ...args] = text.split(" ");
    return inContainer(kit, "run", tool(kit, name), ...args);
  };
  return [command, (kit) => go(kit, command), (kit) => go(kit, quietCommand)];
};

/** Runs a text by a shell. */
export const shell = (by: string, text: string, quietText: string): Short => [
  by,
  () => run("bash", ["-c", text], { session: true }),
  () => run("bash", ["-c", quietText], { session: true }),
];
