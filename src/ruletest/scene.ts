import { EncodeError, encodeEvent } from "../capture/encode.js";
import { Inspector } from "../capture/inspector.js";
import type { FieldRegistry } from "../fields/field.js";
import type { EventContext } from "../state/context.js";
import { type Actor, type Identity, makeActor, threadBlock } from "./actor.js";
import { type Deed, deed, execDeed, forkDeeds, shortDeed } from "./deeds.js";
import type { EventItem, ProcessSpec, TestCase } from "./format.js";

/** When tests begin: a time like any other, ns since the epoch. */
const BEGIN_NS = 1_750_000_000_000_000_000n;
const STEP_NS = 1_000_000n;
/** 10.0.0.5, fe80::5 and the loopback address: the ends of short-hand connections that are here. */
const LOCAL_ADDRESSES = [
  new Uint8Array([10, 0, 0, 5]),
  new Uint8Array([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]),
  new Uint8Array([127, 0, 0, 1]),
];
const FIRST_PID = 1001;
const FIRST_UID = 1000;

/** The host of a test, and the events that happen on it. */
export class Scene {
  readonly inspector: Inspector;
  private readonly actors = new Map<ProcessSpec, Actor>();
  private readonly named = new Map<string, Actor>();
  private readonly users = new Map<string, Identity>([["root", { uid: 0, gid: 0 }]]);
  private main: Actor;
  private nowNs = BEGIN_NS;
  private nextPid = FIRST_PID;
  private nextUid = FIRST_UID;

  constructor(test: TestCase, registry: FieldRegistry) {
    this.inspector = new Inspector({ registry, hostname: "test-host" });
    this.addUser("root", 0, 0, "/root", "/bin/bash");
    for (const u of test.users) {
      this.addUser(u.name, u.uid, u.gid, u.home, u.shell);
      this.nextUid = Math.max(this.nextUid, u.uid + 1);
    }
    this.addInit();
    this.main = this.actor(test.process);
    for (const [name, p] of test.processes) this.named.set(name, this.actor(p));
    for (const address of LOCAL_ADDRESSES) this.inspector.addInterface({ address });
    this.inspector.open();
  }

  private addUser(name: string, uid: number, gid: number, home: string, shell: string): void {
    this.users.set(name, { uid, gid });
    this.inspector.addUser({ uid, gid, name, home, shell });
    this.inspector.addGroup({ gid, name });
  }

  private addInit(): void {
    const init = {
      tid: 1, pid: 1, ptid: 0, vtid: 1, vpid: 1, comm: "systemd", exe: "/sbin/init", exepath: "/usr/lib/systemd/systemd",
      args: [], env: [], cwd: "/", cgroups: ["cpuset=/init.scope"], uid: 0, gid: 0, loginuid: 0xffff_ffff,
    }; // biome-ignore format: one record
    this.inspector.addThread(init);
  }

  /** Name or number of a user; a name that nobody has explained becomes an ordinary user. */
  private identity(user: string): Identity {
    const known = this.users.get(user);
    if (known !== undefined) return known;
    if (/^\d+$/.test(user)) {
      const uid = Number(user);
      return [...this.users.values()].find((u) => u.uid === uid) ?? { uid, gid: uid };
    }
    const uid = this.nextUid++;
    this.addUser(user, uid, uid, `/home/${user}`, "/bin/bash");
    return this.identity(user);
  }

  private actor(p: ProcessSpec): Actor {
    const known = this.actors.get(p);
    if (known !== undefined) return known;
    const parent = p.parent === undefined ? undefined : this.actor(p.parent);
    const a = this.make(p, parent);
    this.actors.set(p, a);
    this.inspector.addThread(threadBlock(a));
    return a;
  }

  private make(p: ProcessSpec, parent: Actor | undefined, pid: number = this.nextPid++): Actor {
    return makeActor(p, { pid, parent, nowNs: this.nowNs, identity: (user) => this.identity(user) });
  }

  /**
   * Let something happen.
   * @param each called for each event that rules may see, while it stands
   * @throws {RuleTestError} if the event makes no sense
   */
  run(item: EventItem, each: (x: EventContext) => void): void {
    if (item.what.kind === "wait") {
      this.nowNs += BigInt(Math.round(item.what.seconds * 1e9));
      return;
    }
    try {
      for (const d of this.deeds(item)) this.event(d, each);
    } catch (e) {
      if (e instanceof EncodeError) throw item.node.fail(e.message);
      throw e;
    }
  }

  private event(d: Deed, each: (x: EventContext) => void): void {
    this.nowNs += STEP_NS;
    const x = this.inspector.next(encodeEvent({ ...d, ts: this.nowNs }));
    if (x !== null) each(x);
  }

  private deeds(item: EventItem): Deed[] {
    const by = this.by(item);
    const { what } = item;
    switch (what.kind) {
      case "event":
        return [deed(what.type, what.params, by)];
      case "short": {
        const deeds = shortDeed(what.type, what.value, by);
        if (deeds !== undefined) return deeds;
        throw item.node.fail(
          `the event '${what.type}' has no value that it is mainly about`,
          `Give its parameters by name: ${what.type}: {name: value}.`,
        );
      }
      case "exec": {
        if (what.process === undefined) return [execDeed(by)];
        const parent = [...this.actors.values(), ...this.named.values()].find((a) => a.pid === by.parent);
        const next = this.make(inherit(what.process, by), parent, by.pid);
        this.replace(by, next);
        return [execDeed(next)];
      }
      case "spawn": {
        const child = this.make(what.process, by);
        if (what.as !== undefined) this.named.set(what.as, child);
        return [...forkDeeds(by, child.pid), execDeed(child)];
      }
      default:
        return [];
    }
  }

  private by(item: EventItem): Actor {
    return item.by === undefined ? this.main : (this.named.get(item.by) as Actor);
  }

  private replace(old: Actor, next: Actor): void {
    if (this.main === old) this.main = next;
    for (const [name, a] of this.named) if (a === old) this.named.set(name, next);
    for (const [p, a] of this.actors) if (a === old) this.actors.set(p, next);
  }
}

/** A program that takes the place of another one keeps what is the process's own. */
function inherit(p: ProcessSpec, by: Actor): ProcessSpec {
  return {
    ...p,
    user: p.user ?? String(by.identity.uid),
    cwd: p.cwd ?? by.cwd,
    env: p.env.length > 0 ? p.env : by.env,
    tty: p.tty ?? by.tty,
    container: p.container ?? by.container,
    pid: by.pid,
  };
}
