/** Longest text that expansion may make: a variable that mentions itself would grow for ever. */
const MAX_LENGTH = 1 << 20;

/**
 * Put environment variables into a value, as Falco does: `${NAME}` becomes the variable's text (looked at again, so that
 * it may mention others), `$${NAME}` becomes a literal `${NAME}`, and a `$` before anything else ends the search.
 */
export function expandEnv(text: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  let value = text;
  let at = value.indexOf("$");
  for (let rounds = 0; at >= 0 && rounds < 1000 && value.length < MAX_LENGTH; rounds++) {
    if (value.startsWith("${", at)) {
      const end = value.indexOf("}", at);
      if (end < 0) break;
      value = value.slice(0, at) + (env[value.slice(at + 2, end)] ?? "") + value.slice(end + 1);
    } else if (value.startsWith("$${", at)) {
      if (value.indexOf("}", at) < 0) break;
      value = value.slice(0, at) + value.slice(at + 1);
      at++;
    } else break;
    at = value.indexOf("$", at);
  }
  return value;
}
