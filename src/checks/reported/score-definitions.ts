import { meanInterval } from "../../core/stats/paired-mean.ts";
import { logLossClip, logLossSql } from "../../core/stats/log-loss.ts";
import type { Engine } from "../../ports/engine.ts";
import { fewestPerClass } from "../parity/labels/metrics-result.ts";
import { type Definition, type Definitions, departureWords } from "./definition.ts";
import type { LabelledRows } from "./labelled-rows.ts";
import type { RowPopulation } from "./row-population.ts";
import { scoreRanking } from "./score-ranking.ts";

export interface ScoreQuestion {
  readonly metric: "auc" | "average precision" | "brier score" | "log loss";
  readonly rows: LabelledRows;
  readonly populations: readonly RowPopulation[];
  readonly score: string;
  /** The label that the score speaks of, and the other one. */
  readonly classes: { readonly positive: string; readonly negative: string };
  /** SQL of the class decided, where there is one: some compute AUC from it. */
  readonly decided: string | null;
  /** Whether the other class was reported as the positive one. */
  readonly turned: boolean;
}

/** Every way to take a metric of scores against yes/no labels. */
export const scoreDefinitions = async (engine: Engine, question: ScoreQuestion): Promise<Definitions> => {
  const tried: Definition[] = [];
  for (const population of question.populations) {
    const found = question.metric === "auc" || question.metric === "average precision" ? await rankings(engine, question, population) : await losses(engine, question, population);
    if ("why" in found) {
      if (population.steps === 0) return found;
      continue;
    }
    for (const { words, as, steps, ...numbers } of found.tried) {
      const all = steps + population.steps;
      tried.push({ ...numbers, steps: all, words: departureWords([{ words: steps === 0 ? null : words, steps }, population], as), as: population.words === null ? as : `${as} ${population.words}` });
    }
  }
  return { tried };
};

const outcome = (engine: Engine, { classes }: ScoreQuestion, { label }: RowPopulation): string => `(${label}) = ${engine.dialect.literal(classes.positive)}`;

const rankings = async (engine: Engine, question: ScoreQuestion, population: RowPopulation): Promise<Definitions> => {
  const { rows, classes, decided } = question;
  const y = outcome(engine, question, population);
  const score = rows.column(question.score, "score");
  const from = (s: string, yes: string): string => `(SELECT s, y FROM (SELECT ${s} AS s, ${yes} AS y, failed FROM ${rows.sql} WHERE ${population.where}) WHERE s IS NOT NULL AND NOT failed)`;
  const plain = await scoreRanking(engine, from(score, y));
  const other = await scoreRanking(engine, from(`-(${score})`, `NOT (${y})`));
  const rarer = Math.min(plain.positives, plain.negatives);
  if (rarer < fewestPerClass) return { why: `${rarer} rows of the rarer class have a score; at least ${fewestPerClass} are needed`, n: plain.n };
  const ofDecision = decided === null ? null : await scoreRanking(engine, from(`CASE WHEN ${decided} = ${engine.dialect.literal(classes.positive)} THEN 1.0 WHEN ${decided} IS NOT NULL THEN 0.0 END`, y));
  const asWanted = question.turned ? other : plain;
  const asOther = question.turned ? plain : other;
  const one = (words: string, value: number | null | undefined, steps = 1, interval: Definition["interval"] = null): Definition[] => (value === null || value === undefined ? [] : [{ words, as: words, steps, value, interval, n: plain.n }]);
  const usualAs = question.turned ? `with ${classes.negative} as the positive class` : "by the score";
  const auc = (steps: number): Definition[] => one(steps === 0 ? usualAs : "the area under the ROC curve, not under precision and recall", plain.auc, steps, plain.interval);
  const precise = (steps: number): Definition[] => one(steps === 0 ? usualAs : "the average precision (area under precision and recall), not under the ROC curve", asWanted.averagePrecision, steps);
  return {
    tried: [
      ...(question.metric === "auc" ? [...auc(0), ...precise(1)] : [...precise(0), ...auc(1)]),
      ...one("the one of the decisions instead of the scores", question.metric === "auc" ? ofDecision?.auc : ofDecision?.averagePrecision),
      ...(question.metric === "auc" ? one("the one with the score turned round", plain.auc === null ? null : 1 - plain.auc) : []),
      ...(question.metric === "auc" ? one("the Gini coefficient, 2 AUC - 1", plain.auc === null ? null : 2 * plain.auc - 1) : []),
      ...one("the area under the straight lines of the precision-recall curve", asWanted.trapezoid),
      ...(question.metric === "auc" ? [] : one(`the one with ${question.turned ? classes.positive : classes.negative} as the positive class`, asOther.averagePrecision)),
    ],
  };
};

/** The clip of older versions of scikit-learn and of many notebooks. */
const widerClip = 1e-15;

const losses = async (engine: Engine, question: ScoreQuestion, population: RowPopulation): Promise<Definitions> => {
  const { rows, metric } = question;
  const y = outcome(engine, question, population);
  const terms = `SELECT s, y, (s - CAST(y AS INTEGER)) * (s - CAST(y AS INTEGER)) AS square, (1 - s - CAST(y AS INTEGER)) * (1 - s - CAST(y AS INTEGER)) AS mirrored, ${logLossSql("s", "y")} AS loss, -ln(CASE WHEN y THEN s ELSE 1 - s END + ${widerClip}) AS wider, -ln(CASE WHEN y THEN greatest(1.0 - s, ${logLossClip}) ELSE greatest(s, ${logLossClip}) END) AS turned
FROM (SELECT ${rows.column(question.score, "score")} AS s, ${y} AS y FROM ${rows.sql} WHERE (${population.where}) AND NOT failed) WHERE s BETWEEN 0 AND 1`;
  const sums = ["square", "square * square", "loss", "loss * loss", "wider", "turned", "mirrored"];
  const [row] = await engine.query(`SELECT count(*) AS n, ${sums.map((sum, index) => `sum(${sum}) AS s${index}`).join(", ")} FROM (${terms})`);
  const [outside] = await engine.query(`SELECT count(*) AS n FROM ${rows.sql} WHERE (${population.where}) AND NOT failed AND NOT (${rows.column(question.score, "score")} BETWEEN 0 AND 1)`);
  const n = Number(row?.["n"] ?? 0);
  if (Number(outside?.["n"] ?? 0) > 0) return { why: `scores lie outside 0 to 1, so they are no probabilities`, n };
  const of = (sum: string): number => Number(row?.[`s${sums.indexOf(sum)}`] ?? 0);
  const one = (words: string, value: number, steps = 1, interval: Definition["interval"] = null): Definition => ({ words, as: words, steps, value, interval, n });
  if (metric === "brier score") {
    const brier = of("square") / n;
    return { tried: [one("as mean squared distance of probability and outcome", brier, 0, meanInterval({ n, sum: of("square"), sumOfSquares: of("square * square") })), one("the sum over both classes, twice the usual one", 2 * brier), one("its square root", Math.sqrt(brier)), one("the one with probabilities turned round", of("mirrored") / n), one("the sum over rows instead of the mean", of("square"))] };
  }
  const loss = of("loss") / n;
  const interval = meanInterval({ n, sum: of("loss"), sumOfSquares: of("loss * loss") });
  const base = one("in nats", loss, 0, interval);
  return { tried: [base, one("the one with logarithms to base 2", loss / Math.LN2), one("the one with logarithms to base 10", loss / Math.LN10), one("the sum over rows instead of the mean", of("loss")), one("the one with probabilities turned round", of("turned") / n), one(`the one with ${widerClip} added before the logarithm`, of("wider") / n)] };
};
