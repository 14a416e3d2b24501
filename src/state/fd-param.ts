import { EVENTS, type EventInfo } from "../event/table.js";

/** Events whose fd is not the first parameter of that type. */
const SPECIAL: Readonly<Record<string, number>> = { fcntl: 1, pipe: 2, pipe2: 2, socketpair: 2 };

function fdParam(e: EventInfo): number {
  const uses = e.flags.has("USES_FD");
  const creates = e.flags.has("CREATES_FD");
  if (!uses && !creates) return -1;
  const special = SPECIAL[e.name];
  if (special !== undefined) return special;
  return creates ? 0 : e.fdParam;
}

/** Index of the parameter that holds the fd an event is about, by event code; -1 if it is about none. */
export const FD_PARAM: Int8Array = Int8Array.from(EVENTS, fdParam);

/** Path parameter that names the fd made by an event of the open family, by event code; -1 for other events. */
export const OPEN_NAME: Int8Array = Int8Array.from(EVENTS, (e) => {
  if (!["open", "openat", "openat2", "creat", "open_by_handle_at"].includes(e.name)) return -1;
  return e.params.findIndex((p) => p.type === "FSPATH" || p.type === "FSRELPATH");
});

/** Index of the open flags (portable bits) of an event of the open family; -1 for other events. */
export const OPEN_FLAGS: Int8Array = Int8Array.from(EVENTS, (e) =>
  (OPEN_NAME[e.code] as number) < 0 ? -1 : e.params.findIndex((p) => p.values === "file_flags"),
);

/** What fd.typechar shows when nothing is known of the fd, by event code. */
export const FALLBACK_KIND: Uint8Array = Uint8Array.from(EVENTS, (e) => {
  switch (e.name) {
    case "open":
    case "openat":
    case "openat2":
    case "creat":
      return 102; // f
    case "socket":
    case "accept":
    case "accept4":
    case "connect":
      return 52; // 4
    case "pipe":
    case "pipe2":
      return 112; // p
    case "eventfd":
    case "eventfd2":
      return 101; // e
    case "epoll_create":
    case "epoll_create1":
      return 108; // l
    case "signalfd":
    case "signalfd4":
      return 115; // s
    case "timerfd_create":
      return 116; // t
    case "inotify_init":
    case "inotify_init1":
      return 105; // i
    default:
      return 111; // o
  }
});
