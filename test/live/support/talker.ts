// Two ends of a connection in one process: says its ports, then talks when it is told to. The caller has the lower port.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

const server = createServer();
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;

async function call(): Promise<Socket> {
  for (let localPort = port - 1; localPort > 1024; localPort--) {
    const socket = connect({ port, host: "127.0.0.1", localPort });
    try {
      await once(socket, "connect");
      return socket;
    } catch {
      // taken
    }
  }
  throw new Error("no port is free");
}

const accepted = once(server, "connection") as Promise<[Socket]>;
const caller = await call();
const [callee] = await accepted;
process.on("message", (m) => {
  if (m === "call") caller.write("from the caller");
  else if (m === "answer") callee.write("from the callee");
  else process.exit(0);
});
process.send?.({ port, callerPort: caller.localPort });
