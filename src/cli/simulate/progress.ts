const WIDTH = 24;

/** A bar on a terminal; nothing anywhere else. */
export class Progress {
  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  /** Draws it anew. */
  show(done: number, total: number, what: string): void {
    if (this.stream.isTTY !== true) return;
    const filled = total === 0 ? WIDTH : Math.round((done / total) * WIDTH);
    const bar = "#".repeat(filled).padEnd(WIDTH, ".");
    const text = `[${bar}] ${done}/${total} ${what}`.slice(0, (this.stream.columns ?? 80) - 1);
    this.stream.write(`\r\x1b[2K${text}`);
  }

  /** Takes it away. */
  clear(): void {
    if (this.stream.isTTY === true) this.stream.write("\r\x1b[2K");
  }
}
