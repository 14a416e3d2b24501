import { statSync } from "node:fs";

const REDRAW_MS = 100;
const WIDTH = 40;
const ERASE = "\r\x1b[K";

/** How far a replay has got, on the last line of a terminal. */
export class Progress {
  private drawn = false;
  private next = 0;

  private constructor(
    private readonly total: number,
    private readonly out: { write(text: string): unknown },
    private readonly now: () => number,
  ) {}

  /** Undefined where there is no terminal, or no end in sight: standard input. */
  static of(
    file: string,
    out: { readonly isTTY?: boolean; write(text: string): unknown } = process.stderr,
    now: () => number = () => performance.now(),
  ): Progress | undefined {
    if (out.isTTY !== true) return undefined;
    const total = statSync(file, { throwIfNoEntry: false });
    return total?.isFile() === true && total.size > 0 ? new Progress(total.size, out, now) : undefined;
  }

  /** So many bytes of the file were read. */
  at(bytes: number): void {
    const time = this.now();
    if (time < this.next) return;
    this.next = time + REDRAW_MS;
    const part = Math.min(1, bytes / this.total);
    const done = Math.round(part * WIDTH);
    const percent = `${Math.floor(part * 100)}`.padStart(3);
    this.out.write(`${ERASE}[${"=".repeat(done)}${" ".repeat(WIDTH - done)}] ${percent} %`);
    this.drawn = true;
  }

  /** Make room for other text; the bar comes again with the next {@link at}. */
  erase(): void {
    if (this.drawn) this.out.write(ERASE);
    this.drawn = false;
  }
}
