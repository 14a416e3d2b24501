import { closeSync } from "node:fs";
import { nativeSockets } from "../native.js";
import type { OutputMessage } from "../sink.js";
import { type Channel, reasonOf, SendFault } from "./channel.js";
import { EAGAIN, EMSGSIZE, ENOBUFS, EPROTOTYPE, systemError } from "./errno.js";
import { Nap } from "./nap.js";
import { StreamSyslog } from "./syslog-stream.js";

const FIRST_NAP_MS = 1;
const LONGEST_NAP_MS = 100;

/** Datagrams to the socket of this host's syslog daemon. */
export class LocalSyslog implements Channel {
  private readonly nap = new Nap();
  private fd: number | undefined;
  /** Some daemons listen for streams. */
  private stream: StreamSyslog | undefined;

  constructor(
    private readonly path: string,
    private readonly frame: (m: OutputMessage) => string,
  ) {}

  async send(messages: readonly OutputMessage[]): Promise<void> {
    for (const [i, m] of messages.entries()) {
      if (this.stream === undefined) await this.sendOne(Buffer.from(this.frame(m)), i);
      // it turned out to be a stream: all of the rest goes there
      if (this.stream !== undefined) return this.stream.sendFrom(messages, i);
    }
  }

  private async sendOne(bytes: Buffer, done: number): Promise<void> {
    let fresh = false;
    let pause = FIRST_NAP_MS;
    for (;;) {
      if (this.fd === undefined) {
        fresh = true;
        const fd = nativeSockets().unixDatagram(this.path);
        if (fd === -EPROTOTYPE) {
          this.stream = new StreamSyslog({ path: this.path }, "nul", this.frame);
          return;
        }
        if (fd < 0) throw new SendFault(systemError(`connect to ${this.path}`, fd).message, { retry: true, done });
        this.fd = fd;
      }
      const n = nativeSockets().sendNow(this.fd, bytes);
      if (n >= 0) return;
      if (n === -EAGAIN || n === -ENOBUFS) {
        // the daemon does not keep up
        await this.nap.sleep(pause).catch((e: unknown) => {
          throw new SendFault(reasonOf(e), { done });
        });
        pause = Math.min(pause * 2, LONGEST_NAP_MS);
        continue;
      }
      const text = systemError(`send to ${this.path}`, n).message;
      if (n === -EMSGSIZE) throw new SendFault(`${text}: ${bytes.length} bytes`, { done, lost: 1 });
      this.close();
      // the daemon was restarted: its old socket is dead, the new one may be there
      if (fresh) throw new SendFault(text, { retry: true, done });
    }
  }

  abort(): void {
    this.nap.end();
    this.stream?.abort();
  }

  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
    void this.stream?.close();
  }
}
