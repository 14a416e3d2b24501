import { isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments } from "yaml";

/** Line (from 1) of each value of a YAML text, found by its path, such as ["rules", "0", "enable"]. */
export class Places {
  private readonly lines = new LineCounter();
  private readonly root: unknown;

  constructor(text: string) {
    const docs = parseAllDocuments(text, { schema: "failsafe", lineCounter: this.lines });
    this.root = Array.isArray(docs) ? docs[0]?.contents : undefined;
  }

  /** Line of a value's key, or of the nearest thing around it that is there. */
  lineOf(path: readonly string[]): number {
    let node = this.root;
    let line = 1;
    for (const step of path) {
      if (isMap(node)) {
        const pair = node.items.find((p) => isScalar(p.key) && String(p.key.value) === step);
        if (pair === undefined) break;
        line = this.at(pair.key) ?? line;
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(step)];
        line = this.at(node) ?? line;
      } else break;
    }
    return line;
  }

  private at(node: unknown): number | undefined {
    const offset = isNode(node) ? node.range?.[0] : undefined;
    return offset === undefined ? undefined : this.lines.linePos(offset).line;
  }
}
