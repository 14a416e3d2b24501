// Falco's JSON for `-L` and `-l`: the names of the keys are part of the contract, hence not in camel case.

/** What is known of a condition. */
interface ConditionFacts {
  /** Canonical text, with lists, macros and exceptions in place. */
  readonly condition_compiled: string;
  readonly condition_fields: readonly string[];
  readonly condition_operators: readonly string[];
  /** Names of the events on which it can hold. */
  readonly events: readonly string[];
  /** Lists and macros that its text names. */
  readonly lists: readonly string[];
  readonly macros: readonly string[];
  readonly plugins: readonly string[];
}

/** A rule described. */
export interface RuleDescription {
  readonly info: {
    readonly capture: boolean;
    readonly capture_duration: number;
    readonly condition: string;
    readonly description: string;
    /** By the rules files; later selections do not count. */
    readonly enabled: boolean;
    readonly name: string;
    readonly output: string;
    readonly priority: string;
    readonly source: string;
    readonly tags: readonly string[];
  };
  readonly details: ConditionFacts & {
    readonly exception_fields: readonly string[];
    readonly exception_names: readonly string[];
    readonly exception_operators: readonly string[];
    /** Output fields that configuration adds, by key. */
    readonly extra_output_formatted_fields?: Readonly<Record<string, string>>;
    readonly output_compiled: string;
    readonly output_fields: readonly string[];
  };
}

/** A macro described. */
export interface MacroDescription {
  readonly info: { readonly condition: string; readonly name: string };
  readonly details: ConditionFacts & { readonly used: boolean };
}

/** A list described. */
export interface ListDescription {
  readonly info: { readonly items: readonly string[]; readonly name: string };
  readonly details: {
    readonly items_compiled: readonly string[];
    readonly lists: readonly string[];
    readonly plugins: readonly string[];
    readonly used: boolean;
  };
}

/** Everything that is loaded. */
export interface RulesDescription {
  readonly lists: readonly ListDescription[];
  readonly macros: readonly MacroDescription[];
  /** `0.0.0` if no file asks for a version. */
  readonly required_engine_version: string;
  readonly required_plugin_versions: readonly {
    readonly name: string;
    readonly version: string;
    readonly alternatives: readonly { readonly name: string; readonly version: string }[];
  }[];
  readonly rules: readonly RuleDescription[];
}
