import type { Verdict } from "./group.js";

/** A case as it stands in the corpus. */
export interface Case extends Record<string, unknown> {
  readonly id: string;
  readonly kind: string;
}

/** Says what is wrong with the product's answer; nothing = it is right. */
export type Judge<C extends Case = Case> = (c: C) => string | undefined;

/** Judge cases by their kind. A judge that throws fails its case. */
export function judgeAll(
  cases: readonly Record<string, unknown>[],
  judges: Readonly<Record<string, Judge<never> | undefined>>,
): Verdict[] {
  return cases.map((raw) => {
    const c = raw as Case;
    const judge = (Object.hasOwn(judges, c.kind) ? judges[c.kind] : undefined) as Judge | undefined;
    if (judge === undefined) return { id: c.id, outcome: "fail", why: `no judge for cases of kind '${c.kind}'` };
    try {
      const why = judge(c);
      return why === undefined ? { id: c.id, outcome: "pass" } : { id: c.id, outcome: "fail", why };
    } catch (e) {
      const why = e instanceof Error ? `${e.name}: ${e.message}` : String(e);
      return { id: c.id, outcome: "fail", why };
    }
  });
}

/** Compare by value. */
export function same(got: unknown, want: unknown): string | undefined {
  const [g, w] = [JSON.stringify(got), JSON.stringify(want)];
  return g === w ? undefined : `got ${g}, want ${w}`;
}

/** The value of a function, or what it threw. */
export function attempt<T>(f: () => T): { readonly value: T } | { readonly error: Error } {
  try {
    return { value: f() };
  } catch (e) {
    return { error: e instanceof Error ? e : new Error(String(e)) };
  }
}
