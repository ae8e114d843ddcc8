/**
 * Every number that decides a verdict when nobody agreed on another, in one place, each with its reason. They are printed with the
 * verdict; none hides in code.
 */

/** Share of pairs that may lie outside tolerance after the noise floor is taken off: 1 in 1,000. Below 1,000 inputs this means none. */
export const allowedOutsideShare = 0.001;

/** Error probability of each one-sided conclusion; an interval at 1 - 2 * alpha has both its ends at alpha. */
export const alpha = 0.05;

/**
 * Fewer pairs than this never pass: even with no difference in 30 pairs, 1 in 10 may still differ
 * (exact 95 % bound of 0 in 30 is 9.5 %). A difference found in fewer pairs is still a difference.
 */
export const fewestPairs = 30;

/**
 * A reference that disagrees with itself on more pairs than this leaves too few pairs in which a candidate's difference could be
 * seen; the share outside tolerance then decides nothing.
 */
export const highestUsableNoiseFloor = 0.1;

/** How much higher a candidate's error rate may be: 1 in 100. Errors are judged as chance events, with an interval. */
export const allowedErrorExcess = 0.01;

/** A slower candidate is worth a warning from this ratio on; the bioequivalence convention ln(1.25) for ratios. */
export const latencyRatioWorthAWarning = 1.25;

/**
 * Relative difference that a value of this type may take from rounding alone, in models of ordinary depth. The values that numerical
 * test suites of the field use for float16, float32 and float64.
 */
export const roundingRelative = { float16: 1e-3, float32: 1.3e-6, float64: 1e-7 } as const;

/** A derived tolerance is this many times the largest difference measured between two runs that should agree. */
export const derivedSafety = 2;

/**
 * A derived tolerance never exceeds this share of the reference's own spread, however noisy or ill-conditioned the model: at 0.001
 * standard deviations it is the size of a reduced-precision kernel, and what lies above is a difference that people should see.
 */
export const derivedCapOfSpread = 1e-3;

/** Share of rows that may move when inputs are rounded to float32 before that is worth more than a mention: 1 in 100. */
export const conditioningWorthAWarning = 0.01;

/** A metric moved when it moved by more than this share of the reference's value: the third digit, which is how metrics are quoted. */
export const metricWorthAWarning = 1e-3;

/** A wider tolerance is suggested only up to this share of the reference's standard deviation: beyond it nobody should call the answers the same. */
export const widestSuggestedTolerance = 1e-2;

/**
 * Share of inputs that neither environment may answer: above 1 in 10 the rows that were compared are no longer the inputs that were given.
 * Below, inputs that both refuse are their common behaviour, and a warning.
 */
export const allowedUnansweredShare = 0.1;

/**
 * Milliseconds that a quantile must be slower by, beside the ratio, before it is worth a warning nobody asked for: below it, which of two equal
 * processes got the quieter core decides, and no caller over a network feels it. An agreed limit knows no such mercy.
 */
export const latencyDifferenceWorthAWarning = 5;
