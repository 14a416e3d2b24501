// The process of precompile.mjs, with the flags of bin/saker: reads configuration and rules as a start does, and keeps the
// code that V8 has made of the bundle by then.
// Usage: precompile-start.mjs FILE RULES
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runBundle } from "../dist/src/boot/bundle.js";
import { codeFile, readBundle, sealed } from "../dist/src/boot/read.js";

const [file, rules] = process.argv.slice(2);
const { bytes, sourceBytes } = readBundle(file);
const source = new Uint8Array(bytes, 0, sourceBytes);
const { script, exports } = runBundle({ file, bytes: bytes.slice(0, sourceBytes), sourceBytes }, createRequire(file));
// the second file is not there: a rehearsal must not watch the machine that it is built on
const code = await exports.start(["-r", rules, "-r", `${rules}.missing`]);
if (code !== 1) throw new Error(`the rehearsal of a start ended with ${code}`);
writeFileSync(codeFile(file), sealed(source, script.createCachedData()));
process.exit(0);
