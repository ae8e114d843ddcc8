import type { Interval } from "../domain/interval.ts";
import { autoregressiveVariance } from "../stats/autoregressive-variance.ts";
import { cosineVariance, fewCosines } from "../stats/cosine-variance.ts";
import { tCdf, tQuantile } from "../stats/distributions.ts";

/** Two series of one metric in order of time; null: nothing was measured. */
export interface SeriesPair {
  readonly control: readonly (number | null)[];
  readonly experiment: readonly (number | null)[];
}

/** How much larger and smaller the experiment's mean may be, as shares of the control's mean, both above 0. */
export interface SeriesMargin {
  readonly increase: number;
  readonly decrease: number;
}

export interface JudgedSeries {
  /** Points that were compared: pairs of one time where the series are of one length, else the shorter one's. */
  readonly points: number;
  readonly paired: boolean;
  readonly meanControl: number;
  readonly meanExperiment: number;
  /** experiment / control; null where the control's mean is 0. */
  readonly ratio: number | null;
  /** Of the difference experiment - control, 95 %. */
  readonly interval: Interval & { readonly low: number; readonly high: number };
  /** p values of "it is not above what is allowed" and "not below": small ones show a departure. */
  readonly pAbove: number;
  readonly pBelow: number;
  /** p values of "it is at or above what is allowed" and "at or below": small ones show that it keeps within. */
  readonly pUnderTop: number;
  readonly pOverBottom: number;
  /** Neighbours hang together too strongly for so few points: all p values are then 1. */
  readonly untold: boolean;
}

/** From here on an autoregression tells how far errors reach; of fewer points that hang together strongly nothing does. */
const enoughForStrong = 28;
/** A correlation of neighbours, as it is seen in so few points. */
const strong = 0.5;

/** With fewer the spread cannot be told from none, and constant values would prove anything. */
export const fewestPoints = 5;

/**
 * Judges whether the mean of one series keeps within a share of the other's. The experiment less (1 + margin) times the control is a series of its own, whose mean lies below 0
 * exactly when the ratio is allowed: no ratio is taken, so a control near 0 does no harm. Its error is the long-run one, for neighbours in time hang together: by cosines, and
 * by an autoregression where that is wider; fewer than 28 points whose neighbours hang together strongly tell nothing. Series of one length are taken pair by pair, which takes out what moved both; others as independent. Null below `fewestPoints`.
 * Source: Fieller, JRSS B 16 (1954), for the linear form; Lazarus et al., JBES 36 (2018), for the error.
 */
export const judgeSeries = ({ control, experiment }: SeriesPair, margin: SeriesMargin): JudgedSeries | null => {
  const paired = control.length === experiment.length;
  const both = paired ? control.flatMap((value, at) => { const other = experiment[at] ?? null; return value === null || other === null ? [] : [[value, other] as const]; }) : [];
  const c = paired ? both.map(([value]) => value) : control.filter((value) => value !== null);
  const e = paired ? both.map(([, value]) => value) : experiment.filter((value) => value !== null);
  const points = Math.min(c.length, e.length);
  if (points < fewestPoints) return null;
  const [meanControl, meanExperiment] = [meanOf(c), meanOf(e)];
  const tests = (factor: number): Tested => (paired ? ofOne(e.map((value, at) => value - factor * (c[at] ?? 0))) : ofTwo(e, c, factor));
  // Shares are of the size of the control's mean; below 0 the larger value is the one nearer to 0.
  const sign = meanControl < 0 ? -1 : 1;
  const top = tests(1 + sign * margin.increase);
  const bottom = tests(1 - sign * margin.decrease);
  const untold = points < enoughForStrong && (paired ? [e.map((value, at) => value - (c[at] ?? 0))] : [e, c]).some((values) => neighbours(values) > strong);
  const same = paired && c.every((value, at) => value === e[at]);
  return {
    points, paired, meanControl, meanExperiment, ratio: meanControl === 0 ? null : meanExperiment / meanControl, interval: tests(1).interval,
    ...(same ? { pAbove: 1, pBelow: 1, pUnderTop: 0, pOverBottom: 0 } : untold ? { pAbove: 1, pBelow: 1, pUnderTop: 1, pOverBottom: 1 } : { pAbove: top.pNotAbove, pBelow: bottom.pNotBelow, pUnderTop: top.pNotBelow, pOverBottom: bottom.pNotAbove }),
    untold: untold && !same,
  };
};

/** A mean with its error, as each way of estimating it says: the widest counts. */
interface Mean {
  readonly mean: number;
  readonly ways: readonly { readonly error: number; readonly df: number }[];
}

interface Tested {
  /** p of "the mean is at most 0", and of "at least 0". */
  readonly pNotAbove: number;
  readonly pNotBelow: number;
  readonly interval: Interval & { readonly low: number; readonly high: number };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The correlation of each value with the next, as it is seen; 0 without any spread. */
const neighbours = (values: readonly number[]): number => {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares > 0 ? values.slice(1).reduce((sum, value, at) => sum + (value - mean) * ((values[at] ?? 0) - mean), 0) / squares : 0;
};

const estimated = (values: readonly number[]): Mean => {
  const ways = [cosineVariance(values) ?? fewCosines(values), autoregressiveVariance(values)].filter((way) => way !== null).map(({ standardError, degrees }) => ({ error: standardError, df: degrees }));
  return { mean: meanOf(values), ways };
};

const ofOne = (values: readonly number[]): Tested => tested(estimated(values), "mean of differences in time, long-run error");

const ofTwo = (experiment: readonly number[], control: readonly number[], factor: number): Tested => {
  const [e, c] = [estimated(experiment), estimated(control)];
  const ways = e.ways.flatMap((one) => c.ways.map((other) => ({ error: Math.hypot(one.error, factor * other.error), df: Math.min(one.df, other.df) })));
  return tested({ mean: e.mean - factor * c.mean, ways }, "difference of two means in time, long-run errors");
};

const tested = ({ mean, ways }: Mean, method: string): Tested => {
  // Without any spread the mean is known; sums of equal numbers still differ in their last digits.
  const p = (distance: number): number => Math.max(...ways.map(({ error, df }) => (error <= 1e-12 * Math.abs(distance) ? (distance > 0 ? 0 : 1) : tCdf(-distance / error, df))));
  const half = Math.max(...ways.map(({ error, df }) => tQuantile(0.975, df) * error));
  return { pNotAbove: p(mean), pNotBelow: p(-mean), interval: { low: mean - half, high: mean + half, level: 0.95, method } };
};
