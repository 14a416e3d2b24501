import { status } from "@grpc/grpc-js";
import type { ReceivedAlert, SakerClient, StatusResponse } from "../../client/index.js";
import { type FlagDef, type Parsed, parseArgv } from "../argv.js";
import { painter } from "../colour.js";
import { UsageError } from "../errors.js";
import { commandHelp } from "../help.js";
import { refuseRest } from "../options.js";
import { alertFilter, FILTER_FLAGS } from "./alert-filter.js";
import { alertJsonLine, alertLine } from "./alert-line.js";
import { CONNECT_FLAGS, connectTo, explained, untilInterrupted } from "./connect.js";

const DEFAULT_LAST = 10;

/** Flags of `saker tail`. */
export const TAIL_FLAGS: readonly FlagDef[] = [
  ...CONNECT_FLAGS,
  ...FILTER_FLAGS,
  {
    key: "last",
    short: "n",
    long: "last",
    value: "count",
    help: `begin with so many alerts of the past, as far as the sensor has kept them; filters apply to them. Default: ${DEFAULT_LAST}`,
  },
  { key: "no-follow", long: "no-follow", help: "print those, and end" },
  { key: "json", short: "j", long: "json", help: "print JSON, with all fields" },
  { key: "raw", long: "raw", help: "print the lines as the sensor's other outputs get them" },
];

const HELP = commandHelp(
  "saker tail [OPTION...]",
  "Follows the alerts of the sensor that runs on this host.",
  TAIL_FLAGS,
);

/** `saker tail` */
export async function tailCommand(argv: readonly string[]): Promise<number> {
  const flags = parseArgv(argv, TAIL_FLAGS);
  if (flags.on("help")) {
    process.stdout.write(HELP);
    return 0;
  }
  refuseRest(flags, []);
  const last = lastOf(flags);
  const shown = alertFilter(flags);
  const print = printer(flags);
  const { client, address } = await connectTo(flags);
  const end = untilInterrupted();
  const { signal } = end;
  const tell = (text: string): void => void process.stderr.write(`saker tail: ${text}\n`);
  let lost = false;
  const onLost = (): void => {
    if (!lost) tell("the connection is lost; waiting for the sensor");
    lost = true;
  };
  try {
    const now = await statusNow(client);
    if (now?.feedsAlerts === false)
      tell("this sensor gives no alerts to gRPC clients: its configuration has grpc_output.enabled: false");
    const since = last === 0 ? NEWEST : Math.max(0, (now?.sequence ?? 0) - last);
    const place = { ...(now !== undefined && { since, epoch: now.epoch }), onlooker: true };
    const alerts = flags.on("no-follow") ? client.get(place) : client.subscribe({ ...place, signal, onLost });
    for await (const a of alerts) {
      lost = false;
      if (a.missed > 0) tell(`${a.missed} alerts are missing here: the sensor keeps only so many`);
      if (shown(a)) print(a);
      if (signal.aborted) break;
    }
    return 0;
  } catch (e) {
    if (signal.aborted) return 0;
    throw explained(e, address);
  } finally {
    client.close();
  }
}

/** Beyond any alert. */
const NEWEST = Number.MAX_SAFE_INTEGER;

function lastOf(flags: Parsed): number {
  const text = flags.last("last");
  if (text === undefined) return DEFAULT_LAST;
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--last wants a count of alerts, 0 or more; it is '${text}'`);
  return Number(text);
}

function printer(flags: Parsed): (a: ReceivedAlert) => void {
  const { stdout } = process;
  const paint = painter(stdout);
  if (flags.on("json")) return (a) => void stdout.write(`${alertJsonLine(a)}\n`);
  if (flags.on("raw")) return (a) => void stdout.write(`${a.output}\n`);
  return (a) => void stdout.write(`${alertLine(a, paint, stdout.isTTY === true)}\n`);
}

/** How the sensor fares; undefined if the server cannot say: Falco's. */
async function statusNow(client: SakerClient): Promise<StatusResponse | undefined> {
  try {
    for await (const s of client.status({ reconnect: false })) return s;
  } catch (e) {
    if ((e as { code?: number }).code !== status.UNIMPLEMENTED) throw e;
  }
  return undefined;
}
