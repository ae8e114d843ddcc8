/** ln of the e-value against "no drift" for a sum with variance (intrinsic time) `variance`, mixed over drifts from N(0, 1 / rho). Source: Robbins, Ann. Math. Statist. 41 (1970); Howard et al., Ann. Statist. 49 (2021), Prop. 5. */
export const normalMixtureLogE = (sum: number, variance: number, rho: number): number => Math.log(rho / (variance + rho)) / 2 + sum ** 2 / (2 * (variance + rho));

/** How far the sum of a process without drift strays at most, at every variance at once, but for a chance of alpha. */
export const normalMixtureBound = (variance: number, alpha: number, rho: number): number => Math.sqrt((variance + rho) * (Math.log1p(variance / rho) + 2 * Math.log(1 / alpha)));

/** The rho at which the bound is narrowest once the variance is `tuned`. */
export const tunedRho = (tuned: number, alpha: number): number => {
  const twice = 2 * Math.log(1 / alpha);
  return tuned / (twice + Math.log1p(twice));
};
