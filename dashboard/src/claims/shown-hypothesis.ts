import { orderSegments } from "../../../src/report/validation/order-hypotheses.ts";
import { countedOnce, packSeries } from "../../../src/report/validation/packed-series.ts";
import type { HypothesisResult, ShownHypothesis } from "../run-types.ts";

const windows = 400;
const segmentWindows = 130;
const mostSegments = 100;

/** One hypothesis as its page draws it: the worst segments first, every series joined to what a drawing can tell apart. */
export const shownHypothesis = (result: HypothesisResult): { readonly result: HypothesisResult; readonly shown: ShownHypothesis } => {
  const counted = countedOnce(windows);
  const segments = orderSegments(result).slice(0, mostSegments);
  const { timeZone } = result.hypothesis;
  return {
    result: { ...result, segments },
    shown: { overall: result.overall === null ? null : packSeries(counted(result.overall.points), windows, timeZone), segments: segments.map(({ points }) => packSeries(counted(points), segmentWindows, timeZone)) },
  };
};
