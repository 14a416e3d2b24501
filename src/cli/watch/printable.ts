/**
 * What a terminal would obey and not print: control characters, and those that change the direction of text. Alerts quote
 * names that whoever is watched has chosen.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const COMMANDS = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Text that is safe to print on a terminal, in one line. */
export function printable(text: string): string {
  return text.replace(COMMANDS, (c) => {
    const code = c.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
  });
}
