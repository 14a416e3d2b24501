import type { Size } from "./top-screen.js";

const ESC = "\x1b[";
/** The terminal's other screen, without a cursor; and back. */
const ENTER = `${ESC}?1049h${ESC}?25l`;
const LEAVE = `${ESC}?25h${ESC}?1049l`;
const DEFAULT_SIZE = { columns: 80, rows: 24 };

/** The whole terminal, as long as it is open. It is given back as it was. */
export class Screen {
  private lines: ((size: Size) => readonly string[]) | undefined;
  private held = false;
  private open = true;
  private readonly redraw = (): void => this.paint();
  private readonly key = (bytes: Buffer): void => this.press(bytes.toString("latin1"));

  /** @param onQuit the user wants to end */
  constructor(private readonly onQuit: () => void) {
    const { stdin, stdout } = process;
    stdout.write(ENTER);
    stdout.on("resize", this.redraw);
    process.once("exit", this.close);
    if (stdin.isTTY) {
      stdin.setRawMode(true);
      stdin.on("data", this.key).resume();
    }
  }

  /** Show lines that fit the terminal, now and whenever its size changes. */
  draw(lines: (size: Size) => readonly string[]): void {
    if (this.held) return;
    this.lines = lines;
    this.paint();
  }

  private paint(): void {
    if (!this.open || this.lines === undefined) return;
    const { stdout } = process;
    const size = { columns: stdout.columns || DEFAULT_SIZE.columns, rows: stdout.rows || DEFAULT_SIZE.rows };
    // over what is there, not after clearing: it does not flicker
    stdout.write(
      `${ESC}H${this.lines(size)
        .map((l) => `${l}${ESC}K`)
        .join("\r\n")}${ESC}J`,
    );
  }

  private press(keys: string): void {
    for (const key of keys) {
      // the terminal sends no signal for Ctrl-C while we read keys
      if (key === "q" || key === "Q" || key === "\x03") this.onQuit();
      else if (key === " ") this.held = !this.held;
    }
  }

  readonly close = (): void => {
    if (!this.open) return;
    this.open = false;
    const { stdin, stdout } = process;
    stdout.off("resize", this.redraw);
    process.off("exit", this.close);
    if (stdin.isTTY) {
      stdin.off("data", this.key).pause();
      stdin.setRawMode(false);
    }
    stdout.write(LEAVE);
  };
}
