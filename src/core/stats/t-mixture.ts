import { tCdf } from "./distributions.ts";

/** What the t-mixture needs of a stretch of units whose variances are sigma^2 over their weights. */
export interface Stretch {
  /** Units of the stretch that is tested. */
  readonly count: number;
  /** Sum of their weights; `count` where all weigh 1. */
  readonly weight: number;
  /** Their weighted mean. */
  readonly mean: number;
  /** Weighted sum of squares that tells sigma^2: of the stretch about its own mean, and of earlier units about theirs. */
  readonly within: number;
  /** Degrees of freedom that the earlier units add: their number less one, or 0. */
  readonly earlier: number;
}

/**
 * ln of the e-value against "the mean is mu", for normal units of unknown variance: the likelihood of their deviations relative to their own spread with the true deviation
 * drawn from N(0, sigma^2 / rho), over the one without. For a stretch that grows it is a non-negative martingale, so that it exceeds 1 / a at any time with chance a at most.
 * The level of the earlier units does not matter to it; only their spread tells of sigma. 0 at a single unit without earlier ones, which tells nothing.
 * `upwards` or `downwards`: the deviation is drawn from that half, and "the mean is at most (at least) mu" is tested.
 * Source: Lai, Ann. Statist. 4 (1976); Lindon, Ham, Tingley & Bojinov, arXiv 2210.08589; Wang & Ramdas, arXiv 2310.03722.
 */
export const tMixtureLogE = ({ count, weight, mean, within, earlier }: Stretch, mu: number, rho: number, side: "either" | "upwards" | "downwards" = "either"): number => {
  if (count < 1) return 0;
  const deviation = side === "downwards" ? mu - mean : mean - mu;
  const squares = weight * deviation ** 2;
  const shrink = rho / (weight + rho);
  const rest = within + squares * shrink;
  const units = count + earlier;
  const either = Math.log(shrink) / 2 + (squares === 0 ? 0 : (units / 2) * Math.log((within + squares) / rest));
  return side === "either" || squares === 0 ? either : either + Math.log(2 * tCdf(weight * deviation * Math.sqrt(units / ((weight + rho) * rest)), units));
};

/** Half the width of all mu whose two-sided e-value is below exp(logThreshold): the confidence sequence about the mean. Infinity while no mu can be excluded. */
export const tMixtureHalfWidth = ({ count, weight, within, earlier }: Stretch, rho: number, logThreshold: number): number => {
  if (count < 1) return Infinity;
  const shrink = rho / (weight + rho);
  const excess = Math.expm1((2 * logThreshold - Math.log(shrink)) / (count + earlier));
  const room = 1 - (1 + excess) * shrink;
  return room <= 0 ? Infinity : Math.sqrt((within * excess) / (weight * room));
};
