import type { Finding } from "../../../core/domain/finding.ts";
import type { SelfComparison } from "../../../core/domain/run.ts";
import { conditioningWorthAWarning } from "../../../core/judge/defaults.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { percent } from "../../../core/wording/percent.ts";

/**
 * A model whose answers move beyond tolerance when its inputs are rounded to float32 will move on the next CPU too. It says something about
 * the model, not about the candidate, so it is shown and never decides.
 */
export const conditioningFinding = ({ output, outside, pairs, maxAbsoluteDifference, environment }: SelfComparison): Finding | null => {
  if (pairs === 0 || outside === 0) return null;
  const share = outside / pairs;
  const worth = share > conditioningWorthAWarning;
  return {
    id: `parity.rounded/${output}`,
    check: "parity.rounded",
    subject: { kind: "metamorphic", name: output, segment: null },
    verdict: "warn",
    severity: worth ? "medium" : "info",
    // Every model of thresholds jumps somewhere under rounding: a warning about the model on each check of it would be noise.
    mode: "observe",
    statement: `${environment} amplifies rounding: ${output} moved beyond tolerance on ${countOf(outside, "row")} of ${pairs.toLocaleString("en-US")} when the inputs were rounded to float32`,
    estimate: share,
    unit: "share of rows that moved",
    interval: null,
    margin: conditioningWorthAWarning,
    marginOrigin: "default",
    n: pairs,
    noiseFloor: null,
    reason: `${percent(share)} of the rows that were asked with rounded numbers moved`,
    action: "the model is ill-conditioned: remove collinear features or regularise it, or expect another CPU to give other answers",
    needed: null,
    evidence: { outside, largest: maxAbsoluteDifference },
  };
};
