/**
 * Does a name match a pattern in which `*` stands for any text? The whole name has to match.
 */
export function wildcardMatch(pattern: string, name: string): boolean {
  const pieces = pattern.split("*");
  const head = pieces[0] as string;
  if (pieces.length === 1) return name === pattern;
  const tail = pieces[pieces.length - 1] as string;
  if (name.length < head.length + tail.length || !name.startsWith(head) || !name.endsWith(tail)) return false;
  let p = head.length;
  const end = name.length - tail.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = name.indexOf(piece, p);
    if (at < 0 || at + piece.length > end) return false;
    p = at + piece.length;
  }
  return true;
}

/**
 * Which rules a selection is about: by name (`*` stands for any text unless another way of matching is given; an
 * empty text matches every name if it is matched exactly or as part of the name), or by tags, of which one will do.
 */
export type RuleSelector =
  | { readonly name: string; readonly match?: "wildcard" | "exact" | "substring" }
  | { readonly tag: string }
  | { readonly tags: readonly string[] };

/** Is the rule selected? */
export function selects(s: RuleSelector, rule: { readonly name: string; readonly tags: readonly string[] }): boolean {
  if ("tag" in s) return rule.tags.includes(s.tag);
  if ("tags" in s) return s.tags.some((t) => rule.tags.includes(t));
  switch (s.match) {
    case "exact":
      return s.name === "" || rule.name === s.name;
    case "substring":
      return rule.name.includes(s.name);
    default:
      return wildcardMatch(s.name, rule.name);
  }
}
