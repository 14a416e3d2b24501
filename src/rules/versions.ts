/** A version `major.minor.patch`. */
export type Version = readonly [major: number, minor: number, patch: number];

/** Version of the rules language that this engine speaks. */
export const ENGINE_VERSION: Version = [0, 62, 0];

/** `1.2.3`, also with more behind it, like `1.2.3-rc1`; undefined if it is anything else. */
export function parseVersion(text: string): Version | undefined {
  const m = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?!\d)/.exec(text);
  return m === null ? undefined : [Number(m[1]), Number(m[2]), Number(m[3])];
}

/** Version of an engine requirement, where a plain number N stands for 0.N.0. */
export function parseEngineVersion(text: string): Version | undefined {
  return /^\d{1,9}$/.test(text) ? [0, Number(text), 0] : parseVersion(text);
}

/** Does what we have satisfy what is asked: same major version and not older? */
export function satisfies(have: Version, need: Version): boolean {
  if (have[0] !== need[0]) return false;
  return have[1] !== need[1] ? have[1] > need[1] : have[2] >= need[2];
}

export function formatVersion(v: Version): string {
  return v.join(".");
}

/** Negative, zero or positive as `a` is older than, the same as or newer than `b`. */
export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
