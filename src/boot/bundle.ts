import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";

/** A bundle as read once, for all threads that run it. */
export interface Bundle {
  readonly file: string;
  /** Its source, then the code that V8 made of it when Saker was built; without the latter V8 compiles it anew. */
  readonly bytes: SharedArrayBuffer;
  readonly sourceBytes: number;
}

/** A bundle that can be run. */
export interface Compiled {
  readonly script: Script;
  /** Did V8 take the code? If not, there is none, or it was made by another V8 or under other flags. */
  readonly precompiled: boolean;
}

/** A bundle that has been run. */
export interface Ran extends Compiled {
  readonly exports: unknown;
}

/** Make a script of a bundle. */
export function compileBundle({ file, bytes, sourceBytes }: Bundle): Compiled {
  // what is not ASCII is escaped in a bundle
  const source = Buffer.from(bytes, 0, sourceBytes).toString("latin1");
  const code = bytes.byteLength > sourceBytes ? Buffer.from(bytes, sourceBytes) : undefined;
  // code keeps the name under which it was made, wherever it is installed: so one without a path, nor a slice of one
  const filename = Buffer.from(basename(file)).toString();
  const script = new Script(source, { filename, ...(code !== undefined && { cachedData: code }) });
  return { script, precompiled: script.cachedDataRejected === false };
}

/** Run a bundle in this thread; it loads modules by a `require` of its folder. */
export function runBundle(bundle: Bundle, require: NodeJS.Require): Ran {
  const compiled = compileBundle(bundle);
  const main = compiled.script.runInThisContext() as (
    require: NodeJS.Require,
    url: string,
    module: { exports: unknown },
  ) => void;
  const module = { exports: {} as unknown };
  main(require, pathToFileURL(bundle.file).href, module);
  return { ...compiled, exports: module.exports };
}
