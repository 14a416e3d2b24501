import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { OutputMessage } from "../sink.js";
import { type Channel, reasonOf, SendFault } from "./channel.js";
import type { TlsMaterial } from "./tls.js";

/** How messages are told apart: their length before them (RFC 6587), or a byte behind them. */
export type StreamFraming = "octet-counted" | "newline" | "nul";

/** Where a stream goes. */
export type StreamTarget =
  | { readonly path: string }
  | { readonly host: string; readonly port: number; readonly tls?: () => TlsMaterial };

const CONNECT_MS = 10_000;
const KEEP_ALIVE_MS = 30_000;
/** Time for the other side to close, too. */
const FAREWELL_MS = 500;

/** Syslog over a stream: TCP, TLS or a UNIX socket. Connects anew when the other side has gone. */
export class StreamSyslog implements Channel {
  private socket: Socket | undefined;
  private stopped = false;

  constructor(
    private readonly target: StreamTarget,
    private readonly framing: StreamFraming,
    private readonly frame: (m: OutputMessage) => string,
  ) {}

  send(messages: readonly OutputMessage[]): Promise<void> {
    return this.sendFrom(messages, 0);
  }

  /** Send the messages from an index on; those before it have left. */
  async sendFrom(messages: readonly OutputMessage[], from: number): Promise<void> {
    const frames = messages.slice(from).map((m) => this.bytes(m));
    try {
      const socket = this.socket ?? (await this.connect());
      await new Promise<void>((resolve, reject) => {
        const closed = (): void => reject(new Error("the connection was closed"));
        socket.once("close", closed);
        socket.write(Buffer.concat(frames), (e) => {
          socket.off("close", closed);
          if (e) reject(e);
          else resolve();
        });
      });
    } catch (e) {
      this.drop();
      throw new SendFault(reasonOf(e), { retry: !this.stopped, done: from });
    }
  }

  private bytes(m: OutputMessage): Buffer {
    const frame = Buffer.from(this.frame(m));
    if (this.framing === "octet-counted") return Buffer.concat([Buffer.from(`${frame.length} `), frame]);
    return Buffer.concat([frame, Buffer.from(this.framing === "nul" ? "\0" : "\n")]);
  }

  private connect(): Promise<Socket> {
    const { target } = this;
    return new Promise((resolve, reject) => {
      const secure = "host" in target && target.tls !== undefined;
      const socket = open(target);
      this.socket = socket;
      const timer = setTimeout(() => socket.destroy(new Error("connecting takes too long")), CONNECT_MS);
      const fault = (e: Error): void => reject(e);
      const closed = (): void => reject(new Error("the connection was closed"));
      socket.once("error", fault).once("close", closed);
      socket.once("close", () => clearTimeout(timer));
      socket.once(secure ? "secureConnect" : "connect", () => {
        clearTimeout(timer);
        socket.off("error", fault).off("close", closed);
        socket.setKeepAlive(true, KEEP_ALIVE_MS);
        socket.on("error", () => {});
        resolve(socket);
      });
      // nothing is ever said by the other side, but its farewell must be heard
      socket.resume();
      socket.once("close", () => {
        if (this.socket === socket) this.socket = undefined;
      });
    });
  }

  private drop(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  abort(): void {
    this.stopped = true;
    this.drop();
  }

  /** End the stream once all of it has left. */
  async close(): Promise<void> {
    const { socket } = this;
    this.socket = undefined;
    if (socket === undefined || socket.destroyed) return;
    const timer = setTimeout(() => socket.destroy(), FAREWELL_MS);
    await new Promise<void>((resolve) => {
      socket.once("close", () => resolve());
      socket.end();
    });
    clearTimeout(timer);
  }
}

function open(target: StreamTarget): Socket {
  if ("path" in target) return connect({ path: target.path });
  const { host, port, tls } = target;
  if (tls === undefined) return connect({ host, port });
  // a server name must be a name
  const name = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  return connectTls({ host, port, ...name, ...tls() });
}
