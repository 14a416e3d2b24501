/** The name of a rule as part of the name of a metric: letters, digits, `:` and single `_`. */
export function metricName(ruleName: string): string {
  return ruleName
    .replace(/[^a-zA-Z0-9_:]/g, "_")
    .replace(/_+/g, "_")
    .replace(/_$/, "");
}
