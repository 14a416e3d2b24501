import { Slice } from "../event/bytes.js";
import { eventCodes } from "../event/table.js";
import { EventView } from "../event/view.js";
import type { BoundField, FieldRegistry } from "../fields/field.js";
import { EventFormatter, type Formatted } from "../fields/formatter.js";
import { builtinRegistry } from "../fields/registry.js";
import { fieldText } from "../fields/value.js";
import { RE2 } from "../filter/re2.js";
import type { RegexEngine } from "../filter/regex.js";
import { Thread } from "../state/capture/thread.js";
import type { FdEntry } from "../state/fd.js";
import { LiveContext } from "../state/live.js";
import type { Process } from "../state/process.js";
import { SystemState } from "../state/system.js";
import { Users } from "../state/users.js";
import { EventFlag } from "./blocks.js";
import { type FdBlock, fdRow, type ThreadBlock, threadRow } from "./inspector-blocks.js";
import { Condition } from "./inspector-filter.js";
import { type ParamValue, paramValue } from "./inspector-param.js";
import {
  changeThread,
  decode,
  type FdView,
  fdView,
  type GroupView,
  groupView,
  type ThreadChange,
  type ThreadView,
  threadView,
} from "./inspector-view.js";

export type { FdBlock, FdBlockInfo, ThreadBlock } from "./inspector-blocks.js";
export type { ParamValue } from "./inspector-param.js";
export type { FdView, GroupView, ThreadChange, ThreadView } from "./inspector-view.js";

/** Options of an {@link Inspector}. */
export interface InspectorOptions {
  /** Fields known to {@link Inspector.field} and its kin; default: the built-in ones. */
  readonly registry?: FieldRegistry;
  /** Engine of the `regex` operator; default: that of the native addon. */
  readonly regex?: RegexEngine;
  /** State to build on; default: an empty one of a capture. */
  readonly state?: SystemState;
  readonly hostname?: string;
  /** Show ports as names of services where they have one. */
  readonly serviceNames?: boolean;
  /** Tell sockets whose connection failed or is in progress from connected ones. */
  readonly trackConnections?: boolean;
  /** Boot time of the machine that was recorded, ns since the epoch. */
  readonly bootNs?: bigint;
  /** Names that evt.type accepts besides those of events and system calls. */
  readonly eventNames?: ReadonlySet<string>;
}

/** An event that was kept to be looked at again. */
export interface KeptEvent {
  readonly bytes: Uint8Array;
  readonly num: number;
  readonly cpu: number;
  readonly source: string;
  readonly proc: Process | null;
  readonly entry: FdEntry | null;
  readonly oldName: Uint8Array;
  readonly lastFd: number;
}

const SYSCALL = "syscall";
const FROM_PLUGIN: ReadonlySet<number> = new Set([...eventCodes("pluginevent"), ...eventCodes("asyncevent")]);
const DEFAULT_CAPACITY = 0x1_1000;

/**
 * A capture in memory: the deterministic twin of the live source. Tell it of the threads that were there at the
 * beginning, then hand it event after event; at each, fields can be read, conditions judged and outputs formatted.
 *
 * ```ts
 * const i = new Inspector();
 * i.addThread({ tid: 1, pid: 1, ptid: 0, vtid: 1, vpid: 1, comm: "init", ... });
 * i.open();
 * i.next(encodeEvent({ type: "openat", tid: 1, params: { fd: 3, dirfd: "AT_FDCWD", name: "/etc/shadow" } }));
 * i.field("fd.name");                    // "/etc/shadow"
 * i.filter("evt.type = openat");         // true
 * engine.process(i.context);             // rules, too
 * ```
 */
export class Inspector {
  readonly state: SystemState;
  /** The current event. */
  readonly context: LiveContext;
  private readonly registry: FieldRegistry;
  private readonly view = new EventView();
  private buffer = new ArrayBuffer(0);
  private bytes = new Uint8Array(0);
  private readonly fields = new Map<string, BoundField>();
  private readonly conditions = new Map<string, Condition>();
  private readonly sources = new Map<number, string>();
  /** Number of the last event, while a kept one is looked at. */
  private resume = -1;
  private wanted: Condition | null = null;
  private readonly formatters = new Map<string, EventFormatter>();

  constructor(private readonly options: InspectorOptions = {}) {
    this.registry = options.registry ?? builtinRegistry();
    this.state =
      options.state ??
      new SystemState({
        live: false,
        users: new Users({}),
        hostname: options.hostname ?? "",
        serviceNames: options.serviceNames ?? false,
        bootNs: options.bootNs ?? 0n,
      });
    this.state.capture.trackConnections = options.trackConnections ?? false;
    this.reserve(DEFAULT_CAPACITY);
    this.context = new LiveContext(this.view, this.state);
  }

  /** Add a thread that was there when the capture began, with its fds. Call before {@link open}. */
  addThread(info: ThreadBlock, fds: readonly FdBlock[] = []): void {
    this.state.capture.addThread(threadRow(info));
    this.addFds(info.tid, fds);
  }

  /** Add fds of a thread that was added before. */
  addFds(tid: number, fds: readonly FdBlock[]): void {
    for (const fd of fds) this.state.capture.addFd(tid, fdRow(fd));
  }

  addUser(u: {
    readonly uid: number;
    readonly gid: number;
    readonly name: string;
    readonly home: string;
    readonly shell: string;
  }): void {
    this.state.users.add(u, "");
  }

  addGroup(g: { readonly gid: number; readonly name: string }): void {
    this.state.users.addGroupOf(g.gid, g.name, "");
  }

  /** Add an address of the machine. */
  addInterface(i: {
    readonly family?: 4 | 6;
    readonly address: Uint8Array;
    readonly netmask?: Uint8Array;
    readonly name?: string;
  }): void {
    const netmask = i.netmask ?? new Uint8Array(i.address.length).fill(0xff);
    this.state.capture.interfaces.add({ address: i.address, netmask });
  }

  /** All threads are told of: link them. Call once, before the first event. */
  open(): void {
    this.state.capture.open();
  }

  /** Drop the events of programs of this name, and of all that they start. */
  suppressComm(comm: string): void {
    this.state.capture.suppress.comm(comm);
  }

  /** Drop the events of a thread. */
  suppressTid(tid: number): void {
    this.state.capture.suppress.tid(tid);
  }

  /**
   * The next event: a scap event block, as {@link encodeEvent} makes it. The event before is finished by this.
   * @returns null if rules do not see the event (an enter event kept for its exit, a suppressed thread)
   */
  next(event: Uint8Array, cpu = -1, source?: string): LiveContext | null {
    this.load(event);
    return this.nextAt(0, cpu, source);
  }

  /**
   * As {@link next}, for an event that lies at `offset` (a multiple of 4) of the buffer that `context.ev` is attached to.
   * @param flags bits of EventFlag
   * @param annexOff where annex entries of the event stand, `annexLen` bytes of them
   */
  nextAt(offset: number, cpu = -1, source?: string, flags = 0, annexOff = 0, annexLen = 0): LiveContext | null {
    const x = this.context;
    x.ev.atBare(offset);
    x.ev.annexOff = annexOff;
    x.ev.annexLen = annexLen;
    if (this.resume >= 0) {
      x.num = this.resume;
      this.resume = -1;
    }
    x.num++;
    x.cpu = cpu;
    x.source = source ?? this.sourceOf(x.ev);
    x.at();
    const shown = this.state.before(x);
    if (!shown || (flags & EventFlag.STATE_ONLY) !== 0) return null;
    return this.wanted === null || this.wanted.judge(x) ? x : null;
  }

  /** Can events be passed by, if nobody looks at them? Then they may go to the state alone, and be told of here. */
  get mayPass(): boolean {
    return this.state.started && this.resume < 0 && this.wanted === null && !this.state.capture.suppress.active;
  }

  /** So many events were passed by: the context stays at the one before. */
  passed(events: number): void {
    this.context.num += events;
  }

  /** Plugin and asynchronous events name the plugin that they come from; 0 stands for system calls. */
  private sourceOf(ev: EventView): string {
    if (!FROM_PLUGIN.has(ev.type)) return SYSCALL;
    const id = ev.nparams > 0 ? ev.uint(0) : 0;
    return id === 0 ? SYSCALL : (this.sources.get(id) ?? "");
  }

  /** Name the event source of a plugin. */
  addSource(pluginId: number, name: string): void {
    this.sources.set(pluginId, name);
  }

  /**
   * Show only events for which a condition holds; all of them are still followed.
   * @throws {FilterError} if it makes no sense
   */
  only(text: string): void {
    this.wanted = this.condition(text);
  }

  /** Finish the current event: take away what it has ended. Otherwise the next event does so. */
  done(): void {
    this.state.after(this.context);
  }

  /** A copy of the current event, to be looked at later. */
  keep(): KeptEvent {
    const x = this.context;
    const { ev } = x;
    const len = ev.dv.getUint32(ev.ev + 16, true);
    return {
      bytes: ev.u8.slice(ev.ev, ev.ev + len),
      num: x.num,
      cpu: x.cpu,
      source: x.source,
      proc: x.proc,
      entry: x.entry,
      oldName: x.oldName,
      lastFd: x.fdNumber(),
    };
  }

  /**
   * Look at a kept event again, in the state as it is now. The next event is handed in with {@link next} as always;
   * with {@link nextAt}, attach the view to its buffer again.
   */
  at(kept: KeptEvent): LiveContext {
    const x = this.context;
    if (this.resume < 0) this.resume = x.num;
    this.load(kept.bytes);
    x.ev.atBare(0);
    x.cpu = kept.cpu;
    x.source = kept.source;
    x.at();
    x.revisit(kept.num, kept.proc, kept.entry, kept.oldName, kept.lastFd);
    return x;
  }

  /**
   * Text of a field of the current event; null if it is absent.
   * @throws {Error} if there is no such field
   */
  field(text: string): string | null {
    return fieldText(this.bound(text), this.context) ?? null;
  }

  /** Bytes of a text field of the current event, as they are; null if it is absent or no text. */
  fieldBytes(text: string): Uint8Array | null {
    const { reader } = this.bound(text);
    if (reader.kind === "attr") return reader.read(this.context)?.bytes ?? null;
    const out = new Slice();
    return reader.kind === "bytes" && reader.read(this.context, out) ? out.copy() : null;
  }

  /** Does the field have a value? */
  has(text: string): boolean {
    return this.field(text) !== null;
  }

  /** Is there a field of this name, with this argument? */
  knows(text: string): boolean {
    try {
      this.bound(text);
      return true;
    } catch {
      return false;
    }
  }

  private bound(text: string): BoundField {
    let f = this.fields.get(text);
    if (f === undefined) {
      f = this.registry.lookup(text);
      if (f === undefined) throw new Error(`there is no field '${text}'`);
      this.fields.set(text, f);
    }
    return f;
  }

  /**
   * Does a condition hold for the current event? It is judged both ways, compiled and by walking its tree.
   * @throws {FilterError} if the condition makes no sense
   */
  filter(text: string): boolean {
    return this.condition(text).judge(this.context);
  }

  /**
   * Check a condition without judging anything.
   * @throws {FilterError} if it makes no sense
   */
  condition(text: string): Condition {
    let c = this.conditions.get(text);
    if (c === undefined) {
      const { regex = RE2, eventNames } = this.options;
      c = new Condition(text, { registry: this.registry, regex, eventNames });
      this.conditions.set(text, c);
    }
    return c;
  }

  /**
   * Format the current event.
   * @param transformed also tell the values of transformer expressions
   * @throws {TemplateError} if the format makes no sense
   */
  format(template: string, mode: "normal" | "json" = "normal", transformed = true): Formatted {
    const key = `${transformed ? 1 : 0}${template}`;
    let f = this.formatters.get(key);
    if (f === undefined) {
      f = new EventFormatter(template, this.registry, transformed);
      this.formatters.set(key, f);
    }
    return f.format(this.context, mode);
  }

  /** What is known of a thread; null if nothing. */
  thread(tid: number): ThreadView | null {
    const t = this.state.capture.threads.get(tid);
    return t === null ? null : threadView(t);
  }

  /** Thread id of the current event; -1 if no thread made it. */
  get eventTid(): number {
    return this.state.capture.tidOf(this.context.ev);
  }

  /** What is known of the thread of the current event. */
  eventThread(): ThreadView | null {
    const { proc } = this.context;
    return proc instanceof Thread ? threadView(proc) : null;
  }

  /** The fd that the current event is about. */
  eventFd(): FdView | null {
    return this.context.entry === null ? null : this.showFd(this.context.entry);
  }

  private showFd(e: FdEntry): FdView {
    return { ...fdView(this.context.fdNumber(), e), oldname: decode(this.context.oldName) };
  }

  /** The threads of a process; null if it is unknown. */
  group(pid: number): GroupView | null {
    const g = this.state.capture.threads.groups.get(pid);
    return g === undefined ? null : groupView(g);
  }

  /** Change what is known of a thread; false if it is unknown. */
  setThread(tid: number, change: ThreadChange): boolean {
    const t = this.state.capture.threads.get(tid);
    if (t === null) return false;
    changeThread(this.state, t, change);
    return true;
  }

  /** Forget threads of which nothing was seen for so long: their end was missed. */
  removeInactive(nowNs: bigint, timeoutNs: bigint): void {
    this.state.capture.removeInactive(nowNs, timeoutNs);
  }

  /** Value of a parameter of the current event, by name or number; undefined if there is none. */
  param(which: string | number): ParamValue | undefined {
    return paramValue(this.context.ev, which);
  }

  /** Number of threads known. */
  get threadCount(): number {
    return this.state.capture.threads.size;
  }

  private load(event: Uint8Array): void {
    if (event.length > this.bytes.length || this.view.u8.buffer !== this.buffer) this.reserve(event.length);
    this.bytes.set(event);
  }

  private reserve(size: number): void {
    if (size > this.bytes.length) {
      this.buffer = new ArrayBuffer((Math.max(size, DEFAULT_CAPACITY) + 7) & ~7);
      this.bytes = new Uint8Array(this.buffer);
    }
    this.view.attach(this.buffer);
  }
}
