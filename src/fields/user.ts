import type { Attr } from "../state/attr.js";
import type { EventContext } from "../state/context.js";
import { NO_ID } from "../state/process.js";
import type { User } from "../state/users.js";
import { ABSENT, definer } from "./define.js";
import type { FieldDef } from "./field.js";

const u = definer("user");
const g = definer("group");

const user =
  (get: (u: Omit<User, "uid" | "gid">) => Attr) =>
  (x: EventContext): Attr | null =>
    x.proc === null ? null : get(x.state.users.user(x.proc.uid, x.proc.containerId));

/** Fields of the user and group that a process runs as. */
export const USER_FIELDS: readonly FieldDef[] = [
  u.num("user.uid", "UINT32", "User id.", (x) => x.proc?.uid ?? ABSENT),
  u.attr(
    "user.name",
    "User name; <NA> if the id has none.",
    user((a) => a.name),
  ),
  u.attr(
    "user.homedir",
    "Home directory of the user.",
    user((a) => a.home),
  ),
  u.attr(
    "user.shell",
    "Login shell of the user.",
    user((a) => a.shell),
  ),
  u.num("user.loginuid", "INT64", "User id of the login that the process stems from; -1 if there was none.", (x) =>
    x.proc === null ? ABSENT : x.proc.loginuid === NO_ID ? -1 : x.proc.loginuid,
  ),
  u.attr("user.loginname", "User name of the login that the process stems from.", (x) =>
    x.proc === null ? null : x.state.users.user(x.proc.loginuid, x.proc.containerId).name,
  ),
  g.num("group.gid", "UINT32", "Group id.", (x) => x.proc?.gid ?? ABSENT),
  g.attr("group.name", "Group name; <NA> if the id has none.", (x) =>
    x.proc === null ? null : x.state.users.groupName(x.proc.gid, x.proc.containerId),
  ),
];
