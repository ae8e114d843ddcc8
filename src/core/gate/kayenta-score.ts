import { shortNumber } from "../wording/short-number.ts";
import { countOf } from "../wording/count-of.ts";
import type { KayentaJudgement } from "./kayenta-request.ts";

interface ScoredMetric {
  readonly groups: readonly string[];
  readonly classification: KayentaJudgement["results"][number]["classification"];
  readonly critical: boolean;
  /** It fails the canary alone. */
  readonly failsAll: boolean;
}

/**
 * Scores from 0 to 100 as Kayenta weighs them: a group's is its share of metrics that pass, the canary's the groups' weighted mean; groups without a weight share what the others leave
 * of 100. What could not be told counts as failed in the score, and the classification holds only if it would whichever way it came out: otherwise it is Nodata.
 */
export const kayentaScore = (metrics: readonly ScoredMetric[], weights: Readonly<Record<string, number>>, { pass, marginal }: { readonly pass: number; readonly marginal: number }): Pick<KayentaJudgement, "groupScores" | "score"> => {
  const names = [...new Set(metrics.flatMap(({ groups }) => (groups.length === 0 ? [ungrouped] : groups)))].toSorted();
  const groups = names.map((name) => {
    const own = metrics.filter(({ groups: of }) => (of.length === 0 ? name === ungrouped : of.includes(name)));
    const count = (...labels: readonly string[]): number => own.filter(({ classification }) => labels.includes(classification)).length;
    const [passed, untold] = [count("Pass"), count("Nodata")];
    return { name, worst: (100 * passed) / own.length, best: (100 * (passed + untold)) / own.length, reason: `${countOf(own.length, "metric")}: ${passed} pass, ${count("High")} high, ${count("Low")} low, ${untold} untold, ${count("Error", "NodataFailMetric")} failed without a measurement` };
  });
  const given = names.reduce((sum, name) => sum + (weights[name] ?? 0), 0);
  const without = names.filter((name) => weights[name] === undefined).length;
  const weightOf = (name: string): number => weights[name] ?? Math.max(0, 100 - given) / without;
  const all = names.reduce((sum, name) => sum + weightOf(name), 0);
  const mean = (of: "worst" | "best"): number => (all > 0 ? groups.reduce((sum, group) => sum + group[of] * weightOf(group.name), 0) / all : 0);
  const groupScores = groups.map(({ name, worst, reason }) => ({ name, score: worst, classification: "", classificationReason: reason }));
  const score = (classification: KayentaJudgement["score"]["classification"], value: number, classificationReason: string) => ({ groupScores, score: { score: value, classification, classificationReason } });

  const alone = metrics.filter(({ failsAll }) => failsAll).length;
  if (alone > 0) return score("Fail", 0, `${countOf(alone, "critical metric")} failed`);
  if (metrics.every(({ classification }) => classification === "Nodata")) return score("Nodata", 0, "no metric could be told");
  const [worst, best] = [mean("worst"), mean("best")];
  const untold = metrics.filter(({ classification }) => classification === "Nodata").length;
  const words = untold === 0 ? `score ${shortNumber(worst)}` : `score ${shortNumber(worst)}, and up to ${shortNumber(best)} by what ${countOf(untold, "metric")} will say`;
  if (metrics.some(({ critical, classification }) => critical && classification === "Nodata") && best >= marginal) return score("Nodata", worst, `a critical metric could not be told; ${words}`);
  if (worst >= pass) return score("Pass", worst, `${words}, at least ${pass}`);
  if (best < marginal) return score("Fail", worst, `${words}, below ${marginal}`);
  if (worst >= marginal && best < pass) return score("Marginal", worst, `${words}, between ${marginal} and ${pass}`);
  return score("Nodata", worst, `${words}: not enough to tell against ${marginal} and ${pass}`);
};

const ungrouped = "ungrouped";
