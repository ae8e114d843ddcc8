import type { Finding } from "../../core/domain/finding.ts";
import type { Verdict } from "../../core/domain/verdict.ts";
import { alpha, fewestPairs } from "../../core/judge/defaults.ts";
import { clopperPearson } from "../../core/stats/clopper-pearson.ts";
import { pairsNeeded } from "../../core/stats/pairs-needed.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { percent } from "../../core/wording/percent.ts";

export type EntityJudgement = Pick<Finding, "estimate" | "interval" | "n" | "needed" | "reason"> & { readonly verdict: Verdict };

/**
 * Is the share k / n of entities at most the margin? Where every entity of the offline file was asked the share is known; of a sample the exact binomial
 * interval must lie on one side of the margin. Nothing counted, or fewer than 30, is never a pass.
 */
export const judgeEntities = (k: number, n: number, margin: number, everyEntity: boolean): EntityJudgement => {
  if (n === 0) return { verdict: "inconclusive", estimate: null, interval: null, n, needed: null, reason: "there is no entity to tell it from" };
  const estimate = k / n;
  const interval = everyEntity ? { low: estimate, high: estimate, level: 1, method: "known exactly: every entity was asked" } : clopperPearson(k, n, 1 - 2 * alpha);
  const [low, high] = [interval.low ?? 0, interval.high ?? 1];
  const verdict: Verdict = high <= margin ? "pass" : low > margin ? "fail" : "inconclusive";
  const between = everyEntity ? `${percent(estimate)} of ${countOf(n, "entity", "entities")}` : `between ${percent(low)} and ${percent(high)} (${interval.method})`;
  if (verdict === "pass" && n < fewestPairs) return { verdict: "inconclusive", estimate, interval, n, needed: fewestPairs - n, reason: `${countOf(n, "entity", "entities")} are too few to pass on: at least ${fewestPairs} are needed` };
  return { verdict, estimate, interval, n, needed: verdict === "inconclusive" ? pairsNeeded(k, n, margin, 1 - alpha) : null, reason: `${between}, against at most ${percent(margin)} allowed` };
};
