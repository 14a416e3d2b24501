// Subscribers in a process of their own. Usage: crowd.js ADDRESS READERS SLEEPERS ALERTS [MARK]
// Prints "ready" when all readers have got something, then a line of JSON about what each of them got. With MARK only
// alerts that hold it count.
import { Client, credentials } from "@grpc/grpc-js";
import { SakerClient } from "../../../../src/client/index.js";
import { decodeAlert, encodeRequest } from "../../../../src/output/grpc/codec.js";

const [address = "", readers = "0", sleepers = "0", alerts = "0", mark = ""] = process.argv.slice(2);
let begun = 0;

/** Asks for alerts and never reads any. */
function sleeper(): void {
  const client = new Client(address, credentials.createInsecure(), { "grpc.use_local_subchannel_pool": 1 });
  const call = client.makeBidiStreamRequest("/falco.outputs.service/sub", encodeRequest, decodeAlert);
  call.on("error", () => {});
  call.write({});
}

async function reader(): Promise<{ got: number; inOrder: boolean; missed: number }> {
  const client = new SakerClient({ address });
  let got = 0;
  let last = 0;
  let inOrder = true;
  let missed = 0;
  for await (const a of client.subscribe()) {
    if (last === 0 && ++begun === Number(readers)) console.log("ready");
    if (last !== 0 && a.sequence !== last + 1) inOrder = false;
    last = a.sequence;
    missed += a.missed;
    if (a.output.includes(mark) && ++got === Number(alerts)) break;
  }
  client.close();
  return { got, inOrder, missed };
}

for (let i = 0; i < Number(sleepers); i++) sleeper();
const all = Array.from({ length: Number(readers) }, reader);
console.log(JSON.stringify(await Promise.all(all)));
process.exit(0);
