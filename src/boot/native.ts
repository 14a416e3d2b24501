import { fileURLToPath } from "node:url";
import bindings from "bindings";

/** Where CMake puts it; what is tried before costs an error each. */
const PLACES = [["module_root", "build", "Release", "bindings"]];

let native: unknown;

/** The native addon, build/Release/saker.node; loaded once a thread. Callers know the part of it that they use. */
export function nativeAddon(): unknown {
  // by itself it would ask V8 for the file of its caller; what runs precompiled has no true one
  native ??= bindings({
    bindings: "saker",
    module_root: bindings.getRoot(fileURLToPath(import.meta.url)),
    try: PLACES,
  });
  return native;
}
