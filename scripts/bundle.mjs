// Bundles what starts with the sensor: one file a thread instead of a hundred modules saves about 80 ms of CPU for each.
// What the command line loads only when it is asked for (subcommands, listings) goes into chunks of its own.
// Usage: bundle.mjs [folder that tsc wrote to]

import { readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { build } from "esbuild";

const DIST = resolve(new URL("..", import.meta.url).pathname, process.argv[2] ?? "dist");

const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  logLevel: "warning",
};

/** Parts of Node that a start seldom needs (TLS and what it stands on take some 10 ms), loaded when they are first used. */
const LATER = /^node:(child_process|crypto|dgram|fs\/promises|http|https|timers\/promises|tls)$/;
const later = {
  name: "later",
  setup(build) {
    build.onResolve({ filter: LATER }, ({ path, namespace }) =>
      namespace === "later" ? { path, external: true } : { path, namespace: "later" },
    );
    // what imports them copies their names, so that these must be there; the module behind them is loaded at the first use
    build.onLoad({ filter: /./, namespace: "later" }, ({ path }) => {
      const names = JSON.stringify(Object.keys(createRequire(import.meta.url)(path)));
      const get = `() => require(${JSON.stringify(path)})[name]`;
      return {
        contents: `for (const name of ${names}) Object.defineProperty(exports, name, { enumerable: true, get: ${get} });`,
      };
    });
  },
};

/** ES modules; dependencies that are CommonJS ask for Node's own modules by require. */
const modules = {
  ...common,
  format: "esm",
  banner: {
    js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
  },
};

/** What src/boot/bundle.ts runs: a script that is a function, as V8 takes the code made of scripts only. */
const functions = {
  ...common,
  format: "cjs",
  define: { "import.meta.url": "bundleUrl" },
  banner: { js: "(function (require, bundleUrl, module) {" },
  footer: { js: "})" },
  // a script has no loader of modules: what is loaded later is in it, or is required
  supported: { "dynamic-import": false },
  plugins: [later],
  // it is read, checked and copied at each start
  minifyWhitespace: true,
  lineLimit: 160,
};

/** A script that Node runs as it does any other. */
const script = { ...common, format: "cjs" };

/** What the sensor loads only if outputs or services that need them are configured. */
const SELDOM = ["undici", "@grpc/*", "protobufjs", "ajv", "prom-client"];

const CLI = `${DIST}/src/cli`;
for (const f of readdirSync(CLI)) if (f.startsWith("chunk-")) rmSync(`${CLI}/${f}`);
await build({
  ...modules,
  entryPoints: { "main.bundle": `${CLI}/main.js` },
  outdir: CLI,
  splitting: true,
  chunkNames: "chunk-[name]-[hash]",
});
await build({
  ...modules,
  entryPoints: [`${DIST}/src/capture/alert/thread.js`],
  outfile: `${DIST}/src/capture/alert/thread.bundle.js`,
});
// a thread or process that begins with a script need not load Node's loader of modules
await build({
  ...script,
  entryPoints: [`${DIST}/src/sensor/thread.js`],
  outfile: `${DIST}/src/sensor/thread.cjs`,
});
await build({
  ...script,
  define: { "import.meta.url": "bundleUrl" },
  banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  entryPoints: [`${CLI}/begin.js`],
  outfile: `${CLI}/begin.cjs`,
});
await build({
  ...functions,
  external: SELDOM,
  entryPoints: [`${CLI}/start.js`],
  outfile: `${CLI}/start.bundle.cjs`,
});
await build({
  ...functions,
  entryPoints: [`${DIST}/src/sensor/worker.js`],
  outfile: `${DIST}/src/sensor/worker.bundle.cjs`,
});
