import type { OutputMessage } from "../sink.js";
import { Backoff } from "./backoff.js";
import { type Channel, type ChannelHooks, reasonOf, SendFault } from "./channel.js";
import type { HttpOptions } from "./http-options.js";
import { HttpPoster, type PostResult } from "./http-post.js";
import { Interrupted, Nap } from "./nap.js";
import { Spool } from "./spool/spool.js";

export type { HttpOptions } from "./http-options.js";

const MAX_TIMEOUTS = 5;
const MAX_RETRIES = 10;
const FLAG_JSON = 1;
const SPOOL_BATCH = 64;

/** Counts how often an alert was tried, and says when it is enough. */
class Patience {
  private timeouts = 0;
  private answers = 0;

  constructor(
    private readonly maxTimeouts: number,
    private readonly maxAnswers: number,
  ) {}

  /** The fault of a try, undefined if there was none. */
  judge(r: PostResult): SendFault | undefined {
    switch (r.kind) {
      case "taken":
        this.reset();
        return undefined;
      case "away":
        return new SendFault(r.reason, { retry: true });
      case "timeout":
        return this.fault(r.reason, ++this.timeouts <= this.maxTimeouts);
      case "later":
        return this.fault(r.reason, ++this.answers <= this.maxAnswers, r.afterMs);
      case "refused":
        return this.fault(r.reason, false);
    }
  }

  private fault(reason: string, retry: boolean, afterMs?: number): SendFault {
    if (!retry) this.reset();
    return new SendFault(reason, { retry, afterMs });
  }

  private reset(): void {
    this.timeouts = 0;
    this.answers = 0;
  }
}

/** Alerts straight from the queue to the receiver. */
class HttpChannel implements Channel {
  readonly maxBatch = 1;
  private readonly poster: HttpPoster;
  private readonly patience: Patience;
  private readonly json: boolean;

  constructor(options: HttpOptions) {
    this.poster = new HttpPoster(options);
    this.json = options.json ?? false;
    this.patience = new Patience(options.max_consecutive_timeouts ?? MAX_TIMEOUTS, options.max_retries ?? MAX_RETRIES);
  }

  async send(messages: readonly OutputMessage[]): Promise<void> {
    for (const m of messages) {
      const fault = this.patience.judge(await this.poster.post(m.line, this.json));
      if (fault !== undefined) throw fault;
    }
  }

  reopen(): void {
    this.poster.renew();
  }

  abort(): void {
    this.poster.abort();
  }

  close(): void {
    this.poster.renew();
  }
}

/** Alerts from the queue to disk, and from there to the receiver: at least once, in order. */
class SpooledHttpChannel implements Channel {
  readonly maxBatch = SPOOL_BATCH;
  private readonly poster: HttpPoster;
  private readonly patience: Patience;
  private readonly backoff: Backoff;
  private readonly nap = new Nap();
  private readonly json: boolean;
  private hooks: ChannelHooks | undefined;
  private delivering: Promise<void> | undefined;
  private away = false;
  private stopped = false;
  private idle: (() => void)[] = [];

  constructor(
    options: HttpOptions,
    private readonly spool: Spool,
  ) {
    this.poster = new HttpPoster(options);
    this.json = options.json ?? false;
    this.backoff = new Backoff(options.backoff);
    this.patience = new Patience(Number.POSITIVE_INFINITY, options.max_retries ?? Number.POSITIVE_INFINITY);
  }

  attach(hooks: ChannelHooks): void {
    this.hooks = hooks;
    if (this.spool.damaged > 0) hooks.failing(`${this.spool.damaged} bytes of the spool were damaged and cut off`, 0);
    this.deliver();
  }

  async send(messages: readonly OutputMessage[]): Promise<void> {
    const taken = await this.spool.append(messages.map((m) => payload(m.line, this.json)));
    this.deliver();
    if (taken === messages.length) return;
    const { size, bytes } = this.spool;
    throw new SendFault(`the spool is full with ${size} alerts (${bytes} bytes)`, { retry: true, done: taken });
  }

  /** See that what is on disk is being delivered. */
  private deliver(): void {
    if (this.stopped) return;
    this.delivering ??= this.run().finally(() => {
      this.delivering = undefined;
      if (this.spool.size > 0) this.deliver();
    });
  }

  private async run(): Promise<void> {
    try {
      for (;;) {
        const r = this.stopped ? undefined : await this.spool.peek();
        if (r === undefined) break;
        const json = r.payload[0] === FLAG_JSON;
        const fault = this.patience.judge(await this.poster.post(r.payload.toString("utf8", 1), json));
        if (this.stopped && fault !== undefined) break;
        if (fault?.retry) {
          await this.pause(fault);
          continue;
        }
        this.spool.shift();
        if (fault === undefined) this.well();
        else this.hooks?.failing(fault.message, 1);
      }
    } catch (e) {
      if (e instanceof Interrupted) return;
      // the disk does not give back what it took
      await this.pause(new SendFault(`spool: ${reasonOf(e)}`, { retry: true })).catch(() => {});
    } finally {
      this.settle();
    }
  }

  private async pause(fault: SendFault): Promise<void> {
    this.away = true;
    this.hooks?.failing(fault.message, 0);
    this.settle();
    await this.nap.sleep(fault.afterMs ?? this.backoff.next());
  }

  private well(): void {
    this.away = false;
    this.backoff.reset();
    this.hooks?.working();
  }

  private settle(): void {
    for (const done of this.idle.splice(0)) done();
  }

  /** All is delivered, or the receiver is away: then it waits on disk for the next start. */
  async flush(): Promise<void> {
    if (this.spool.size === 0 || this.away || this.stopped) return;
    await new Promise<void>((resolve) => this.idle.push(resolve));
    if (!this.away) await this.flush();
  }

  depth(): { messages: number; bytes: number } {
    return { messages: this.spool.size, bytes: this.spool.bytes };
  }

  reopen(): void {
    this.poster.renew();
  }

  abort(): void {
    this.stopped = true;
    this.nap.end();
    this.poster.abort();
  }

  async close(): Promise<void> {
    this.abort();
    await this.delivering;
    await this.spool.close();
  }
}

function payload(line: string, json: boolean): Buffer {
  const out = Buffer.allocUnsafe(1 + Buffer.byteLength(line));
  out[0] = json ? FLAG_JSON : 0;
  out.write(line, 1);
  return out;
}

/**
 * Alerts as bodies of HTTP requests, one each, in order.
 * @throws {OutputError} if the options make no sense
 */
export function httpChannel(options: HttpOptions): Channel {
  if (options.spool === undefined) return new HttpChannel(options);
  // the address is looked at before the folder is taken
  new HttpPoster(options);
  return new SpooledHttpChannel(options, new Spool(options.spool));
}
