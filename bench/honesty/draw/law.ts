import { normalCdf } from "../../../src/core/stats/distributions.ts";

/** A distribution on the real line by its cdf, or by atoms where values repeat. */
export interface Law {
  readonly name: string;
  /** P(X <= x), accurate in both tails: `above` is 1 - cdf without cancellation. */
  readonly cdf: (x: number) => number;
  readonly above: (x: number) => number;
  /** Values with a chance of their own; the cdf is then not asked. */
  readonly atoms: readonly { readonly value: number; readonly chance: number }[] | null;
  /** Null where they do not exist. */
  readonly mean: number | null;
  readonly sd: number | null;
}

const continuous = (name: string, cdf: Law["cdf"], above: Law["above"], mean: number | null, sd: number | null): Law => ({ name, cdf, above, atoms: null, mean, sd });

export const normalLaw: Law = continuous("normal", (x) => normalCdf(x), (x) => normalCdf(-x), 0, 1);

/** Student's t with two degrees of freedom: no variance. */
export const t2Law: Law = continuous("t, 2 df", (x) => tail2(-x), (x) => tail2(x), 0, null);
/** P(T > x): ½(1 - x/√(x²+2)), rewritten for large x where that cancels. */
const tail2 = (x: number): number => { const root = Math.sqrt(x * x + 2); return x > 0 ? 1 / (root * (root + x)) : 0.5 * (1 - x / root); };

export const lognormalLaw = (sigma: number): Law =>
  continuous(`lognormal, sigma ${sigma}`, (x) => (x <= 0 ? 0 : normalCdf(Math.log(x) / sigma)), (x) => (x <= 0 ? 1 : normalCdf(-Math.log(x) / sigma)), Math.exp(sigma ** 2 / 2), Math.exp(sigma ** 2 / 2) * Math.sqrt(Math.expm1(sigma ** 2)));

/** P(X > x) = x^-shape from 1 on; shape 1.1 has a mean and no variance. */
export const paretoLaw = (shape: number): Law =>
  continuous(`Pareto ${shape}`, (x) => (x <= 1 ? 0 : -Math.expm1(-shape * Math.log(x))), (x) => (x <= 1 ? 1 : x ** -shape), shape > 1 ? shape / (shape - 1) : null, shape > 2 ? Math.sqrt(shape / ((shape - 1) ** 2 * (shape - 2))) : null);

/** Few values, many ties: counts of 0 … 20 as a Poisson of this mean has them. */
export const poissonLaw = (mean: number): Law => {
  const chances: number[] = [Math.exp(-mean)];
  for (let k = 1; k <= 20; k++) chances.push(((chances[k - 1] ?? 0) * mean) / k);
  const total = chances.reduce((a, b) => a + b, 0);
  return atomic(`Poisson ${mean}`, chances.map((chance, value) => ({ value, chance: chance / total })));
};

/** Half of the values exactly 0, the others lognormal, as amounts often are. */
export const zeroInflated = (share: number, law: Law): Law => ({
  ...law, name: `${Math.round(share * 100)} % zeros, else ${law.name}`,
  cdf: (x) => (x < 0 ? 0 : share + (1 - share) * law.cdf(x)), above: (x) => (x < 0 ? 1 : (1 - share) * law.above(x)),
  atoms: null, mean: law.mean === null ? null : (1 - share) * law.mean, sd: null,
});

/** A coin's faces 0 and 1 as numbers. */
export const coinLaw = (chance: number): Law => atomic(`0 or 1, ${chance}`, [{ value: 0, chance: 1 - chance }, { value: 1, chance }]);

export const atomic = (name: string, atoms: NonNullable<Law["atoms"]>): Law => {
  const mean = atoms.reduce((sum, { value, chance }) => sum + value * chance, 0);
  const at = (x: number): number => atoms.reduce((sum, { value, chance }) => (value <= x ? sum + chance : sum), 0);
  return { name, atoms, mean, sd: Math.sqrt(atoms.reduce((sum, { value, chance }) => sum + (value - mean) ** 2 * chance, 0)), cdf: at, above: (x) => 1 - at(x) };
};

/** scale * X + shift. */
export const moved = (law: Law, { shift = 0, scale = 1 }: { readonly shift?: number; readonly scale?: number }): Law => ({
  name: law.name, cdf: (x) => law.cdf((x - shift) / scale), above: (x) => law.above((x - shift) / scale),
  atoms: law.atoms?.map(({ value, chance }) => ({ value: scale * value + shift, chance })) ?? null,
  mean: law.mean === null ? null : scale * law.mean + shift, sd: law.sd === null ? null : scale * law.sd,
});
