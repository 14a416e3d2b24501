import type { Engine } from "./engine.js";

/** Rules to enable or disable after loading. */
export interface RuleChoice {
  readonly enable: boolean;
  /** `rule` is a part of names; else a whole one, in which `*` stands for any text. */
  readonly part?: boolean;
  /** Empty: none by name. */
  readonly rule: string;
  /** Empty: none by tag. */
  readonly tag: string;
}

/** Enable and disable rules, in order. */
export function applySelections(engine: Pick<Engine, "enable" | "disable">, list: readonly RuleChoice[]): void {
  for (const s of list) {
    const change = s.enable ? engine.enable.bind(engine) : engine.disable.bind(engine);
    if (s.rule !== "") change(s.part === true ? { name: s.rule, match: "substring" } : { name: s.rule });
    if (s.tag !== "") change({ tag: s.tag });
  }
}
