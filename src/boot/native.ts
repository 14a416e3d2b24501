import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

interface Bindings {
  (of: { bindings: string; module_root: string }): unknown;
  /** The package that a file belongs to. */
  getRoot(file: string): string;
}

let native: unknown;

/** The native addon, build/Release/saker.node; loaded once a thread. Callers know the part of it that they use. */
export function nativeAddon(): unknown {
  if (native === undefined) {
    const bindings = createRequire(import.meta.url)("bindings") as Bindings;
    // by itself it would ask V8 for the file of its caller; what runs precompiled has no true one
    native = bindings({ bindings: "saker", module_root: bindings.getRoot(fileURLToPath(import.meta.url)) });
  }
  return native;
}
