import type { ColumnShift, ShiftMeasure } from "../../../core/domain/population-comparison.ts";
import type { PopulationRole } from "../../../core/domain/population.ts";
import { normal, randomStream } from "../random-stream.ts";

interface Sample {
  readonly n: number;
  readonly missing: number;
}

type Bars = NonNullable<ColumnShift["picture"]>["bars"];

/** Normal quantile of a two-sided 90 % interval; close enough for an example. */
const z = 1.645;
const distanceMargin = 0.1;

/** Counts near to their expectation, as a sample would have them, that add up. */
const countsOf = (shares: readonly number[], n: number, random: () => number): number[] => {
  const counts = shares.map((share) => Math.max(0, Math.round(n * share + normal(random) * Math.sqrt(n * share * (1 - share)))));
  const largest = counts.indexOf(Math.max(...counts));
  counts[largest] = (counts[largest] ?? 0) + n - counts.reduce((sum, count) => sum + count, 0);
  return counts;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Every measure of two counted distributions, with the null it would have at these sizes. */
const measuresOf = (bars: Bars, reference: Sample, candidate: Sample, ordered: boolean): ShiftMeasure[] => {
  const present = [reference.n - reference.missing, candidate.n - candidate.missing] as const;
  const p = bars.map((bar) => Math.max(bar.reference, 0.5) / present[0]);
  const q = bars.map((bar) => Math.max(bar.candidate, 0.5) / present[1]);
  const s = 1 / present[0] + 1 / present[1];
  const freedom = bars.length - 1;
  const of = (each: (p: number, q: number) => number): number => sum(p.map((share, index) => each(share, q[index] ?? 0)));
  const distance = of((a, b) => (b - a) ** 2 / a);
  const spread = 2 * z * Math.sqrt(distance * s + (freedom * s * s) / 2);
  const behind = p.map((_, index) => Math.abs(sum(q.slice(0, index + 1)) - sum(p.slice(0, index + 1))));
  const js = of((a, b) => (a * Math.log2((2 * a) / (a + b)) + b * Math.log2((2 * b) / (a + b))) / 2);
  const excess = (distance / s - freedom) / Math.sqrt(2 * freedom);
  const missing = candidate.missing / candidate.n - reference.missing / reference.n;
  const missingWidth = z * Math.sqrt(Math.max(1, reference.missing) / reference.n ** 2 + Math.max(1, candidate.missing) / candidate.n ** 2);
  const bins = ordered ? `${bars.length} bins of equal width, frozen on the reference` : `${bars.length} values, frozen on the reference`;
  const make = (measure: string, value: number, nullMean: number | null, null95: number | null, method: string, width: number | null = null, pValue: number | null = null): ShiftMeasure => ({
    measure, value, nullMean, null95, p: pValue, method, interval: width === null ? null : { low: nullMean === null ? value - width : Math.max(0, value - width), high: value + width, level: 0.9, method: "delta method" },
  });
  return [
    make("chi-square-distance", distance, freedom * s, freedom * s * (1 + z * Math.sqrt(2 / freedom)), `sum of (q - p)^2 / p over ${bins}`, spread, excess > 8 ? 1e-12 : 1 / (1 + Math.exp(1.702 * excess))),
    make("psi", of((a, b) => (b - a) * Math.log(b / a)), freedom * s, freedom * s * (1 + z * Math.sqrt(2 / freedom)), `natural log, ${bins}, 0.5 added to empty ones`),
    make("js-distance", Math.sqrt(Math.max(0, js)), Math.sqrt((freedom * s) / 8 / Math.LN2), Math.sqrt((freedom * s * (1 + z * Math.sqrt(2 / freedom))) / 8 / Math.LN2), `base 2, ${bins}`),
    make("total-variation", of((a, b) => Math.abs(a - b)) / 2, 0.4 * Math.sqrt(freedom * s), 0.54 * Math.sqrt(freedom * s), bins),
    ...(ordered ? [
      make("ks", Math.max(...behind), 0.8687 * Math.sqrt(s), 1.358 * Math.sqrt(s), "largest gap between the two distribution functions"),
      make("wasserstein-sd", (sum(behind) * 6) / bars.length, 0.6 * Math.sqrt(s), 1.2 * Math.sqrt(s), "in standard deviations of the reference"),
      make("standardised-mean-difference", (sum(q.map((share, index) => share * index)) - sum(p.map((share, index) => share * index))) / (bars.length / 6), null, null, "difference of means over the pooled standard deviation", z * Math.sqrt(s)),
    ] : []),
    make("missing-share", missing, null, null, "candidate minus reference", missingWidth),
  ];
};

const judged = (shift: Omit<ColumnShift, "deciding" | "margin" | "verdict">): ColumnShift => {
  const interval = shift.measures[0]?.interval;
  const verdict = interval === undefined || interval === null ? "inconclusive" : (interval.high ?? 1) <= distanceMargin ? "pass" : (interval.low ?? 0) > distanceMargin ? (shift.role === "feature" ? "warn" : "fail") : "inconclusive";
  return { ...shift, deciding: "chi-square-distance", margin: distanceMargin, verdict };
};

const fewestRows = 1000;
const logistic = (x: number): number => 1 / (1 + Math.exp(-1.702 * x));

/** A numeric column of two populations that are normal with these means and deviations. */
export const exampleNumericShift = (column: string, role: PopulationRole, reference: Sample & { mean: number; sd: number }, candidate: Sample & { mean: number; sd: number }, seed: number, segment: string | null = null): ColumnShift => {
  const random = randomStream(seed);
  const binCount = Math.min(reference.n, candidate.n) < fewestRows ? 8 : 24;
  const edge = (index: number): number => reference.mean + reference.sd * ((6 * index) / binCount - 3);
  const sharesOf = ({ mean, sd }: { mean: number; sd: number }): number[] => Array.from({ length: binCount }, (_, index) => (index === binCount - 1 ? 1 : logistic((edge(index + 1) - mean) / sd)) - (index === 0 ? 0 : logistic((edge(index) - mean) / sd)));
  const [a, b] = [countsOf(sharesOf(reference), reference.n - reference.missing, random), countsOf(sharesOf(candidate), candidate.n - candidate.missing, random)];
  const bars = a.map((count, index) => ({ label: "", low: edge(index), high: edge(index + 1), reference: count, candidate: b[index] ?? 0 }));
  const at = (quantile: number) => ({ reference: reference.mean + quantile * reference.sd, candidate: candidate.mean + quantile * candidate.sd });
  return judged({
    column, role, kind: "numeric", segment, nReference: reference.n - reference.missing, nCandidate: candidate.n - candidate.missing, effectiveReference: Math.round(reference.n * 0.93), effectiveCandidate: Math.round(candidate.n * 0.91),
    missingReference: reference.missing, missingCandidate: candidate.missing, measures: measuresOf(bars, reference, candidate, true), picture: { bars },
    summary: [{ name: "mean", ...at(0) }, { name: "sd", reference: reference.sd, candidate: candidate.sd }, { name: "min", ...at(-3.7) }, { name: "p5", ...at(-1.645) }, { name: "p50", ...at(0) }, { name: "p95", ...at(1.645) }, { name: "max", ...at(3.8) }],
  });
};

/** A column of named values with these shares. */
export const exampleCategoryShift = (column: string, role: PopulationRole, names: readonly string[], reference: Sample & { shares: readonly number[] }, candidate: Sample & { shares: readonly number[] }, seed: number, segment: string | null = null): ColumnShift => {
  const random = randomStream(seed);
  const [a, b] = [countsOf(reference.shares, reference.n - reference.missing, random), countsOf(candidate.shares, candidate.n - candidate.missing, random)];
  const bars = names.map((label, index) => ({ label, low: null, high: null, reference: a[index] ?? 0, candidate: b[index] ?? 0 }));
  return judged({
    column, role, kind: "category", segment, nReference: reference.n - reference.missing, nCandidate: candidate.n - candidate.missing, effectiveReference: Math.round(reference.n * 0.93), effectiveCandidate: Math.round(candidate.n * 0.91),
    missingReference: reference.missing, missingCandidate: candidate.missing, measures: measuresOf(bars, reference, candidate, false), picture: { bars },
    summary: [{ name: "distinct values", reference: names.length, candidate: names.length }, { name: "most frequent", reference: names[a.indexOf(Math.max(...a))] ?? null, candidate: names[b.indexOf(Math.max(...b))] ?? null }],
  });
};
