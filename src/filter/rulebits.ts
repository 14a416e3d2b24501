/** A set of rules of one judge: bit i of word i >> 5. */
export type RuleBits = Int32Array;

export function noRules(words: number): RuleBits {
  return new Int32Array(words);
}

export function allRules(rules: number): RuleBits {
  const bits = noRules(wordsFor(rules));
  for (let i = 0; i < rules; i++) addRule(bits, i);
  return bits;
}

export function wordsFor(rules: number): number {
  return (rules + 31) >> 5;
}

export function addRule(bits: RuleBits, i: number): void {
  bits[i >> 5] = (bits[i >> 5] as number) | (1 << (i & 31));
}

export function addAll(bits: RuleBits, more: RuleBits): void {
  for (let w = 0; w < more.length; w++) bits[w] = (bits[w] as number) | (more[w] as number);
}

export function complement(bits: RuleBits): RuleBits {
  return bits.map((w) => ~w);
}

export function isEmpty(bits: RuleBits): boolean {
  return bits.every((w) => w === 0);
}

export function isSame(a: RuleBits, b: RuleBits): boolean {
  return a.every((w, i) => w === b[i]);
}
