let hook: (() => void) | undefined;

/**
 * Called now and then by long work, such as compiling rules: a sensor that reloads its rules looks after its events
 * meanwhile. Does nothing otherwise.
 */
export function breathe(): void {
  hook?.();
}

/** Do work that {@link breathe | breathes}. */
export function withBreath<T>(look: () => void, work: () => T): T {
  const before = hook;
  hook = look;
  try {
    return work();
  } finally {
    hook = before;
  }
}
