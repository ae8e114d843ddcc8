import { holm } from "../stats/holm.ts";
import { shortNumber } from "../wording/short-number.ts";
import { kayentaScore } from "./kayenta-score.ts";
import { type LookedAtMetric, lookAtMetric } from "./kayenta-metric.ts";
import type { KayentaJudgement, KayentaRequest } from "./kayenta-request.ts";

export const judgeName = "Lockstep-v1.0";

/** Chance of even one false departure among all metrics, and of passing one metric whose mean lies on its margin. */
const alpha = 0.05;

/**
 * Judges a canary as Kayenta asks it to be judged, by equivalence: a metric passes when its mean is shown to keep within a margin of the control's, is High or Low when it is shown
 * to lie outside, and is Nodata when neither can be shown. Departures are adjusted over all metrics by Holm; passing needs every metric's own proof, so it needs no adjustment.
 * The same request always gives the same answer.
 */
export const kayentaJudgement = ({ canaryConfig, scoreThresholds, metricSetPairList }: KayentaRequest): KayentaJudgement => {
  const looked = metricSetPairList.map((pair) => lookAtMetric(pair, canaryConfig.metrics.find(({ name }) => name === pair.name)));
  const adjusted = holm(looked.map(departure));
  const results = looked.map((metric, index) => ({ metric, p: adjusted[index] ?? 1, ...classify(metric, adjusted[index] ?? 1) }));
  const { groupScores, score } = kayentaScore(results.map(({ metric, classification, failsAll }) => ({ groups: metric.groups, classification, critical: metric.critical, failsAll })), canaryConfig.classifier?.groupWeights ?? {}, scoreThresholds);
  return {
    judgeName, groupScores, score,
    results: results.map(({ metric, p, classification, reason, failsAll }) => ({
      name: metric.pair.name, id: metric.pair.id, tags: metric.pair.tags ?? {}, classification, classificationReason: reason, groups: [...metric.groups],
      experimentMetadata: { stats: { count: metric.counts.experiment, mean: metric.judged?.meanExperiment ?? null } },
      controlMetadata: { stats: { count: metric.counts.control, mean: metric.judged?.meanControl ?? null } },
      resultMetadata: { ratio: metric.judged?.ratio ?? null, points: metric.judged?.points ?? 0, paired: metric.judged?.paired ?? false, difference: metric.judged === null ? null : metric.judged.meanExperiment - metric.judged.meanControl,
        interval: metric.judged?.interval ?? null, margin: metric.margin, p, failsAll },
      critical: metric.critical,
    })),
  };
};

/** p value of "it departs nowhere that matters". Two directions are two questions. */
const departure = ({ judged, direction }: LookedAtMetric): number => {
  if (judged === null) return 1;
  if (direction === "increase") return judged.pAbove;
  if (direction === "decrease") return judged.pBelow;
  return Math.min(1, 2 * Math.min(judged.pAbove, judged.pBelow));
};

type Classified = { readonly classification: KayentaJudgement["results"][number]["classification"]; readonly reason: string; readonly failsAll: boolean };

const classify = ({ judged, beyond, refused, direction, marginWords, critical }: LookedAtMetric, adjusted: number): Classified => {
  if (judged === null || refused !== null) return { classification: refused?.classification ?? "Nodata", reason: refused?.reason ?? "", failsAll: critical && refused?.classification !== "Nodata" };
  const { meanExperiment, meanControl, ratio, interval, points } = judged;
  const size = `mean ${shortNumber(meanExperiment)} against ${shortNumber(meanControl)}${ratio === null ? "" : ` (ratio ${shortNumber(ratio)})`}, difference in [${shortNumber(interval.low)}, ${shortNumber(interval.high)}], ${points} points, margin ${marginWords}`;
  if (judged.untold) return { classification: "Nodata", reason: `Neighbouring points hang together too strongly for so few of them: ${size}.`, failsAll: false };
  if (adjusted <= alpha) {
    const above = direction !== "decrease" && (direction === "increase" || judged.pAbove <= judged.pBelow);
    const p = above ? beyond.above : beyond.below;
    return { classification: above ? "High" : "Low", reason: `It is ${above ? "above" : "below"} what is allowed: ${size}.`, failsAll: critical || (p !== null && p <= alpha) };
  }
  const within = Math.max(direction === "decrease" ? 0 : judged.pUnderTop, direction === "increase" ? 0 : judged.pOverBottom);
  if (within <= alpha) return { classification: "Pass", reason: `It keeps within what is allowed: ${size}.`, failsAll: false };
  return { classification: "Nodata", reason: `There is not enough evidence either way: ${size}.`, failsAll: false };
};
