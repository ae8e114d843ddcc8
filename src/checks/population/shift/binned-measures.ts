import type { ShiftMeasure } from "../../../core/domain/population-comparison.ts";
import type { BinnedPair } from "../../../core/stats/chi-square-distance.ts";
import { chiSquareQuantile } from "../../../core/stats/distributions.ts";
import { jsDistance, jsDistanceNull } from "../../../core/stats/js-distance.ts";
import { populationStabilityIndex, stabilityIndexNull } from "../../../core/stats/population-stability-index.ts";
import { totalVariation, totalVariationNull } from "../../../core/stats/total-variation.ts";
import type { ShiftClaim } from "./shift-claim.ts";

/** Distance, PSI, Jensen-Shannon and total variation on the same bins, each with what it shows when nothing differs. `bins` names them in words, `p` is of "no difference"; without `all` only the first, which decides. Empty below two bins. */
export const binnedMeasures = (pair: BinnedPair, distance: ShiftClaim, bins: string, p: number | null, all: boolean): ShiftMeasure[] => {
  const { reference, candidate, effectiveReference: m, effectiveCandidate: n } = pair;
  const count = reference.length;
  if (count < 2 || m <= 0 || n <= 0) return [];
  const deciding: ShiftMeasure = { measure: distance.measure, value: distance.estimate, interval: distance.interval, nullMean: null, null95: (1 / n + 1 / m) * (chiSquareQuantile(0.95, count - 1) - (count - 1)), p, method: `sum of (p - q)^2 / q over ${bins}, less what sampling adds` };
  if (!all) return [deciding];
  const psi = stabilityIndexNull(count, n, m);
  const js = jsDistanceNull(count, n, m);
  const variation = totalVariationNull(reference, n, m);
  return [
    deciding,
    { measure: "psi", value: populationStabilityIndex(reference, candidate), interval: null, nullMean: psi.mean, null95: psi.q95, p: null, method: `natural log, half a row added, ${bins}` },
    { measure: "js-distance", value: jsDistance(reference, candidate), interval: null, nullMean: js.mean, null95: js.q95, p: null, method: `base 2, root, ${bins}` },
    { measure: "total-variation", value: totalVariation(reference, candidate), interval: null, nullMean: variation.mean, null95: variation.q95, p: null, method: bins },
  ];
};
