// Where a worker thread begins (bundled as thread.cjs): runs the bundle of worker.js that the main thread has read.
import { workerData } from "node:worker_threads";
import { type Bundle, runBundle } from "../boot/bundle.js";

const data = workerData as { bundle?: Bundle };
const { bundle } = data;
// nobody needs the bytes once V8 has read them
delete data.bundle;
if (bundle !== undefined) runBundle(bundle, require);
