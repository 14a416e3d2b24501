import type { ConditionText } from "./condition.js";
import { quoteItem } from "./exceptions.js";
import type { ListItem } from "./items.js";
import { fail } from "./view.js";

/** Most items that a list may have once other lists are spliced into it. */
const MAX_ITEMS = 1_000_000;

/** A list ready to be put into conditions. */
export interface ReadyList {
  readonly name: string;
  /** Items as written, names of other lists included. */
  readonly written: readonly string[];
  readonly items: readonly string[];
  readonly text: string;
}

/**
 * Splice lists into lists: an item that is the name of a list known at this point stands for its items.
 * @param used is told the names of the lists that others refer to
 */
export function prepareLists(lists: ReadonlyMap<string, ListItem>, used: (name: string) => void): ReadyList[] {
  const out: ReadyList[] = [];
  let total = 0;
  for (const l of lists.values()) {
    const items: string[] = [];
    for (const item of l.items) {
      const other = lists.get(item);
      if (other !== undefined && other.index < l.visibility) {
        used(item);
        items.push(...other.items);
        total += other.items.length;
      } else items.push(item);
      if (total + items.length > MAX_ITEMS) throw fail(l.context, "the lists of the rules have too many items");
    }
    total += items.length;
    out.push({ name: l.name, written: l.items, items, text: items.map(quoteItem).join(", ") });
  }
  return out;
}

const DELIMITER = /[\s(),=]/;
const BLANK = /\s/;
/** The same by character code, for the first of them. */
const DELIMITS = Uint8Array.from({ length: 128 }, (_, c) => (DELIMITER.test(String.fromCharCode(c)) ? 1 : 0));

/** Call `visit` for every stretch of a text that has no delimiter in it. */
function eachWord(text: string, visit: (start: number, end: number) => void): void {
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const c = i < text.length ? text.charCodeAt(i) : 32;
    if (c < 128 ? DELIMITS[c] === 0 : !BLANK.test(text[i] as string)) continue;
    if (i > start) visit(start, i);
    start = i + 1;
  }
}

/** Characters that may be written while the lists of one condition are filled in, one list after the other. */
const MAX_WRITTEN = 1 << 26;

/** The lists of a rule set by name, in the order in which they are filled in. */
export class ListNames {
  private readonly order = new Map<string, number>();
  /** Places of lists whose name could span several words: looked for in every condition. */
  private readonly odd: number[] = [];
  /** By list: places of those that its own text may name. */
  private readonly within: (readonly number[] | undefined)[] = [];
  /** 1: some list has a name of this length. Spares most words of a text a second look. */
  private readonly lengths: Uint8Array;

  constructor(readonly lists: readonly ReadyList[]) {
    this.lengths = new Uint8Array(lists.reduce((n, l) => Math.max(n, l.name.length), 0) + 1);
    lists.forEach((l, i) => {
      this.lengths[l.name.length] = 1;
      if (DELIMITER.test(l.name)) this.odd.push(i);
      else this.order.set(l.name, i);
    });
  }

  /** Is the name a single word, and does it stand for something? */
  isPlain(i: number): boolean {
    const l = this.lists[i] as ReadyList;
    return l.text !== "" && !DELIMITER.test(l.name);
  }

  /** Places of the lists that a text may name. */
  in(text: string): number[] {
    const found = new Set(this.odd);
    eachWord(text, (start, end) => {
      if (this.lengths[end - start] !== 1) return;
      const i = this.order.get(text.slice(start, end));
      if (i !== undefined) found.add(i);
    });
    return [...found];
  }

  /** Places of the lists that the text of a list may name. */
  inList(i: number): readonly number[] {
    let places = this.within[i];
    if (places === undefined) {
      places = this.in((this.lists[i] as ReadyList).text);
      this.within[i] = places;
    }
    return places;
  }
}

/** Replace the names of lists in a condition by their items, one list after the other. */
export function applyLists(condition: ConditionText, names: ListNames, used: (name: string) => void): ConditionText {
  let result = condition;
  let written = 0;
  const replace = (changes: readonly Change[]): void => {
    try {
      result = result.replace(changes);
    } catch (e) {
      throw fail(condition.context, e instanceof Error ? e.message : String(e), "LOAD_ERR_VALIDATE");
    }
    written += result.text.length;
    if (written > MAX_WRITTEN) throw fail(condition.context, "the condition names too many lists", "LOAD_ERR_VALIDATE");
  };
  // Lists whose text names no list and is not empty do not see each other: all at once is as good as in turn.
  const together = new Map<string, ReadyList>();
  const flush = (): void => {
    const changes = wordsOf(result.text, together);
    for (const c of changes) used(c.name);
    replace(changes);
    together.clear();
  };
  const todo = names.in(condition.text).sort((a, b) => b - a);
  const seen = new Set(todo);
  for (let i = todo.pop(); i !== undefined; i = todo.pop()) {
    const l = names.lists[i] as ReadyList;
    const within = names.inList(i);
    if (names.isPlain(i) && within.length === 0) {
      together.set(l.name, l);
      continue;
    }
    flush();
    const changes = occurrences(result.text, l);
    if (changes.length === 0) continue;
    used(l.name);
    replace(changes);
    // What a list brings in may name lists that come after it; those before it have had their turn.
    let more = false;
    for (const k of within) {
      if (k <= i || seen.has(k)) continue;
      seen.add(k);
      todo.push(k);
      more = true;
    }
    if (more) todo.sort((a, b) => b - a);
  }
  flush();
  return result;
}

interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Places of words that are names of these lists. */
function wordsOf(text: string, lists: ReadonlyMap<string, ReadyList>): (Change & { readonly name: string })[] {
  if (lists.size === 0) return [];
  const out: (Change & { readonly name: string })[] = [];
  eachWord(text, (start, end) => {
    const l = lists.get(text.slice(start, end));
    if (l !== undefined) out.push({ start, end, text: l.text, name: l.name });
  });
  return out;
}

function occurrences(text: string, l: ReadyList): Change[] {
  const out: Change[] = [];
  const n = l.name.length;
  if (n === 0) return out;
  let done = 0;
  for (let i = text.indexOf(l.name); i >= 0; i = text.indexOf(l.name, i + n)) {
    let start = i;
    let end = i + n;
    if (start > 0 && !DELIMITER.test(text[start - 1] as string)) continue;
    if (end < text.length && !DELIMITER.test(text[end] as string)) continue;
    if (l.text === "") [start, end] = withComma(text, start, end, done);
    out.push({ start, end, text: l.text });
    done = end;
  }
  return out;
}

/** A name that vanishes takes one comma next to it along. */
function withComma(text: string, start: number, end: number, limit: number): [number, number] {
  let a = start - 1;
  while (a >= limit && BLANK.test(text[a] as string)) a--;
  if (a >= limit && text[a] === ",") return [a, end];
  let b = end;
  while (b < text.length && BLANK.test(text[b] as string)) b++;
  if (text[b] === ",") return [start, b + 1];
  return [start, end];
}
