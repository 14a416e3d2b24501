import { readFileSync, statSync } from "node:fs";
import { Attr } from "./attr.js";

/** One account. */
export interface User {
  readonly uid: number;
  readonly gid: number;
  readonly name: Attr;
  readonly home: Attr;
  readonly shell: Attr;
}

/** The accounts of one container. */
interface Accounts {
  readonly users: Map<number, User>;
  readonly groups: Map<number, Attr>;
}

const NA = Attr.of("<NA>");
const UNKNOWN: Omit<User, "uid" | "gid"> = { name: NA, home: NA, shell: NA };
const ROOT: User = { uid: 0, gid: 0, name: Attr.of("root"), home: Attr.of("/root"), shell: NA };
const ROOT_GROUP = Attr.of("root");
const CHECK_MS = 1000;

export interface UsersOptions {
  /** Read from here; undefined = the files are not read (captures bring their own list). */
  readonly passwd?: string | undefined;
  readonly group?: string | undefined;
  readonly now?: () => number;
}

/** Names of users and groups, from the host's files; read again when they change, checked once a second at most. */
export class Users {
  private users = new Map<number, User>();
  private groups = new Map<number, Attr>();
  private readonly passwd: WatchedFile | undefined;
  private readonly group: WatchedFile | undefined;
  private readonly now: () => number;
  private readonly inContainers = new Map<string, Accounts>();
  private checked = Number.NEGATIVE_INFINITY;

  constructor(options: UsersOptions = { passwd: "/etc/passwd", group: "/etc/group" }) {
    this.passwd = options.passwd === undefined ? undefined : new WatchedFile(options.passwd);
    this.group = options.group === undefined ? undefined : new WatchedFile(options.group);
    this.now = options.now ?? Date.now;
  }

  /** The account of a uid, in a container that has accounts of its own or on the host; names are `<NA>` without one. */
  user(uid: number, container: Attr | null = null): Omit<User, "uid" | "gid"> {
    this.refresh();
    const own = container !== null && this.inContainers.size > 0 ? this.inContainers.get(container.str) : undefined;
    return own?.users.get(uid) ?? this.users.get(uid) ?? (uid === 0 ? ROOT : UNKNOWN);
  }

  /** Name of a group; `<NA>` if there is none. */
  groupName(gid: number, container: Attr | null = null): Attr {
    this.refresh();
    const own = container !== null && this.inContainers.size > 0 ? this.inContainers.get(container.str) : undefined;
    return own?.groups.get(gid) ?? this.groups.get(gid) ?? (gid === 0 ? ROOT_GROUP : NA);
  }

  /** Add or replace an account (captures and user events). */
  addUser(uid: number, gid: number, name: string, home: string, shell: string): void {
    this.users.set(uid, { uid, gid, name: Attr.of(name), home: Attr.of(home), shell: Attr.of(shell) });
  }

  addGroup(gid: number, name: string): void {
    this.groups.set(gid, Attr.of(name));
  }

  /** Add or change an account, of a container or (empty id) of the host; entries of name services are no accounts. */
  add(a: { uid: number; gid: number; name: string; home: string; shell: string }, container: string): void {
    if (/^[+-]/.test(a.name)) return;
    if (container === "") this.addUser(a.uid, a.gid, a.name, a.home, a.shell);
    else {
      const u = { uid: a.uid, gid: a.gid, name: Attr.of(a.name), home: Attr.of(a.home), shell: Attr.of(a.shell) };
      this.accountsIn(container).users.set(a.uid, u);
    }
  }

  remove(uid: number, container: string): void {
    if (container === "") this.deleteUser(uid);
    else this.inContainers.get(container)?.users.delete(uid);
  }

  addGroupOf(gid: number, name: string, container: string): void {
    if (/^[+-]/.test(name)) return;
    if (container === "") this.addGroup(gid, name);
    else this.accountsIn(container).groups.set(gid, Attr.of(name));
  }

  private accountsIn(container: string): Accounts {
    let a = this.inContainers.get(container);
    if (a === undefined) {
      a = { users: new Map(), groups: new Map() };
      this.inContainers.set(container, a);
    }
    return a;
  }

  removeGroupOf(gid: number, container: string): void {
    if (container === "") this.deleteGroup(gid);
    else this.inContainers.get(container)?.groups.delete(gid);
  }

  deleteUser(uid: number): void {
    this.users.delete(uid);
  }

  deleteGroup(gid: number): void {
    this.groups.delete(gid);
  }

  private refresh(): void {
    if (this.passwd === undefined && this.group === undefined) return;
    const t = this.now();
    if (t - this.checked < CHECK_MS) return;
    this.checked = t;
    const passwd = this.passwd?.ifChanged();
    if (passwd !== undefined) {
      this.users = new Map();
      for (const f of rows(passwd)) {
        const uid = Number(f[2]);
        // The first entry of a uid is the one that the C library finds.
        if (Number.isInteger(uid) && !this.users.has(uid))
          this.addUser(uid, Number(f[3]), f[0] ?? "", f[5] ?? "", f[6] ?? "");
      }
    }
    const group = this.group?.ifChanged();
    if (group !== undefined) {
      this.groups = new Map();
      for (const f of rows(group)) {
        const gid = Number(f[2]);
        if (Number.isInteger(gid) && !this.groups.has(gid)) this.addGroup(gid, f[0] ?? "");
      }
    }
  }
}

function rows(text: string): string[][] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(":"))
    .filter((fields) => fields.length >= 3 && fields[2] !== "");
}

class WatchedFile {
  private stamp = "";
  constructor(private readonly path: string) {}

  /** The text if it changed since the last call. */
  ifChanged(): string | undefined {
    try {
      const s = statSync(this.path);
      const stamp = `${s.ino}:${s.mtimeMs}:${s.size}`;
      if (stamp === this.stamp) return undefined;
      this.stamp = stamp;
      return readFileSync(this.path, "utf8");
    } catch {
      return undefined;
    }
  }
}
