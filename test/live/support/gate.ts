import { existsSync } from "node:fs";
import { DEED, SAKER } from "./places.js";

/** Why live tests cannot run here; undefined if they can. */
function obstacle(): string | undefined {
  if (process.getuid?.() !== 0) return "not root";
  if (!existsSync("/sys/kernel/btf/vmlinux")) return "no /sys/kernel/btf/vmlinux";
  if (!existsSync(SAKER)) return `${SAKER} is not built`;
  if (!existsSync(DEED)) return `${DEED} is not built`;
  return undefined;
}

/**
 * Value for node:test's `skip` option: false, or the reason.
 *
 * @throws {Error} where live tests are demanded (SAKER_REQUIRE_LIVE=1) but impossible
 */
export function skipLive(): string | false {
  const why = obstacle();
  if (why === undefined) return false;
  if (process.env.SAKER_REQUIRE_LIVE === "1") throw new Error(`live tests are required but impossible: ${why}`);
  console.error(`LIVE TESTS SKIPPED: ${why}`);
  return why;
}
