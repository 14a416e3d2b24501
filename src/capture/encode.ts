import { EVENT_SYMBOLS } from "../event/data/symbols.js";
import { EVENT } from "../event/record.js";
import { EVENTS, type EventInfo, eventCodes, type ParamInfo } from "../event/table.js";
import { type ParamInput, ParamTrouble, paramBytes } from "./encode-param.js";

export type { AddressInput, FdListItem, ParamInput, TupleInput } from "./encode-param.js";

/** An event in readable form. */
export interface EventSpec {
  /**
   * Code, symbol (`PPME_SYSCALL_OPEN_X`), or plain name (`open`: the newest exit event of that name, else the only
   * event there is).
   */
  readonly type: number | string;
  /** ns since the epoch; default 0. */
  readonly ts?: bigint | number;
  readonly tid: bigint | number;
  /** By name, or in order. What is left out is empty. */
  readonly params?: Readonly<Record<string, ParamInput>> | readonly ParamInput[];
  /** Send only the first so many parameters, as old captures do. Default: all. */
  readonly nparams?: number;
}

/** An event that makes no sense; says which event, which parameter, and what would be right. */
export class EncodeError extends Error {
  override readonly name = "EncodeError";
  constructor(
    readonly event: string,
    readonly param: string | undefined,
    readonly expected: string,
  ) {
    super(`event ${event}${param === undefined ? "" : `, parameter '${param}'`}: ${expected}`);
  }
}

const bySymbol = new Map<string, number>(EVENT_SYMBOLS.map((s, i) => [s, i]));

/** The newest code of a name: exit before enter, current before old. */
function codeOfName(name: string): number | undefined {
  const rank = (e: EventInfo): number =>
    (e.flags.has("UNUSED") ? 0 : 4) + (e.flags.has("OLD_VERSION") ? 0 : 2) + (e.isExit ? 1 : 0);
  let best: EventInfo | undefined;
  for (const code of eventCodes(name)) {
    const e = EVENTS[code] as EventInfo;
    if (best === undefined || rank(e) >= rank(best)) best = e;
  }
  return best?.code;
}

/**
 * Code of an event given by number, symbol or name.
 * @throws {EncodeError}
 */
export function eventCode(type: number | string): number {
  if (typeof type === "number") {
    if (EVENTS[type] === undefined) throw new EncodeError(String(type), undefined, "there is no event with this code");
    return type;
  }
  const code = bySymbol.get(type.replace(/^PPME_/, "")) ?? codeOfName(type);
  if (code === undefined)
    throw new EncodeError(
      type,
      undefined,
      "there is no such event; write a name like 'openat' or 'PPME_SYSCALL_OPEN_X'",
    );
  return code;
}

function isList(p: EventSpec["params"]): p is readonly ParamInput[] {
  return Array.isArray(p);
}

/** Values in the order of the parameters. */
function inOrder(spec: EventSpec, label: string, params: readonly ParamInfo[]): readonly (ParamInput | undefined)[] {
  const given = spec.params ?? [];
  if (isList(given)) {
    if (given.length > params.length)
      throw new EncodeError(label, undefined, `has ${params.length} parameters, but ${given.length} values are given`);
    return given;
  }
  for (const name of Object.keys(given)) {
    if (params.some((p) => p.name === name)) continue;
    const known = params.map((p) => p.name).join(", ");
    throw new EncodeError(label, name, `has no such parameter; it has: ${known === "" ? "none" : known}`);
  }
  return params.map((p) => (Object.hasOwn(given, p.name) ? given[p.name] : undefined));
}

/**
 * Make a scap event block: header, lengths, parameters.
 * @throws {EncodeError}
 */
export function encodeEvent(spec: EventSpec): Uint8Array {
  const code = eventCode(spec.type);
  const info = EVENTS[code] as EventInfo;
  const label = typeof spec.type === "string" ? spec.type : info.name;
  const n = Math.min(spec.nparams ?? info.params.length, info.params.length);
  const values = inOrder(spec, label, info.params);
  const bytes: Uint8Array[] = [];
  for (let i = 0; i < n; i++) {
    const p = info.params[i] as ParamInfo;
    const value = values[i];
    try {
      bytes.push(paramBytes(p, value === undefined ? { empty: true } : value));
    } catch (e) {
      if (e instanceof ParamTrouble) throw new EncodeError(label, p.name, e.message);
      throw e;
    }
  }
  const wide = info.flags.has("LARGE_PAYLOAD");
  const head = EVENT.SIZE + n * (wide ? 4 : 2);
  const total = bytes.reduce((sum, b) => sum + b.length, head);
  const out = new Uint8Array(total);
  const dv = new DataView(out.buffer);
  dv.setBigUint64(EVENT.TS, BigInt.asUintN(64, BigInt(spec.ts ?? 0)), true);
  dv.setBigUint64(EVENT.TID, BigInt.asUintN(64, BigInt(spec.tid)), true);
  dv.setUint32(EVENT.LEN, total, true);
  dv.setUint16(EVENT.TYPE, code, true);
  dv.setUint32(EVENT.NPARAMS, n, true);
  let at = head;
  bytes.forEach((b, i) => {
    if (wide) dv.setUint32(EVENT.SIZE + 4 * i, b.length, true);
    else if (b.length > 0xffff)
      throw new EncodeError(label, info.params[i]?.name, `is too long: ${b.length} bytes, the most is 65535`);
    else dv.setUint16(EVENT.SIZE + 2 * i, b.length, true);
    out.set(b, at);
    at += b.length;
  });
  return out;
}
