import type { Engine } from "../engine/engine.js";
import type { LiveContext } from "../state/live.js";
import { pathsDiffer } from "../state/path-truth.js";
import { type CaptureOptions, CaptureSession, type CaptureSummary } from "./session.js";
import type { CaptureSource } from "./source.js";

/**
 * Judge a whole capture by rules.
 * @param onAlert called for each event that rules match, while it stands; the first `n` of `rules` are their indices
 * @throws {CaptureError} where the capture cannot be read any further; all good events were judged then
 */
export async function replay(
  source: CaptureSource,
  engine: Engine,
  onAlert: (x: LiveContext, rules: Int32Array, n: number) => void,
  options?: CaptureOptions,
): Promise<CaptureSummary> {
  const capture = await CaptureSession.open(source, options);
  return capture.run((x) => {
    let n = engine.process(x);
    if (x.ev.annexLen > 0 && engine.wantsResolved(x) && pathsDiffer(x)) n = engine.processResolved(x);
    x.resolved = false;
    if (n > 0) onAlert(x, engine.hits, n);
  });
}
