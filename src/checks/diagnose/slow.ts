import type { Run } from "../../core/domain/run.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import type { DiagnosisInput } from "./diagnosis-input.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** Latency must differ by a fifth beyond its interval: shared machines drift by a tenth between two halves of one run. */
export const SLOW_RATIO = 1.2;

/** The quantile that decides: the median, which a few slow first calls do not move. */
export const SLOW_QUANTILE = 0.5;

/** The ratio candidate/reference at the deciding quantile, when its whole interval lies beyond the bar on one side. */
export const decideSlow = (ratios: Run["latencyRatios"]): { readonly ratio: number; readonly slower: boolean } | null => {
  const middle = ratios.find((r) => r.q === SLOW_QUANTILE);
  if (middle === undefined || middle.ratio === null || middle.interval === null) return null;
  const { low, high } = middle.interval;
  if (low !== null && low > SLOW_RATIO) return { ratio: middle.ratio, slower: true };
  return high !== null && high < 1 / SLOW_RATIO ? { ratio: middle.ratio, slower: false } : null;
};

/** SLOW: the answers agree and only the time they take differs. */
export const findSlow = (input: DiagnosisInput): Sighting | null => {
  const found = decideSlow(input.latencyRatios);
  if (found === null) return null;
  const compared = input.comparisons.some((c) => c.pairs > 0);
  const equal = compared && input.comparisons.every((c) => c.outside === 0);
  const times = shortNumber(found.slower ? found.ratio : 1 / found.ratio);
  const tail = input.latencyRatios.filter((r) => r.q > SLOW_QUANTILE && r.ratio !== null).sort((x, y) => y.q - x.q)[0] ?? null;
  return sighting({
    code: "SLOW",
    output: null,
    statement: `${input.candidate.environment} takes ${found.slower ? `${times} times as long as` : `1/${times} of the time of`} ${input.reference.environment} at the median${equal ? "; the answers are the same" : ""}`,
    // Time explains no difference of values; beside one it is told last.
    explains: equal ? 1 : 0,
    evidence: { ratio: found.ratio, tailQuantile: tail?.q ?? null, tailRatio: tail?.ratio ?? null, answersEqual: equal },
  });
};
