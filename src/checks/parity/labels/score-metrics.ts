import type { MetricComparison } from "../../../core/domain/run.ts";
import { streamOf } from "../../../core/random/stream-of.ts";
import { compareAuc } from "../../../core/stats/auc.ts";
import { calibrationBinCount, reliabilityBins } from "../../../core/stats/calibration.ts";
import { type CalibrationCell, calibrationBins, compareCalibration } from "../../../core/stats/compare-calibration.ts";
import { logLossSql } from "../../../core/stats/log-loss.ts";
import { meanInterval } from "../../../core/stats/paired-mean.ts";
import type { Cell, Engine, Row } from "../../../ports/engine.ts";
import { fewestLabelled, fewestPerClass, type MetricsPart } from "./metrics-result.ts";

/** Up to so many rows every score is its own bin, and AUC is exact. */
export const exactAucRows = 100_000;

/** Bins of equal mass above that: AUC is then off by far less than its interval, and a calibration bin is 25 of them. */
export const aucBins = 500;

/** The bootstrap's seed; the same rows give the same interval. */
const bootstrapSeed = 1;

export interface ScoredOutput {
  readonly output: string;
  /** FROM expression with columns `a`, `b` (doubles) and `y` (boolean). */
  readonly from: string;
  readonly environments: { readonly reference: string; readonly candidate: string };
}

/** Ranking metrics of a score against yes/no labels, and probability metrics where all scores lie in [0, 1]. */
export const scoreMetrics = async (engine: Engine, { output, from, environments }: ScoredOutput, level: number, signal?: AbortSignal): Promise<MetricsPart> => {
  const [sums] = await engine.query(sumsSql(engine, from), [], signal);
  const n = numberOf(sums?.["n"]);
  const positives = numberOf(sums?.["positives"]);
  const all = ["auc", "brier score", "log loss", "calibration error squared"];
  const refuse = (metrics: readonly string[], why: string): MetricsPart => ({ metrics: [], reliability: [], skipped: metrics.map((metric) => ({ metric, output, why })) });
  if (sums === undefined || n < fewestLabelled) return refuse(all, `${n} labelled rows with a score from both; at least ${fewestLabelled} are needed`);
  if (Math.min(positives, n - positives) < fewestPerClass) return refuse(all, `${Math.min(positives, n - positives)} rows of the rarer class; at least ${fewestPerClass} are needed`);

  const cells = (await engine.query(cellsSql(from, n), [], signal)).map(scoreCell);
  const auc = aucMetric(cells, output, n, level);
  const [low, high] = [numberOf(sums["low"]), numberOf(sums["high"])];
  if (low < 0 || high > 1) {
    const refused = refuse(all.slice(1), `scores reach from ${low} to ${high}, so they are no probabilities`);
    return { ...refused, metrics: [auc] };
  }
  const calibration = calibrationCells(cells, n);
  return {
    metrics: [auc, meanMetric("brier score", output, sums, "brier", n, level), meanMetric("log loss", output, sums, "log_loss", n, level), calibrationMetric(calibration, output, n, level)],
    reliability: (["reference", "candidate"] as const).map((side) => ({ environment: environments[side], output, bins: reliabilityBins(calibrationBins(calibration, side), level) })),
    skipped: [],
  };
};

const sumsSql = (engine: Engine, from: string): string => {
  const terms = `SELECT a, b, y, (a - CAST(y AS INTEGER)) * (a - CAST(y AS INTEGER)) AS brier_a, (b - CAST(y AS INTEGER)) * (b - CAST(y AS INTEGER)) AS brier_b, CASE WHEN a BETWEEN 0 AND 1 THEN ${logLossSql("a", "y")} END AS log_loss_a, CASE WHEN b BETWEEN 0 AND 1 THEN ${logLossSql("b", "y")} END AS log_loss_b FROM ${from}`;
  const loss = (name: string): string => `sum(${name}_a) AS ${name}_a, sum(${name}_b) AS ${name}_b, sum((${name}_b - ${name}_a) * (${name}_b - ${name}_a)) AS ${name}_squares`;
  return `SELECT count(*) AS n, ${engine.dialect.countIf("y")} AS positives, least(min(a), min(b)) AS low, greatest(max(a), max(b)) AS high, ${loss("brier")}, ${loss("log_loss")} FROM (${terms})`;
};

/** Rows by (bin of a, bin of b, outcome): the rank itself while rows are few, else one of `aucBins`. Equal scores share a rank and so a bin. */
const cellsSql = (from: string, n: number): string => {
  const bin = (rank: string): string => (n <= exactAucRows ? rank : `CAST(floor(CAST(${rank} - 1 AS DOUBLE) * ${aucBins} / ${n}) AS BIGINT)`);
  const ranked = `SELECT a, b, y, rank() OVER (ORDER BY a) AS rank_a, rank() OVER (ORDER BY b) AS rank_b FROM ${from}`;
  return `SELECT ${bin("rank_a")} AS bin_a, ${bin("rank_b")} AS bin_b, y, count(*) AS n, sum(a) AS sum_a, sum(b) AS sum_b FROM (${ranked}) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
};

interface Cells {
  readonly reference: number;
  readonly candidate: number;
  readonly positive: boolean;
  readonly n: number;
  readonly sumReference: number;
  readonly sumCandidate: number;
}

const scoreCell = (row: Row): Cells => ({
  reference: numberOf(row["bin_a"]), candidate: numberOf(row["bin_b"]), positive: row["y"] === true, n: numberOf(row["n"]), sumReference: numberOf(row["sum_a"]), sumCandidate: numberOf(row["sum_b"]),
});

const numberOf = (cell: Cell | undefined): number => (cell === null || cell === undefined ? 0 : Number(cell));

const aucMetric = (cells: readonly Cells[], output: string, n: number, level: number): MetricComparison => {
  const found = compareAuc(cells.map(({ reference, candidate, positive, n: rows }) => ({ reference, candidate, positives: positive ? rows : 0, negatives: positive ? 0 : rows })), level);
  if (found === null) return { metric: "auc", output, reference: null, candidate: null, difference: null, interval: null, n };
  const { reference, candidate, difference, interval } = found;
  const off = Math.max(found.tiedReference, found.tiedCandidate) / 2;
  const method = n <= exactAucRows ? interval.method : `${interval.method}, ${aucBins} bins, each AUC within ${off.toPrecision(1)} of the exact one`;
  return { metric: "auc", output, reference, candidate, difference, interval: { ...interval, method }, n };
};

const meanMetric = (metric: string, output: string, sums: Row, name: string, n: number, level: number): MetricComparison => {
  const [a, b] = [numberOf(sums[`${name}_a`]), numberOf(sums[`${name}_b`])];
  return { metric, output, reference: a / n, candidate: b / n, difference: (b - a) / n, interval: meanInterval({ n, sum: b - a, sumOfSquares: numberOf(sums[`${name}_squares`]) }, level), n };
};

/** The same rows by calibration bin: from a row's rank, or from its finer bin. */
const calibrationCells = (cells: readonly Cells[], n: number): CalibrationCell[] => {
  const coarse = (bin: number): number => Math.floor(n <= exactAucRows ? ((bin - 1) * calibrationBinCount) / n : (bin * calibrationBinCount) / aucBins);
  return cells.map(({ reference, candidate, positive, n: rows, sumReference, sumCandidate }) => ({ reference: coarse(reference), candidate: coarse(candidate), positive, n: rows, sumReference, sumCandidate }));
};

const calibrationMetric = (cells: readonly CalibrationCell[], output: string, n: number, level: number): MetricComparison => {
  const found = compareCalibration(cells, streamOf(bootstrapSeed, `calibration ${output}`), level);
  return { metric: "calibration error squared", output, reference: found?.reference ?? null, candidate: found?.candidate ?? null, difference: found?.difference ?? null, interval: found?.interval ?? null, n };
};
