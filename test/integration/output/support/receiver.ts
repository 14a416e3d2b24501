import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after } from "node:test";

/** An HTTP receiver on loopback that can be shut and opened again. */
export class Receiver {
  readonly got: number[] = [];
  /** Bodies without a number. */
  readonly others: string[] = [];
  /** Chosen when it is opened for the first time. */
  port = 0;
  private server: Server | undefined;

  /**
   * To be made where tests are defined, or in a test: it is shut after them.
   * @param numberOf finds the number of an alert in its body
   */
  constructor(private readonly numberOf: (body: string) => number | undefined) {
    after(() => this.shut());
  }

  async open(): Promise<void> {
    const server = createServer((req, res) => {
      let body = "";
      req.on("data", (d) => {
        body += String(d);
      });
      req.on("end", () => {
        const n = this.numberOf(body);
        if (n === undefined) this.others.push(body);
        else this.got.push(n);
        res.end();
      });
    });
    await new Promise<void>((r) => server.listen(this.port, "127.0.0.1", r));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async shut(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    const closed = new Promise((r) => server.close(r));
    server.closeAllConnections();
    await closed;
  }

  /** Numbers at their first arrival. */
  firsts(): number[] {
    return [...new Set(this.got)];
  }
}
