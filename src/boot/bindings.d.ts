/** The package of that name, which has no types of its own: finds and loads a native addon. */
declare module "bindings" {
  interface Bindings {
    (of: { bindings: string; module_root: string; try: readonly (readonly string[])[] }): unknown;
    /** The package that a file belongs to. */
    getRoot(file: string): string;
  }
  const bindings: Bindings;
  export default bindings;
}
