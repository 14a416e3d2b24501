import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { OutputMessage } from "../sink.js";
import { type Channel, type ChannelHooks, reasonOf, SendFault } from "./channel.js";
import { cutUtf8 } from "./syslog-format.js";

/** What fits in a datagram over IPv4. */
const LONGEST = 65_507;

/** Syslog over UDP, a datagram each; a message that does not fit is cut. */
export class UdpSyslog implements Channel {
  private socket: Socket | undefined;
  private hooks: ChannelHooks | undefined;

  constructor(
    private readonly host: string,
    private readonly port: number,
    private readonly frame: (m: OutputMessage) => string,
    private readonly longest = LONGEST,
  ) {}

  attach(hooks: ChannelHooks): void {
    this.hooks = hooks;
  }

  async send(messages: readonly OutputMessage[]): Promise<void> {
    let done = 0;
    try {
      const socket = this.socket ?? (await this.connect());
      for (const m of messages) {
        const bytes = cutUtf8(Buffer.from(this.frame(m)), this.longest);
        await new Promise<void>((resolve, reject) => {
          socket.send(bytes, (e) => (e ? reject(e) : resolve()));
        });
        done++;
      }
    } catch (e) {
      this.close();
      throw new SendFault(reasonOf(e), { retry: true, done });
    }
  }

  private connect(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = createSocket(isIPv6(this.host) ? "udp6" : "udp4");
      socket.on("error", (e) => {
        // "connection refused" comes after the datagram has left
        this.hooks?.failing(reasonOf(e), 0);
        reject(e);
        if (this.socket === socket) this.close();
      });
      socket.connect(this.port, this.host, (e?: Error) => {
        if (e) {
          socket.close();
          reject(e);
          return;
        }
        this.socket = socket;
        this.hooks?.working();
        resolve(socket);
      });
    });
  }

  abort(): void {
    this.close();
  }

  close(): void {
    this.socket?.close();
    this.socket = undefined;
  }
}
