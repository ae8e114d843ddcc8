import { normal } from "../../src/core/random/normal.ts";
import type { Random } from "../../src/core/random/random.ts";

/** What a metric's points are like. */
export interface SeriesKind {
  readonly name: string;
  readonly points: number;
  /** Of the first order, of neighbours in time. */
  readonly correlation: number;
  readonly law: "normal" | "heavy tails" | "counts" | "constant";
  /** Share of points that were not measured. */
  readonly missing: number;
  /** What moves both series at once, as a share of the spread. */
  readonly together: number;
}

const mean = 100;
/** Points vary by a tenth of their mean. */
const spread = 10;
const meanCount = 20;
const countScale = mean / meanCount;

/** Two series of one metric, the experiment's mean `ratio` times the control's. */
export const drawPair = (random: Random, { points, correlation, law, missing, together }: SeriesKind, ratio: number): { readonly control: (number | null)[]; readonly experiment: (number | null)[] } => {
  const shared = errors(random, points, correlation);
  const side = (of: number): (number | null)[] => {
    const own = errors(random, points, correlation);
    return own.map((error, at) => {
      const value = law === "constant" ? of : law === "counts" ? poisson(random, of / countScale) * countScale
        : of + spread * (law === "heavy tails" ? heavy(random) : Math.sqrt(together) * (shared[at] ?? 0) + Math.sqrt(1 - together) * error);
      return missing > 0 && random.unit() < missing ? null : value;
    });
  };
  return { control: side(mean), experiment: side(mean * ratio) };
};

const errors = (random: Random, points: number, correlation: number): number[] => {
  let error = normal(random);
  return Array.from({ length: points }, () => (error = correlation * error + Math.sqrt(1 - correlation ** 2) * normal(random)));
};

/** Student's t of three degrees of freedom, of variance 1. */
const heavy = (random: Random): number => normal(random) / Math.sqrt((normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2) / 3) / Math.sqrt(3);

/** Knuth's product of uniforms; the mean is small. */
const poisson = (random: Random, of: number): number => {
  const limit = Math.exp(-of);
  let count = 0;
  for (let product = random.unit(); product > limit; product *= random.unit()) count++;
  return count;
};
