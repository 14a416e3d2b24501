import { EVENTS } from "../event/table.js";

/** A path parameter of a call that makes no fd: the kernel's path of it is not in the event. */
export interface PathParam {
  readonly param: number;
  /** The call follows a link at the end of the path. */
  readonly follow: boolean;
  /** Parameter of flags, and the bit that turns `follow` over. */
  readonly flags?: number;
  readonly bit?: number;
}

// as the tables of flags of these events have them
const AT_SYMLINK_FOLLOW = 1024;
const AT_SYMLINK_NOFOLLOW = 1024;

const no = (param: number): PathParam => ({ param, follow: false });
const yes = (param: number): PathParam => ({ param, follow: true });

const BY_NAME: Readonly<Record<string, readonly PathParam[]>> = {
  mkdir: [no(1)],
  mkdirat: [no(2)],
  rmdir: [no(1)],
  unlink: [no(1)],
  unlinkat: [no(2)],
  rename: [no(1), no(2)],
  renameat: [no(2), no(4)],
  renameat2: [no(2), no(4)],
  link: [no(1), no(2)],
  linkat: [{ param: 2, follow: false, flags: 5, bit: AT_SYMLINK_FOLLOW }, no(4)],
  symlink: [no(2)],
  symlinkat: [no(3)],
  chmod: [yes(1)],
  fchmodat: [yes(2)],
  chown: [yes(1)],
  lchown: [no(1)],
  fchownat: [{ param: 2, follow: true, flags: 5, bit: AT_SYMLINK_NOFOLLOW }],
  mknod: [no(1)],
  mknodat: [no(2)],
  mount: [yes(1), yes(2)],
  // what was mounted there is gone
  umount: [no(1)],
  umount2: [no(1)],
  quotactl: [yes(1)],
  stat: [yes(1)],
  lstat: [no(1)],
  newfstatat: [yes(2)],
  access: [yes(1)],
  chroot: [yes(1)],
};

const NONE: readonly PathParam[] = [];

/** Path parameters of each event code whose kernel path has to be found out. */
export const PATH_PARAMS: readonly (readonly PathParam[])[] = EVENTS.map((e) => {
  if (!e.isExit || e.flags.has("OLD_VERSION")) return NONE;
  const list = BY_NAME[e.name] ?? NONE;
  for (const p of list) {
    if (!/^FS(REL)?PATH$|^CHARBUF$/.test(e.params[p.param]?.type ?? ""))
      throw new Error(`path parameters: ${e.name} has no path at ${p.param}`);
  }
  return list;
});
