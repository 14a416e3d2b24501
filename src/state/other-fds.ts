import type { FdEntry } from "./fd.js";
import { lookFds, type OpenLook } from "./look.js";
import { isSocketFd, procFd, procFdEntries } from "./procfds.js";

/**
 * Descriptors of live processes besides the one that an event brings along: nobody follows them from event to event, so
 * the kernel is asked for what they are now.
 */
export class OtherFds {
  private broken = false;

  /** @param openLook the kernel's iterators; without them /proc is asked */
  constructor(private readonly openLook: OpenLook | undefined) {}

  /** What a descriptor is; undefined if it is not open, or the process is gone. */
  get(pid: number, fd: number): FdEntry | undefined {
    // a link is read in no time, but that of a socket tells nothing
    if (!isSocketFd(pid, fd)) return procFd(pid, fd);
    for (const [num, entry] of this.all(pid)) if (num === fd) return entry;
    return undefined;
  }

  /** All descriptors of a process. */
  *all(pid: number): Generator<[fd: number, entry: FdEntry]> {
    const { openLook } = this;
    if (openLook !== undefined && !this.broken) {
      let rows = 0;
      try {
        for (const { fd, entry } of lookFds(openLook, pid)) {
          rows++;
          yield [fd, entry];
        }
        return;
      } catch {
        this.broken = rows === 0;
        if (rows > 0) return;
      }
    }
    yield* procFdEntries(pid);
  }
}
