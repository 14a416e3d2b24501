// Sends numbered alerts over HTTP with a spool, for as long as it is let.
// Usage: spooler.js URL SPOOL FIRST PROGRESS_FILE; the file holds how many are in the spool's care.
import { openSync, writeSync } from "node:fs";
import { httpChannel } from "../../../../src/output/channels/http.js";
import { ChannelQueue } from "../../../../src/output/channels/queue.js";
import { message } from "../../../unit/output/channels/support.js";

const [url = "", path = "", first = "0", progress = ""] = process.argv.slice(2);
const channel = httpChannel({ url, spool: { path }, backoff: { firstMs: 10, longestMs: 100 } });
const q = new ChannelQueue("http", channel, { capacity: 100_000 });
const file = openSync(progress, "w");
let n = Number(first);

setInterval(() => {
  // 1,000 a second
  for (let i = 0; i < 10; i++) q.push(message(n++));
  writeSync(file, String(q.stats().sent).padEnd(12), 0);
}, 10);

process.on("SIGTERM", () => {
  void q.close(10_000).then(() => {
    writeSync(file, String(q.stats().sent).padEnd(12), 0);
    process.exit(0);
  });
});
