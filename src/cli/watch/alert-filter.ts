import type { ReceivedAlert } from "../../client/index.js";
import { glob } from "../../filter/glob.js";
import { PRIORITIES, parsePriority } from "../../rules/priority.js";
import type { FlagDef, Parsed } from "../argv.js";
import { UsageError } from "../errors.js";

/** Flags that say which alerts are shown: all that are given must hold, of one that is given several times one value. */
export const FILTER_FLAGS: readonly FlagDef[] = [
  {
    key: "rule",
    short: "r",
    long: "rule",
    value: "pattern",
    many: true,
    help: "name of the rule; * and ? stand for any text",
  },
  {
    key: "priority",
    short: "p",
    long: "priority",
    value: "priority",
    words: PRIORITIES.map((p) => p.toLowerCase()),
    help: "this priority or a graver one, e.g. warning",
  },
  {
    key: "source",
    short: "s",
    long: "source",
    value: "source",
    many: true,
    help: "event source, e.g. syscall, internal",
  },
  { key: "tag", short: "t", long: "tag", value: "pattern", many: true, help: "one of the rule's tags" },
  {
    key: "field",
    short: "f",
    long: "field",
    value: "field=pattern",
    many: true,
    help: "value of an output field, e.g. -f proc.name=cat -f 'fd.name=/etc/*' -f 'user.name!=root'; each must hold",
  },
  { key: "match", short: "m", long: "match", value: "text", many: true, help: "text that the alert's line contains" },
];

type Test = (a: ReceivedAlert) => boolean;

/** Whether an alert is to be shown. @throws UsageError */
export function alertFilter(flags: Parsed): Test {
  const tests: Test[] = [];
  const any = (key: string, of: (pattern: string) => Test): void => {
    const own = flags.all(key).map(of);
    if (own.length > 0) tests.push((a) => own.some((t) => t(a)));
  };
  any("rule", (p) => {
    const like = pattern(p);
    return (a) => like(a.rule);
  });
  any("source", (p) => {
    const like = pattern(p);
    return (a) => like(a.source);
  });
  any("tag", (p) => {
    const like = pattern(p);
    return (a) => a.tags.some(like);
  });
  any("match", (text) => (a) => a.output.includes(text));
  const priority = flags.last("priority");
  if (priority !== undefined) {
    const least = parsePriority(priority);
    if (least === undefined)
      throw new UsageError(
        `--priority: there is no priority '${priority}', only emergency, alert, critical, error, warning, notice, informational, debug`,
      );
    tests.push((a) => (parsePriority(a.priority) ?? least) <= least);
  }
  for (const text of flags.all("field")) tests.push(fieldTest(text));
  return (a) => tests.every((t) => t(a));
}

/** `name=pattern` or `name!=pattern`; an alert without the field only passes the latter. */
function fieldTest(text: string): Test {
  const m = /^\s*([^=!\s]+)\s*(!?=)\s*(.*)$/s.exec(text);
  if (m === null)
    throw new UsageError(`--field wants NAME=PATTERN or NAME!=PATTERN, e.g. proc.name=cat; it is '${text}'`);
  const [, name = "", op, value = ""] = m;
  const like = pattern(value);
  const want = op === "=";
  return (a) => {
    const have = a.fields[name];
    return (have !== undefined && like(have)) === want;
  };
}

function pattern(p: string): (text: string) => boolean {
  const test = glob(Buffer.from(p));
  return (text) => {
    const bytes = Buffer.from(text);
    return test(bytes, 0, bytes.length);
  };
}
