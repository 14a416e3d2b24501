// One mutated capture, made from its seed and put through what Saker does with captures.
import { gzipSync } from "node:zlib";
import { CaptureError } from "../../src/capture/error.js";
import { CaptureSession } from "../../src/capture/session.js";
import { MemorySink } from "../../src/capture/write/sink.js";
import { HeadKeeper, writeHidden, writeShown } from "../../src/capture/write/transfer.js";
import { CaptureWriter } from "../../src/capture/write/writer.js";
import type { Engine } from "../../src/engine/engine.js";
import type { FieldRegistry } from "../../src/fields/field.js";
import { compileTemplate } from "../../src/fields/format.js";
import { blocksOf, generator, mutate } from "./mutate.js";
import { judgedBothWays } from "./passing-pair.js";

/** What becomes of a capture, by the number of its seed: the slow ones less often. */
const Way = { JUDGE: 0, PRINT: 1, COPY: 2, GZIP: 3, BROKEN_GZIP: 4, PAIR: 5 } as const;
const WAYS = 16;

/** What a case came to. */
export interface CaseResult {
  readonly refused: boolean;
  readonly events: number;
}

/** Makes and runs cases; the same seed is the same case. */
export class Cases {
  private readonly blocks: readonly (readonly number[])[];
  private readonly print: ReturnType<typeof compileTemplate>;

  constructor(
    private readonly seeds: readonly Uint8Array[],
    private readonly registry: FieldRegistry,
    private readonly engine: Engine,
  ) {
    this.blocks = seeds.map(blocksOf);
    const names = registry.all().filter((f) => f.arg !== "required" && f.filterOnly !== true);
    this.print = compileTemplate(names.map((f) => `%${f.name}`).join(" "), registry);
  }

  bytes(seed: number): Uint8Array {
    const next = generator(seed);
    const pick = next(this.seeds.length);
    const bytes = mutate(this.seeds[pick] as Uint8Array, this.blocks[pick] as number[], next);
    const way = seed % WAYS;
    if (way !== Way.GZIP && way !== Way.BROKEN_GZIP) return bytes;
    const packed = gzipSync(bytes, { level: 1 });
    return way === Way.GZIP ? packed : mutate(packed, [0, Math.max(0, packed.length - 8)], next);
  }

  /** @throws whatever is not a CaptureError */
  async run(seed: number): Promise<CaseResult> {
    const { registry, engine, print } = this;
    const way = seed % WAYS;
    const bytes = this.bytes(seed);
    let events = 0;
    try {
      if (way === Way.COPY) {
        const copied = await this.copy(bytes);
        // what we write we can read
        await (await CaptureSession.open(copied, { registry })).run(() => events++);
        return { refused: false, events };
      }
      if (way === Way.PAIR) return await judgedBothWays(bytes, engine, registry);
      const session = await CaptureSession.open(bytes, { registry });
      await session.run((x) => {
        events++;
        if (way === Way.JUDGE) engine.process(x);
        else if (way === Way.PRINT) print.values(x);
      });
    } catch (e) {
      if (!(e instanceof CaptureError) || way === Way.COPY) throw e;
      return { refused: true, events };
    }
    return { refused: false, events };
  }

  /** All that could be read of a capture, written again. */
  private async copy(bytes: Uint8Array): Promise<Uint8Array> {
    const head = new HeadKeeper();
    const sink = new MemorySink();
    const out = new CaptureWriter(sink);
    const begin = (): void => {
      if (head.fresh) out.head(head.take());
    };
    let shown = 0;
    try {
      const session = await CaptureSession.open(bytes, {
        registry: this.registry,
        metadata: head,
        onHidden: (x) => {
          begin();
          writeHidden(out, x);
        },
      });
      await session.run((x) => {
        begin();
        writeShown(out, x);
        shown++;
      });
    } catch (e) {
      if (!(e instanceof CaptureError)) throw e;
    }
    await out.close();
    return shown > 0 ? sink.content : (this.seeds[0] as Uint8Array);
  }
}
