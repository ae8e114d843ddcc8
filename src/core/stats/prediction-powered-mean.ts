/** Sums over labelled rows of the truth y and its prediction f, and over unlabelled rows of f alone; additive. */
export interface PredictionSums {
  readonly labelled: number;
  readonly y: number;
  readonly yy: number;
  readonly f: number;
  readonly ff: number;
  readonly yf: number;
  readonly unlabelled: number;
  readonly unlabelledF: number;
  readonly unlabelledFF: number;
}

/** `lambda` is how far the predictions are trusted: 0 is the mean of the labels alone, 1 is plain prediction-powered inference. */
export interface PredictionPowered {
  readonly value: number;
  readonly variance: number;
  readonly lambda: number;
}

/**
 * The mean of y over all rows: predictions on the unlabelled rows, put right by how far they err on the labelled ones. Never worse, in the long run, than the labels alone, and
 * right however bad the predictions are, as long as the labelled rows are a random share. Population variances (divided by n), as the authors' own code has them. Null without labelled
 * rows; without unlabelled ones it is the mean of the labels.
 * Source: Angelopoulos et al., Science 382 (2023); Angelopoulos, Duchi & Zrnic, PPI++ (arXiv 2311.01453) for lambda.
 */
export const predictionPoweredMean = (sums: PredictionSums, lambda = lambdaOf(sums)): PredictionPowered | null => {
  const { labelled: n, unlabelled } = sums;
  if (n === 0) return null;
  const value = sums.y / n + (unlabelled === 0 ? 0 : lambda * (sums.unlabelledF / unlabelled - sums.f / n));
  const trust = unlabelled === 0 ? 0 : lambda;
  const rectifier = variance(n, sums.y - trust * sums.f, sums.yy - 2 * trust * sums.yf + trust ** 2 * sums.ff);
  const imputed = unlabelled === 0 ? 0 : (trust ** 2 * variance(unlabelled, sums.unlabelledF, sums.unlabelledFF)) / unlabelled;
  return { value, variance: rectifier / n + imputed, lambda: trust };
};

/** The lambda of the least variance, within 0 and 1: Cov(y, f) / ((1 + n / N) Var f). */
export const lambdaOf = ({ labelled: n, unlabelled, ...sums }: PredictionSums): number => {
  if (n === 0 || unlabelled === 0) return 0;
  const covariance = sums.yf / n - (sums.y / n) * (sums.f / n);
  const all = n + unlabelled;
  const spread = (variance(all, sums.f + sums.unlabelledF, sums.ff + sums.unlabelledFF) * all) / (all - 1);
  return spread > 0 ? Math.min(1, Math.max(0, covariance / ((1 + n / unlabelled) * spread))) : 0;
};

const variance = (n: number, sum: number, squares: number): number => Math.max(0, squares / n - (sum / n) ** 2);
