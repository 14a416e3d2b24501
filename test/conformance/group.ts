/** What became of one case. */
export interface Verdict {
  readonly id: string;
  /** `na`: the case does not apply (its reason is in `why`), e.g. behaviour that upstream has since changed. */
  readonly outcome: "pass" | "fail" | "na";
  readonly why?: string;
}

export interface GroupOptions {
  /** Folder of the corpus. */
  readonly corpus: string;
  /** Cases of the group's `cases.json` that belong to the split asked for. */
  readonly cases: readonly Record<string, unknown>[];
}

/** One folder of the corpus: judges cases through the product's public API or command line only. */
export interface Group {
  readonly name: string;
  run(options: GroupOptions): Promise<readonly Verdict[]>;
}
