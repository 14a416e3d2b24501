/** Plugins of Falco's whose work Saker does itself: rules that require them are satisfied. */
export const BUILTIN_PLUGINS = [{ name: "container", version: "0.7.1" }] as const;
