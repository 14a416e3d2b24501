// What `saker top` and `saker tail` have in common: finding the sensor, and saying well that there is none.
import { connect } from "node:net";
import { status } from "@grpc/grpc-js";
import { type ClientTls, DEFAULT_ADDRESS, SakerClient } from "../../client/index.js";
import { loadConfig } from "../../config/config.js";
import { codeOf } from "../../output/channels/errno.js";
import { unixPath } from "../../output/grpc/socket.js";
import type { FlagDef, Parsed } from "../argv.js";
import { UsageError } from "../errors.js";
import { DEFAULT_CONFIG } from "../options.js";

/** Flags of both. */
export const CONNECT_FLAGS: readonly FlagDef[] = [
  { key: "help", short: "h", long: "help", help: "print this help" },
  {
    key: "address",
    short: "a",
    long: "address",
    value: "address",
    help: `where the sensor listens, unix:///PATH or HOST:PORT; default: what the configuration says, else ${DEFAULT_ADDRESS}`,
  },
  {
    key: "config",
    short: "c",
    value: "path",
    help: `configuration of the sensor (without it ${DEFAULT_CONFIG}, if it can be read)`,
  },
  { key: "ca", long: "ca", value: "file", help: "for HOST:PORT: certificates that the server may have" },
  { key: "cert", long: "cert", value: "file", help: "for HOST:PORT: our certificate" },
  { key: "key", long: "key", value: "file", help: "for HOST:PORT: its key" },
  { key: "server-name", long: "server-name", value: "name", help: "name in the server's certificate, if not HOST" },
];

const PROBE_MS = 5000;
const ENABLE =
  "switch gRPC on in the sensor's configuration (grpc.enabled: true and grpc_output.enabled: true), " +
  "or start it with -o grpc.enabled=true -o grpc_output.enabled=true; --address says where else to look";

/** A client of the sensor that the flags mean, and its address. @throws UsageError if nobody listens there */
export async function connectTo(flags: Parsed): Promise<{ readonly client: SakerClient; readonly address: string }> {
  const address = addressOf(flags);
  const path = unixPath(address);
  const tls = tlsOf(flags, address, path !== undefined);
  if (path !== undefined) await probe(path, address);
  return { client: new SakerClient({ address, ...(tls !== undefined && { tls }) }), address };
}

function addressOf(flags: Parsed): string {
  const given = flags.last("address");
  if (given !== undefined) return given.startsWith("/") ? `unix://${given}` : given;
  const file = flags.last("config");
  try {
    return loadConfig(file, DEFAULT_CONFIG, []).config.grpc.bind_address;
  } catch (e) {
    // the default one may be for root's eyes only
    if (file !== undefined) throw e;
    return DEFAULT_ADDRESS;
  }
}

function tlsOf(flags: Parsed, address: string, local: boolean): ClientTls | undefined {
  const [ca, cert, key, serverName] = ["ca", "cert", "key", "server-name"].map((k) => flags.last(k));
  if (ca === undefined && cert === undefined && key === undefined && local) return undefined;
  if (ca === undefined || cert === undefined || key === undefined)
    throw new UsageError(
      `'${address}' is reached over TLS, with certificates on both sides: give --ca, --cert and --key`,
    );
  return { ca, cert, key, ...(serverName !== undefined && { serverName }) };
}

/** @throws UsageError if nobody answers on the socket */
function probe(path: string, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    const fail = (why: string): void => {
      socket.destroy();
      reject(new UsageError(`no sensor can be reached on ${address}: ${why}`));
    };
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", (e) => {
      const code = codeOf(e);
      if (code === "ENOENT") fail(`there is no such socket. To have one, ${ENABLE}`);
      else if (code === "ECONNREFUSED")
        fail(`the socket was left behind by a sensor that is gone. Start one; ${ENABLE}`);
      else if (code === "EACCES" || code === "EPERM") fail("only its owner may use the socket: try it with sudo");
      else fail(e.message);
    });
    socket.setTimeout(PROBE_MS, () => fail("nobody answers"));
  });
}

/** What a failed call means to a user. */
export function explained(e: unknown, address: string): unknown {
  const { code, details } = e as { code?: number; details?: string };
  if (code === undefined || !(Object.values(status) as unknown[]).includes(code)) return e;
  if (code === status.UNIMPLEMENTED)
    return new UsageError(`the server on ${address} cannot do this: it is no Saker, or an older one`);
  return new UsageError(`${address}: ${details ?? String(e)}`);
}

/** A signal that SIGINT and SIGTERM raise; {@link AbortController.abort} raises it, too. */
export function untilInterrupted(): AbortController {
  const end = new AbortController();
  process.once("SIGINT", () => end.abort()).once("SIGTERM", () => end.abort());
  // the reader has had enough
  process.stdout.on("error", () => end.abort());
  return end;
}
