import type { Expr, Left } from "../filter/ast.js";

/** Fields without a value in what actions do, and why. */
const ABSENT: readonly (readonly [names: RegExp, why: string])[] = [
  [
    /^(container\.(privileged|image|mount|name|label|ip|host_)|k8s\.)/,
    "which a container engine tells, and none knows the pretended container",
  ],
  [/^fd\.(c|s|l|r)?ip\.name$/, "and this machine has no name for the address in /etc/hosts"],
];

/** Why a rule of this condition cannot fire here: it cannot hold while a field that it asks for has no value. */
export function cannotFire(tree: Expr | undefined): string | undefined {
  if (tree === undefined) return undefined;
  for (const [names, why] of ABSENT) {
    const asked = new Set<string>();
    if (!judge(tree, names, asked).possible) return `its rule asks for ${[...asked].join(", ")}, ${why}`;
  }
  return undefined;
}

interface Verdict {
  readonly possible: boolean;
  readonly certain: boolean;
}

/** What a condition can come to if comparisons with absent fields fail and nothing is known of others. */
function judge(e: Expr, absent: RegExp, asked: Set<string>): Verdict {
  switch (e.kind) {
    case "and":
    case "or": {
      const all = e.children.map((c) => judge(c, absent, asked));
      return e.kind === "and"
        ? { possible: all.every((v) => v.possible), certain: all.every((v) => v.certain) }
        : { possible: all.some((v) => v.possible), certain: all.some((v) => v.certain) };
    }
    case "not": {
      const v = judge(e.child, absent, asked);
      return { possible: !v.certain, certain: !v.possible };
    }
    case "exists":
    case "binary": {
      const name = fieldOf(e.left);
      const missing = name !== undefined && absent.test(name);
      if (missing) asked.add(name);
      return { possible: !missing, certain: false };
    }
    case "macro":
      return { possible: true, certain: false };
  }
}

function fieldOf(left: Left): string | undefined {
  return left.kind === "field" ? left.name : undefined;
}
