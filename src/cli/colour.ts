/** Puts words into colours, or leaves them alone. */
export interface Painter {
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  bold(text: string): string;
  dim(text: string): string;
}

/** Colours for a terminal, unless NO_COLOR is set; none for files and pipes. */
export function painter(stream: { readonly isTTY?: boolean }, env: Readonly<NodeJS.ProcessEnv> = process.env): Painter {
  const on = stream.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  const code = (n: number) => (text: string) => (on ? `\x1b[${n}m${text}\x1b[0m` : text);
  return { red: code(31), green: code(32), yellow: code(33), bold: code(1), dim: code(2) };
}
