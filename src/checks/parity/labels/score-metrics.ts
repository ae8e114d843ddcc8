import type { MetricComparison, ReliabilityCurve } from "../../../core/domain/run.ts";
import { streamOf } from "../../../core/random/stream-of.ts";
import { compareAuc } from "../../../core/stats/auc.ts";
import { type CalibrationBin, calibrationBinCount, debiasedSquaredCalibrationError, reliabilityBins } from "../../../core/stats/calibration.ts";
import { logLossSql } from "../../../core/stats/log-loss.ts";
import { pairedBootstrap } from "../../../core/stats/paired-bootstrap.ts";
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
  return {
    metrics: [auc, meanMetric("brier score", output, sums, "brier", n, level), meanMetric("log loss", output, sums, "log_loss", n, level), calibrationMetric(cells, output, n, level)],
    reliability: [curve(cells, "reference", environments.reference, output, n, level), curve(cells, "candidate", environments.candidate, output, n, level)],
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

/** A cell's calibration bin on one side: equal mass, from its rank or its finer bin. */
const calibrationBin = (bin: number, n: number): number => Math.floor(n <= exactAucRows ? ((bin - 1) * calibrationBinCount) / n : (bin * calibrationBinCount) / aucBins);

const binsOf = (cells: readonly Cells[], side: "reference" | "candidate", n: number): CalibrationBin[] => {
  const bins = Array.from({ length: calibrationBinCount }, () => ({ n: 0, sumScore: 0, positives: 0 }));
  for (const cell of cells) {
    const bin = bins[calibrationBin(cell[side], n)];
    if (bin === undefined) throw new RangeError(`bin ${cell[side]} lies beyond ${n} rows`);
    bin.n += cell.n;
    bin.sumScore += side === "reference" ? cell.sumReference : cell.sumCandidate;
    if (cell.positive) bin.positives += cell.n;
  }
  return bins;
};

const curve = (cells: readonly Cells[], side: "reference" | "candidate", environment: string, output: string, n: number, level: number): ReliabilityCurve => ({ environment, output, bins: reliabilityBins(binsOf(cells, side, n), level) });

const calibrationMetric = (cells: readonly Cells[], output: string, n: number, level: number): MetricComparison => {
  const reference = debiasedSquaredCalibrationError(binsOf(cells, "reference", n));
  const candidate = debiasedSquaredCalibrationError(binsOf(cells, "candidate", n));
  const groups = [...Map.groupBy(cells, (cell) => `${calibrationBin(cell.reference, n)} ${calibrationBin(cell.candidate, n)} ${cell.positive}`).values()].map((group) => ({
    a: calibrationBin(group[0]?.reference ?? 1, n), b: calibrationBin(group[0]?.candidate ?? 1, n), positive: group[0]?.positive ?? false,
    n: sum(group, (cell) => cell.n), scoreA: sum(group, (cell) => cell.sumReference), scoreB: sum(group, (cell) => cell.sumCandidate),
  }));
  const difference = (counts: readonly number[]): number | null => {
    const [a, b] = [emptyBins(), emptyBins()];
    groups.forEach((group, index) => {
      const count = counts[index] ?? 0;
      add(a[group.a], count, (group.scoreA / group.n) * count, group.positive);
      add(b[group.b], count, (group.scoreB / group.n) * count, group.positive);
    });
    const [errorA, errorB] = [debiasedSquaredCalibrationError(a), debiasedSquaredCalibrationError(b)];
    return errorA === null || errorB === null ? null : errorB - errorA;
  };
  const found = pairedBootstrap(groups.map((group) => group.n), difference, streamOf(bootstrapSeed, `calibration ${output}`), level);
  return { metric: "calibration error squared", output, reference, candidate, difference: reference === null || candidate === null ? null : candidate - reference, interval: found?.interval ?? null, n };
};

const sum = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((total, item) => total + of(item), 0);

const emptyBins = (): { n: number; sumScore: number; positives: number }[] => Array.from({ length: calibrationBinCount }, () => ({ n: 0, sumScore: 0, positives: 0 }));

const add = (bin: { n: number; sumScore: number; positives: number } | undefined, count: number, score: number, positive: boolean): void => {
  if (bin === undefined) return;
  bin.n += count;
  bin.sumScore += score;
  if (positive) bin.positives += count;
};
