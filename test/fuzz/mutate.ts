// Changes to captures that a damaged disk or an attacker might make.

const INTERESTING = [0, 1, 2, 4, 8, 12, 26, 28, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff];

/** Numbers that look random, the same for the same seed. */
export function generator(seed: number): (below: number) => number {
  let a = seed >>> 0;
  return (below) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Offsets of the blocks of a well-formed capture. */
export function blocksOf(b: Uint8Array): number[] {
  const dv = new DataView(b.buffer, b.byteOffset, b.byteLength);
  const out: number[] = [];
  for (let at = 0; at + 8 <= b.length; at += Math.max(12, dv.getUint32(at + 4, true))) out.push(at);
  return out;
}

/** The capture with a few changes: single bytes, lengths, types of blocks, cuts, copies. */
export function mutate(seed: Uint8Array, blocks: readonly number[], next: (below: number) => number): Uint8Array {
  let out = Uint8Array.from(seed);
  const rounds = 1 + next(4);
  for (let r = 0; r < rounds && out.length > 8; r++) {
    const dv = new DataView(out.buffer);
    const at = next(out.length - 4);
    const block = Math.min(blocks[next(blocks.length)] ?? 0, out.length - 8);
    switch (next(7)) {
      case 0:
        out[at] = next(256);
        break;
      case 1:
        dv.setUint32(at, INTERESTING[next(INTERESTING.length)] as number, true);
        break;
      case 2: // the length of a block
        dv.setUint32(block + 4, next(3) === 0 ? next(200) : (INTERESTING[next(INTERESTING.length)] as number), true);
        break;
      case 3: // the head of an event or an entry
        dv.setUint16(Math.min(block + 8 + next(60), out.length - 2), INTERESTING[next(11)] as number, true);
        break;
      case 4: // another type of block
        dv.setUint32(block, 0x200 + next(0x24), true);
        break;
      case 5:
        out = out.slice(0, at);
        break;
      default: {
        const n = next(Math.min(200, out.length - at));
        const to = next(out.length - n);
        out.copyWithin(to, at, at + n);
      }
    }
  }
  return out;
}
