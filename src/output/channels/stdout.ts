import { closeSync, constants, fstatSync, openSync, write, writeSync } from "node:fs";
import { promisify } from "node:util";
import { nativeSockets } from "../native.js";
import type { OutputMessage } from "../sink.js";
import type { Channel } from "./channel.js";
import { systemError } from "./errno.js";
import { LineWriter, type Put } from "./lines.js";

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
    this.lines = new LineWriter(this.putFor(fd));
  }

  private putFor(fd: number): Put {
    const stat = fstatSync(fd);
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

/** Alerts to standard output, a line each. */
export function stdoutChannel(fd = 1): Channel {
  return new DescriptorChannel(fd);
}
