const ROWS = 48;
/** A row: process id, samples, samples of others before it came here, name. */
const WORDS = 5;
const [PID, SAMPLES, BEFORE, NAME] = [0, 1, 2, 3] as const;
const NAME_BYTES = 16;

/** A process that makes many events. */
export interface Talker {
  readonly pid: number;
  readonly name: string;
  /** Samples that were its own since it has been watched; begins anew when it was forgotten meanwhile. */
  readonly samples: number;
}

/**
 * The processes that make most events, as far as samples of them tell (the space-saving algorithm: a newcomer takes the
 * row of who has fewest). One thread writes, another reads; a row that is read while it changes is wrong once.
 */
export class Talkers {
  private readonly words: Float64Array;
  private readonly bytes: Uint8Array;

  constructor(readonly shared: SharedArrayBuffer = new SharedArrayBuffer(ROWS * WORDS * 8)) {
    this.words = new Float64Array(shared);
    this.bytes = new Uint8Array(shared);
  }

  /** One sampled event of this process. */
  note(pid: number, name: Uint8Array): void {
    const { words } = this;
    let least = 0;
    for (let at = 0; at < words.length; at += WORDS) {
      if (words[at + PID] === pid) {
        words[at + SAMPLES] = (words[at + SAMPLES] as number) + 1;
        // a process may become another program
        this.setName(at, name);
        return;
      }
      if ((words[at + SAMPLES] as number) < (words[least + SAMPLES] as number)) least = at;
    }
    const before = words[least + SAMPLES] as number;
    words[least + PID] = pid;
    words[least + SAMPLES] = before + 1;
    words[least + BEFORE] = before;
    this.setName(least, name);
  }

  private setName(at: number, name: Uint8Array): void {
    const from = (at + NAME) * 8;
    for (let i = 0; i < NAME_BYTES; i++) this.bytes[from + i] = i < name.length ? (name[i] as number) : 0;
  }

  /** All that are watched. */
  list(): Talker[] {
    const { words, bytes } = this;
    const out: Talker[] = [];
    for (let at = 0; at < words.length; at += WORDS) {
      const pid = words[at + PID] as number;
      if (pid === 0) continue;
      const from = (at + NAME) * 8;
      // text decoders refuse shared memory
      const raw = Buffer.from(bytes.slice(from, from + NAME_BYTES));
      const end = raw.indexOf(0);
      const name = raw.toString("utf8", 0, end < 0 ? NAME_BYTES : end);
      out.push({ pid, name, samples: (words[at + SAMPLES] as number) - (words[at + BEFORE] as number) });
    }
    return out;
  }

  clear(): void {
    this.words.fill(0);
  }
}
