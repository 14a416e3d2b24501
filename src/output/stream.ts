import type { Writable } from "node:stream";
import { joinLines, type OutputMessage, type Sink } from "./sink.js";

/** Writes lines to a stream and waits while the stream is full. Whoever made the stream closes it. */
export class StreamSink implements Sink {
  private fault: Error | undefined;

  constructor(private readonly stream: Writable) {
    stream.on("error", (e) => {
      this.fault = e;
    });
  }

  send(messages: readonly OutputMessage[]): void | Promise<void> {
    if (this.fault !== undefined) throw this.fault;
    if (this.stream.write(joinLines(messages))) return;
    return new Promise((resolve, reject) => {
      const settle = (e?: Error): void => {
        this.stream.off("drain", settle).off("close", closed).off("error", settle);
        if (e === undefined) resolve();
        else reject(e);
      };
      const closed = (): void => settle(new Error("the stream was closed"));
      this.stream.once("drain", settle).once("close", closed).once("error", settle);
    });
  }
}
