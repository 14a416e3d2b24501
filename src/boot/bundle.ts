import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";

/** A bundle as read once, for all threads that run it. */
export interface Bundle {
  readonly file: string;
  /** Its source, then the code that V8 made of it when Saker was built; without the latter V8 compiles it anew. */
  readonly bytes: SharedArrayBuffer;
  readonly sourceBytes: number;
}

/** A bundle that was run. */
export interface Running {
  readonly script: Script;
  /** Did V8 take the code? If not, there is none, or it was made by another V8 or under other flags. */
  readonly precompiled: boolean;
}

/** Run a bundle in this thread. */
export function runBundle({ file, bytes, sourceBytes }: Bundle): Running {
  // what is not ASCII is escaped in a bundle
  const source = Buffer.from(bytes, 0, sourceBytes).toString("latin1");
  const code = bytes.byteLength > sourceBytes ? Buffer.from(bytes, sourceBytes) : undefined;
  const script = new Script(source, { filename: file, ...(code !== undefined && { cachedData: code }) });
  const main = script.runInThisContext() as (require: NodeJS.Require, url: string) => void;
  main(createRequire(file), pathToFileURL(file).href);
  return { script, precompiled: script.cachedDataRejected === false };
}
