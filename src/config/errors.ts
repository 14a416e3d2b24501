/** A configuration that cannot be used; the message names file, key and what would be right. */
export class ConfigError extends Error {}
