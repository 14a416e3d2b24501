/** The last enter event of one thread. */
export class StoredEnter {
  bytes = new Uint8Array(64);
  dv = new DataView(this.bytes.buffer);
  len = 0;
}

const MAX_THREADS = 65_536;
const MAX_BYTES = 32 << 20;

/**
 * The enter events that wait for their exits, by thread id. Bounded: in a capture of more threads than that, the one
 * that was stored first is forgotten (its exit event is then converted without it).
 */
export class EnterStore {
  private readonly byTid = new Map<number, StoredEnter>();
  /** Used ones, to be used again. */
  private readonly free: StoredEnter[] = [];
  private bytes = 0;

  get(tid: number): StoredEnter | undefined {
    return this.byTid.get(tid);
  }

  /** Keep the event at `ev` as the last of its thread. */
  set(tid: number, u8: Uint8Array, ev: number, len: number): void {
    let s = this.byTid.get(tid);
    if (s === undefined) {
      if (this.byTid.size >= MAX_THREADS || this.bytes + len > MAX_BYTES) this.forgetFirst();
      s = this.free.pop() ?? new StoredEnter();
      this.byTid.set(tid, s);
      this.bytes += s.bytes.length;
    }
    if (s.bytes.length < len) {
      this.bytes += len - s.bytes.length;
      s.bytes = new Uint8Array(len);
      s.dv = new DataView(s.bytes.buffer);
    }
    for (let i = 0; i < len; i++) s.bytes[i] = u8[ev + i] as number;
    s.len = len;
  }

  delete(tid: number): void {
    const s = this.byTid.get(tid);
    if (s === undefined) return;
    this.byTid.delete(tid);
    this.bytes -= s.bytes.length;
    if (this.free.length < 256 && s.bytes.length <= 4096) this.free.push(s);
  }

  clear(): void {
    this.byTid.clear();
    this.bytes = 0;
  }

  private forgetFirst(): void {
    for (const tid of this.byTid.keys()) {
      this.delete(tid);
      return;
    }
  }
}
