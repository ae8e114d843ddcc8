/** The mean of what a classifier says (its decision, or its score) with its variance, over so many rows. */
export interface MeanOutput {
  readonly mean: number;
  /** Of the mean. */
  readonly variance: number;
}

/** What a classifier says of positives and of negatives offline, and of everybody in production. */
export interface ShiftInput {
  readonly ofPositives: MeanOutput;
  readonly ofNegatives: MeanOutput;
  readonly production: MeanOutput;
}

/** The variance from production's rows and from the offline means. */
export interface ShiftEstimate {
  readonly value: number;
  readonly ofRows: number;
  readonly ofCalibration: number;
}

/**
 * Production's rate of positives where nothing but that rate moved: the mix of what the classifier says of positives and of negatives that gives what it says in production,
 * (q - f) / (t - f). And what decisions are worth at that rate: accuracy, precision, F1. Null where the classifier tells positives from negatives by less than three
 * standard errors: the mix cannot be found then. The rate may come out below 0 or above 1, which says that more than the rate moved.
 * Source: Lipton, Wang & Smola, ICML 2018 (black box shift estimation); variance by the delta method.
 */
export const blackBoxShift = (metric: "positive-rate" | "accuracy" | "precision" | "f1", { ofPositives, ofNegatives, production }: ShiftInput): ShiftEstimate | null => {
  const [t, f, q] = [ofPositives.mean, ofNegatives.mean, production.mean];
  const apart = t - f;
  if (!(apart > 3 * Math.sqrt(ofPositives.variance + ofNegatives.variance)) || !(apart > 0)) return null;
  const rate = (q - f) / apart;
  // A value with its slopes by q, t and f.
  const rateBy: Slopes = { value: rate, q: 1 / apart, t: -rate / apart, f: -(1 - rate) / apart };
  const found = of[metric](rateBy, { value: t, q: 0, t: 1, f: 0 }, { value: f, q: 0, t: 0, f: 1 }, { value: q, q: 1, t: 0, f: 0 });
  if (!Number.isFinite(found.value)) return null;
  return { value: found.value, ofRows: found.q ** 2 * production.variance, ofCalibration: found.t ** 2 * ofPositives.variance + found.f ** 2 * ofNegatives.variance };
};

interface Slopes {
  readonly value: number;
  readonly q: number;
  readonly t: number;
  readonly f: number;
}

const each = (value: number, of: (key: "q" | "t" | "f") => number): Slopes => ({ value, q: of("q"), t: of("t"), f: of("f") });
const sum = (a: Slopes, b: Slopes, times = 1): Slopes => each(a.value + times * b.value, (key) => a[key] + times * b[key]);
const product = (a: Slopes, b: Slopes): Slopes => each(a.value * b.value, (key) => a[key] * b.value + a.value * b[key]);
const quotient = (a: Slopes, b: Slopes): Slopes => each(a.value / b.value, (key) => (a[key] * b.value - a.value * b[key]) / b.value ** 2);
const one = each(1, () => 0);

/** By rate of positives, share of positives found, share of negatives called positive, share called positive. */
const of: Record<"positive-rate" | "accuracy" | "precision" | "f1", (rate: Slopes, t: Slopes, f: Slopes, q: Slopes) => Slopes> = {
  "positive-rate": (rate) => rate,
  accuracy: (rate, t, f) => sum(product(rate, t), product(sum(one, rate, -1), sum(one, f, -1))),
  precision: (rate, t, _, q) => quotient(product(rate, t), q),
  f1: (rate, t, _, q) => quotient(sum(product(rate, t), product(rate, t)), sum(q, rate)),
};
