import type { StatusResponse } from "../../client/index.js";
import { type FlagDef, type Parsed, parseArgv } from "../argv.js";
import { painter } from "../colour.js";
import { UsageError } from "../errors.js";
import { commandHelp } from "../help.js";
import { refuseRest } from "../options.js";
import { CONNECT_FLAGS, connectTo, explained, untilInterrupted } from "./connect.js";
import { Looks, type Rates } from "./rates.js";
import { Screen } from "./screen.js";
import { topLine, topScreen } from "./top-screen.js";

/** Flags of `saker top`. */
export const TOP_FLAGS: readonly FlagDef[] = [
  ...CONNECT_FLAGS,
  {
    key: "interval",
    short: "i",
    long: "interval",
    value: "seconds",
    help: "time between two looks, 0.1 to 60. Default: 1",
  },
  { key: "count", short: "n", long: "count", value: "count", help: "end after so many" },
  { key: "json", short: "j", long: "json", help: "print what the sensor tells as JSON, one object a look" },
];

const HELP = commandHelp(
  "saker top [OPTION...]",
  "Shows what the sensor on this host is at: rules that fire, processes that make most events, events a second, losses,\n" +
    "the load of its workers. On a terminal: q ends it, space stops the picture. Elsewhere: one line a look.",
  TOP_FLAGS,
);

/** `saker top` */
export async function topCommand(argv: readonly string[]): Promise<number> {
  const flags = parseArgv(argv, TOP_FLAGS);
  if (flags.on("help")) {
    process.stdout.write(HELP);
    return 0;
  }
  refuseRest(flags, []);
  const intervalMs = 1000 * numberOf(flags, "interval", 1, 0.1, 60);
  const count = numberOf(flags, "count", Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY);
  const { client, address } = await connectTo(flags);
  const end = untilInterrupted();
  const { signal } = end;
  const onTerminal = process.stdout.isTTY === true && !flags.on("json");
  const screen = onTerminal ? new Screen(() => end.abort()) : undefined;
  const show = screen === undefined ? plain(flags.on("json")) : picture(screen);
  const last = new Looks();
  let looks = 0;
  const onLost = (): void => {
    if (last.latest !== undefined) show(last.latest, undefined, "the connection is lost; waiting for the sensor");
  };
  try {
    for await (const now of client.status({ intervalMs, signal, onLost })) {
      if (show(now, last.add(now), "")) looks++;
      if (looks >= count || signal.aborted) break;
    }
    return 0;
  } catch (e) {
    if (signal.aborted) return 0;
    throw explained(e, address);
  } finally {
    screen?.close();
    client.close();
  }
}

/** Shows one look; tells whether it counts as one. */
type Show = (now: StatusResponse, rates: Rates | undefined, notice: string) => boolean;

function plain(json: boolean): Show {
  let told = false;
  return (now, rates, notice) => {
    if (notice !== "") {
      if (!told) process.stderr.write(`saker top: ${notice}\n`);
      told = true;
      return false;
    }
    told = false;
    if (json) process.stdout.write(`${JSON.stringify(now)}\n`);
    else if (rates !== undefined) process.stdout.write(`${topLine(now, rates)}\n`);
    return json || rates !== undefined;
  };
}

function picture(screen: Screen): Show {
  const paint = painter(process.stdout);
  return (now, rates, notice) => {
    screen.draw((size) => topScreen({ now, rates, notice }, size, paint));
    return notice === "" && rates !== undefined;
  };
}

function numberOf(flags: Parsed, key: string, otherwise: number, least: number, most: number): number {
  const text = flags.last(key);
  if (text === undefined) return otherwise;
  const n = Number(text);
  if (text.trim() === "" || !Number.isFinite(n) || n < least || n > most)
    throw new UsageError(
      `--${key} wants a number ${Number.isFinite(most) ? `from ${least} to ${most}` : `of at least ${least}`}; it is '${text}'`,
    );
  return n;
}
