import type { MetricComparison } from "../../../core/domain/run.ts";
import { meanInterval } from "../../../core/stats/paired-mean.ts";
import { compareRmse } from "../../../core/stats/rmse.ts";
import type { Engine } from "../../../ports/engine.ts";
import { fewestLabelled, type MetricsPart } from "./metrics-result.ts";

export interface RegressedOutput {
  readonly output: string;
  /** FROM expression with the double columns `y`, `a`, `b`. */
  readonly from: string;
}

/** Bias (mean of prediction - label), mean absolute and root mean squared error, in the label's unit. */
export const regressionMetrics = async (engine: Engine, { output, from }: RegressedOutput, level: number, signal?: AbortSignal): Promise<MetricsPart> => {
  const errors = `SELECT a - y AS ea, b - y AS eb, b - a AS d, abs(b - y) - abs(a - y) AS worse, (a - y) * (a - y) AS u, (b - y) * (b - y) AS v FROM ${from}`;
  const wanted = ["ea", "eb", "abs(ea)", "abs(eb)", "d", "d * d", "worse", "worse * worse", "u", "v", "u * u", "v * v", "u * v"];
  const [row] = await engine.query(`SELECT count(*) AS n, ${wanted.map((term, index) => `sum(${term}) AS s${index}`).join(", ")} FROM (${errors})`, [], signal);
  const n = Number(row?.["n"] ?? 0);
  if (n < fewestLabelled) {
    const why = `${n} labelled rows with a prediction from both; at least ${fewestLabelled} are needed`;
    return { metrics: [], reliability: [], skipped: ["bias", "mae", "rmse"].map((metric) => ({ metric, output, why })) };
  }
  const of = (term: string): number => Number(row?.[`s${wanted.indexOf(term)}`] ?? 0);
  const mean = (metric: string, a: string, b: string, d: string, squares: string): MetricComparison => ({
    metric, output, reference: of(a) / n, candidate: of(b) / n, difference: of(d) / n, interval: meanInterval({ n, sum: of(d), sumOfSquares: of(squares) }, level), n,
  });
  const rmse = compareRmse({ n, sumReference: of("u"), sumCandidate: of("v"), sumReferenceSquared: of("u * u"), sumCandidateSquared: of("v * v"), sumProduct: of("u * v") }, level);
  return {
    metrics: [
      mean("bias", "ea", "eb", "d", "d * d"),
      mean("mae", "abs(ea)", "abs(eb)", "worse", "worse * worse"),
      ...(rmse === null ? [] : [{ metric: "rmse", output, reference: rmse.reference, candidate: rmse.candidate, difference: rmse.difference, interval: rmse.interval, n }]),
    ],
    reliability: [],
    skipped: [],
  };
};
