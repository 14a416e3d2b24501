import { Collector, Warnings } from "./collector.js";
import { RulesError, type RulesWarning } from "./errors.js";
import { Context, SourceText } from "./place.js";
import type { PluginRequirement } from "./plugins.js";
import { readRules } from "./read.js";
import type { LoadReport } from "./result.js";
import { buildRuleSet, type RuleSet, type RuleSetOptions } from "./ruleset.js";
import { ENGINE_VERSION, type Version } from "./versions.js";

export interface LoaderOptions extends RuleSetOptions {
  /** Version that required_engine_version is held against. */
  readonly engineVersion?: Version;
}

/** What one file brought. */
export interface LoadResult {
  readonly ruleSet: RuleSet;
  readonly warnings: readonly RulesWarning[];
}

/** Takes rules files one after the other; after each, all that is known so far is checked as a whole. */
export class RulesLoader {
  private readonly collector: Collector;
  private last: LoadReport | undefined;

  constructor(private readonly o: LoaderOptions) {
    this.collector = new Collector(o.registry, o.sources);
  }

  /** Plugins that the files ask for. */
  get pluginRequirements(): readonly PluginRequirement[] {
    return this.collector.pluginRequirements;
  }

  /** Highest engine version that a file asks for. */
  get requiredEngineVersion(): Version | undefined {
    return this.collector.engineVersion;
  }

  /** What came of the last file, also if it could not be loaded. */
  get report(): LoadReport | undefined {
    return this.last;
  }

  /**
   * Add the text of a rules file. If it is at fault, nothing of it stays.
   * @throws {RulesError}
   */
  load(given: string, fileName: string): LoadResult {
    // some editors put a byte order mark before everything
    const text = given.startsWith("\ufeff") ? given.slice(1) : given;
    const back = this.collector.snapshot();
    const warnings = new Warnings();
    try {
      const engineVersion = this.o.engineVersion ?? ENGINE_VERSION;
      readRules(text, fileName, this.collector, { sources: this.o.sources, engineVersion }, warnings);
      const ruleSet = buildRuleSet(this.collector, this.o, warnings);
      this.last = report(fileName, warnings);
      return { ruleSet, warnings: warnings.all };
    } catch (e) {
      back();
      // The YAML reader and our own walks recurse: nesting that exhausts the stack ends here.
      if (!(e instanceof RulesError) && !(e instanceof RangeError)) throw e;
      const error = e instanceof RulesError ? e : tooDeep(fileName, text);
      this.last = report(fileName, warnings, error);
      throw error;
    }
  }
}

function tooDeep(fileName: string, text: string): RulesError {
  const place = Context.file(new SourceText(fileName, text)).place();
  return new RulesError("LOAD_ERR_YAML_PARSE", "the file is nested too deeply", place);
}

function report(name: string, w: Warnings, error?: RulesError): LoadReport {
  return {
    name,
    successful: error === undefined,
    schemaValidation: w.schema === undefined ? "none" : w.schema.length === 0 ? "ok" : "failed",
    schemaWarnings: w.schema ?? [],
    errors: error === undefined ? [] : [error],
    warnings: w.all,
  };
}
