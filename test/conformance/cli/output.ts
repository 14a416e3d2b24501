// What Falco's closing summary and its JSON lines say.

/** JSON objects among the lines of standard output. */
export function jsonLines(stdout: string): Record<string, unknown>[] {
  const out: Record<string, unknown>[] = [];
  for (const line of stdout.split("\n")) {
    if (!line.startsWith("{")) continue;
    try {
      out.push(JSON.parse(line) as Record<string, unknown>);
    } catch {
      // no alert
    }
  }
  return out;
}

/** `Events detected: N`; undefined if there is no such line. */
export function eventsDetected(stdout: string): number | undefined {
  const m = /Events detected: (\d+)/.exec(stdout);
  return m === null ? undefined : Number(m[1]);
}

/** N of the line `LEVEL: N`, in any case; undefined if there is none. */
export function levelCount(stdout: string, level: string): number | undefined {
  const m = new RegExp(`${escapeRegex(level)}: (\\d+)`, "i").exec(stdout);
  return m === null ? undefined : Number(m[1]);
}

/** N of the rule's line in the closing list; 0 if it is not in it. */
export function ruleCount(stdout: string, rule: string): number {
  const at = stdout.indexOf("Triggered rules by rule name:");
  if (at < 0) return 0;
  for (const line of stdout.slice(at).split("\n")) {
    const text = line.trim();
    if (text.startsWith(`${rule}: `) && /^\d+$/.test(text.slice(rule.length + 2))) {
      return Number(text.slice(rule.length + 2));
    }
  }
  return 0;
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** One entry of an error or warning list of `falco_load_results`. */
export interface Issue {
  readonly code: string;
  readonly message: string;
  readonly context: { readonly locations: readonly { readonly item_type: string; readonly item_name: string }[] };
}

/** One file of `falco_load_results`. */
export interface FileResult {
  readonly name: string;
  readonly successful: boolean;
  readonly errors: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/** The validation result in standard output; undefined if there is none. */
export function loadResults(stdout: string): readonly FileResult[] | undefined {
  for (const o of jsonLines(stdout)) {
    if (Array.isArray(o.falco_load_results)) return o.falco_load_results as FileResult[];
  }
  return undefined;
}

/** What a case says of an error or a warning that must be among others. */
export interface WantedIssue {
  readonly code?: string;
  readonly message?: string;
  readonly message_contains?: string;
  readonly item_type?: string;
  readonly item_name?: string;
}

/** Is there an entry with all that is wanted? */
export function hasIssue(issues: readonly Issue[], want: WantedIssue): boolean {
  return issues.some(
    (i) =>
      (want.code === undefined || i.code === want.code) &&
      (want.message === undefined || i.message === want.message) &&
      (want.message_contains === undefined || i.message.includes(want.message_contains)) &&
      ((want.item_type === undefined && want.item_name === undefined) ||
        i.context.locations.some(
          (l) =>
            (want.item_type === undefined || l.item_type === want.item_type) &&
            (want.item_name === undefined || l.item_name === want.item_name),
        )),
  );
}

/** Do the expected lines occur in order, each as part of some line? */
export function linesInOrder(actual: string, expected: string): string | undefined {
  const lines = actual.split("\n");
  let at = 0;
  for (const want of expected.split("\n").filter((l) => l.trim() !== "")) {
    while (at < lines.length && !(lines[at] as string).includes(want.trim())) at++;
    if (at === lines.length) return want;
    at++;
  }
  return undefined;
}
