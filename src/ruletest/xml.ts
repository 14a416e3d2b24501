const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text as it may stand in XML, in an attribute as well. */
export function xml(text: string): string {
  return (
    text
      .replace(/[&<>"]/g, (c) => ENTITIES[c] as string)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them
      .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, "\ufffd")
  );
}
