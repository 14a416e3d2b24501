import {
  builtinRegistry,
  type EventSpec,
  encodeEvent,
  type FdBlock,
  type FieldDef,
  Inspector,
  type ThreadBlock,
} from "../../src/index.js";
import { mockFields } from "./filters-eval-mocks.js";
import type { Step } from "./filters-eval-step.js";

/** What upstream's helper fills in for a thread when a case does not say. */
const THREAD_DEFAULTS = {
  fdlimit: 0x100000,
  exe_writable: true,
  cap_permitted: 0x1ffffffffff,
  cap_effective: 0x1ffffffffff,
  vmsize_kb: 10000,
  vmrss_kb: 100,
  pfmajor: 222,
  pfminor: 22,
  loginuid: 0xffffffff,
  root: "/",
} as const;

/** The CPU that upstream's test source says its events are from. */
const CPU = 1;
/** The plugin that upstream's tests register. */
const PLUGIN = { id: 999, source: "sample_source" } as const;

/** An inspector, and the events that a case has sent it. */
export class Stage {
  readonly registry = builtinRegistry();
  readonly inspector: Inspector;
  private readonly env = new Map<string, string>();
  private readonly queue: { readonly step: Step; readonly bytes: Uint8Array }[] = [];

  constructor(steps: readonly Step[]) {
    for (const def of mockFields()) this.registry.add(def);
    const names = new Set<string>();
    for (const s of steps) collectNames(s, names);
    this.inspector = new Inspector({ registry: this.registry, eventNames: names });
  }

  add(def: FieldDef): void {
    this.registry.add(def);
  }

  /** Do what the step says; false if it asks something. */
  act(s: Step): boolean {
    const { inspector } = this;
    switch (s.op) {
      case "thread":
        inspector.addThread({ ...THREAD_DEFAULTS, ...(s.info as ThreadBlock) }, (s.fds as FdBlock[]) ?? []);
        return true;
      case "setenv":
        this.env.set(String(s.name), String(s.value));
        return true;
      case "unsetenv":
        this.env.delete(String(s.name));
        return true;
      case "open":
        inspector.state.hostname = this.env.get("SCAP_HOSTNAME") ?? "";
        inspector.open();
        return true;
      case "native":
        if (String(s.cpp).includes("register_plugin")) inspector.addSource(PLUGIN.id, PLUGIN.source);
        else assign(inspector, String(s.cpp));
        return true;
      case "static_fields":
        this.staticFields(s.fields as Record<string, string>);
        return true;
      case "inspector_filter":
        inspector.only(String(s.filter));
        return true;
      case "event":
        this.event(s);
        return true;
      default:
        return false;
    }
  }

  private staticFields(fields: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(fields)) {
      const bytes = Buffer.from(value);
      this.registry.add({
        name: `static.${name}`,
        type: "CHARBUF",
        cls: "static",
        desc: "A fixed text.",
        bind: () => ({
          kind: "bytes",
          read: (_x, out) => {
            out.set(bytes, 0, bytes.length);
            return true;
          },
        }),
      });
    }
  }

  private event(s: Step): void {
    const spec: EventSpec = {
      type: s.type as string,
      ts: BigInt(s.ts as number),
      tid: s.tid as number,
      params: (s.params ?? {}) as NonNullable<EventSpec["params"]>,
      ...(s.nparams === undefined ? {} : { nparams: s.nparams as number }),
    };
    this.queue.push({ step: s, bytes: encodeEvent(spec) });
    if (s.advance === false) return;
    for (const { step, bytes } of this.queue.splice(0)) {
      const shown = this.inspector.next(bytes, CPU) !== null;
      if (step === s && shown === (s.dropped === true))
        throw new Error(shown ? "the event was shown, not dropped" : "the event was dropped");
    }
  }

  /**
   * The event that a step asks about. Upstream hands out the same object for every event, so that whichever the step
   * names, the answer is the last one's.
   */
  at(_n: unknown): void {}
}

/** How old a thread may be when its own clone event comes, upstream's CLONE_STALE_TIME_NS. */
const CONSTANTS: Readonly<Record<string, bigint>> = { CLONE_STALE_TIME_NS: 2_000_000_000n };

/** Carry out `thread(N).m_key = expression`, the one statement that cases make of their own; others are skipped. */
function assign(inspector: Inspector, cpp: string): void {
  const m = /^thread\((\d+)\)\.m_(\w+) = (.+)$/.exec(cpp);
  if (m === null) return;
  const [, tid, key, expression] = m as unknown as [string, string, string, string];
  const value = sum(expression, (name) => {
    const of = /^thread\((\d+)\)\.m_(\w+)$/.exec(name);
    if (of === null) return CONSTANTS[name];
    const view = inspector.thread(Number(of[1])) as unknown as Record<string, bigint | number> | null;
    const v = view?.[of[2] as string];
    return v === undefined ? undefined : BigInt(v);
  });
  if (value !== undefined) inspector.setThread(Number(tid), { [key]: key.endsWith("_ts") ? value : Number(value) });
}

/** Value of additions and subtractions of names and numbers; undefined if it is more than that. */
function sum(text: string, lookup: (name: string) => bigint | undefined): bigint | undefined {
  const tokens = text.match(/thread\(\d+\)\.m_\w+|[A-Za-z_]\w*|\d+|[()+-]/g) ?? [];
  let at = 0;
  const term = (): bigint | undefined => {
    const t = tokens[at++];
    if (t === undefined) return undefined;
    if (t === "(") {
      const v = total();
      return tokens[at++] === ")" ? v : undefined;
    }
    return /^\d+$/.test(t) ? BigInt(t) : lookup(t);
  };
  const total = (): bigint | undefined => {
    let v = term();
    while (v !== undefined && (tokens[at] === "+" || tokens[at] === "-")) {
      const minus = tokens[at++] === "-";
      const next = term();
      v = next === undefined ? undefined : minus ? v - next : v + next;
    }
    return v;
  };
  const v = total();
  return at === tokens.length ? v : undefined;
}

/** Names of asynchronous events that the case's conditions may speak of. */
function collectNames(s: Step, into: Set<string>): void {
  if (s.op !== "event" || s.type !== "PPME_ASYNCEVENT_E") return;
  const name = (s.params as Record<string, unknown> | undefined)?.name;
  if (typeof name === "string") into.add(name);
}
