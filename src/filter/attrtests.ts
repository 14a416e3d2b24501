import type { Attr } from "../state/attr.js";
import type { BytesTest } from "./bytetests.js";

let generations = 0;

/**
 * The tests that compiled rules make on attributes of processes. An attribute remembers the outcome of each (see
 * {@link Attr.memo}), so a test on it costs its full price once in the attribute's life.
 */
export class AttrTests {
  readonly generation: number = ++generations;
  private readonly tests: BytesTest[] = [];
  private readonly numbers = new Map<string, number>();

  /** Number of a test; `key` tells tests apart. */
  number(key: string, make: () => BytesTest): number {
    let i = this.numbers.get(key);
    if (i === undefined) {
      i = this.tests.push(make()) - 1;
      this.numbers.set(key, i);
    }
    return i;
  }

  /** The function that compiled code calls. */
  tester(): (a: Attr, i: number) => boolean {
    const { generation, tests } = this;
    const slow = (a: Attr, i: number): boolean => {
      if (a.gen !== generation) {
        a.gen = generation;
        a.memo = new Uint8Array(tests.length);
      } else if (i >= a.memo.length) {
        // functions that are compiled on demand bring new tests
        const more = new Uint8Array(tests.length);
        more.set(a.memo);
        a.memo = more;
      }
      const yes = (tests[i] as BytesTest)(a.bytes, 0, a.bytes.length);
      a.memo[i] = yes ? 2 : 1;
      return yes;
    };
    return (a, i) => {
      if (a.gen === generation && i < a.memo.length) {
        const m = a.memo[i] as number;
        if (m !== 0) return m === 2;
      }
      return slow(a, i);
    };
  }
}
