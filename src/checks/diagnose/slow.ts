import type { Run } from "../../core/domain/run.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import type { DiagnosisInput } from "./diagnosis-input.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** Latency must differ by a fifth beyond its interval: shared machines drift by a tenth between two halves of one run. */
export const SLOW_RATIO = 1.2;

/** The quantile that decides: the median, which a few slow first calls do not move. */
export const SLOW_QUANTILE = 0.5;

/** The ratio candidate/reference at the deciding quantile, when its whole interval lies above the bar: a faster candidate is no disagreement. */
export const decideSlow = (ratios: Run["latencyRatios"]): number | null => {
  const middle = ratios.find((r) => r.q === SLOW_QUANTILE);
  if (middle === undefined || middle.ratio === null || middle.interval === null) return null;
  const { low } = middle.interval;
  return low !== null && low > SLOW_RATIO ? middle.ratio : null;
};

/** SLOW: the candidate takes longer to answer. */
export const findSlow = (input: DiagnosisInput): Sighting | null => {
  const ratio = decideSlow(input.latencyRatios);
  if (ratio === null) return null;
  const compared = input.comparisons.some((c) => c.pairs > 0);
  const equal = compared && input.comparisons.every((c) => c.outside === 0);
  const tail = input.latencyRatios.filter((r) => r.q > SLOW_QUANTILE && r.ratio !== null).sort((x, y) => y.q - x.q)[0] ?? null;
  return sighting({
    code: "SLOW",
    output: null,
    statement: `${input.candidate.environment} takes ${shortNumber(ratio)} times as long as ${input.reference.environment} at the median${equal ? "; the answers are the same" : ""}`,
    // Time explains no difference of values; beside one it is told last.
    explains: equal ? 1 : 0,
    evidence: { ratio, tailQuantile: tail?.q ?? null, tailRatio: tail?.ratio ?? null, answersEqual: equal },
  });
};
