import { closeSync, constants, fstatSync, openSync, type Stats, write, writeSync } from "node:fs";
import { promisify } from "node:util";
import { nativeSockets } from "../native.js";
import type { OutputMessage } from "../sink.js";
import type { Channel } from "./channel.js";
import { systemError } from "./errno.js";
import { endForPipe, type LineTarget, LineWriter, lineTarget, type Put } from "./lines.js";

const writeLater = promisify(write);

/**
 * Writes to a descriptor that this process was given (standard output) and never waits for its reader.
 *
 * Node.js makes writes to pipes and terminals wait, which would stop all other outputs; and non-blocking mode belongs
 * to the open file, which other processes share. Hence the file is opened once more, in non-blocking mode; sockets,
 * which cannot be opened again, are sent to with a call that does not wait.
 */
class DescriptorChannel implements Channel {
  private readonly lines: LineWriter;
  private own: number | undefined;

  constructor(fd: number) {
    const stat = fstatSync(fd);
    this.lines = new LineWriter(this.putFor(fd, stat), targetOf(stat));
  }

  private putFor(fd: number, stat: Stats): Put {
    if (stat.isSocket()) {
      return (bytes, at) => {
        const n = nativeSockets().sendNow(fd, bytes.subarray(at));
        if (n < 0) throw systemError("send", n);
        return n;
      };
    }
    if (stat.isFile()) return async (bytes, at) => (await writeLater(fd, bytes, at)).bytesWritten;
    try {
      this.own = openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch {
      // a pipe of another user, or no /proc: it has to do as it is
    }
    const target = this.own ?? fd;
    if (stat.isFIFO()) return (bytes, at) => writeSync(target, bytes, at, endForPipe(bytes, at) - at);
    return (bytes, at) => writeSync(target, bytes, at);
  }

  send(messages: readonly OutputMessage[]): void | Promise<void> {
    return this.lines.write(messages);
  }

  abort(): void {
    this.lines.abort();
  }

  close(): void {
    if (this.own !== undefined) closeSync(this.own);
    this.own = undefined;
  }
}

/** Whoever writes to the same pipe or file has the same target. */
function targetOf({ dev, ino }: Stats): LineTarget {
  return lineTarget(`${dev}:${ino}`);
}

/**
 * Text for the end of standard output, when no channel writes there any more: a line that the last one had to leave
 * unfinished, as nobody read it, is closed first.
 */
export function closingText(text: string, fd = 1): string {
  const target = targetOf(fstatSync(fd));
  const before = target.torn ? "\n" : "";
  target.torn = false;
  return before + text;
}

/** Alerts to standard output, a line each. */
export function stdoutChannel(fd = 1): Channel {
  return new DescriptorChannel(fd);
}
