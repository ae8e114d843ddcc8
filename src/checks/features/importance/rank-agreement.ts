import type { Interval } from "../../../core/domain/interval.ts";
import { spearmanInterval } from "../../../core/stats/spearman.ts";

/** Spearman's correlation of two lists of importances, with an interval where there are features enough for one. Null below 3, or where one side ranks nothing. */
export const rankAgreement = (reference: readonly number[], candidate: readonly number[]): { readonly rho: number; readonly interval: Interval | null } | null => {
  const n = reference.length;
  if (n < 3) return null;
  const middle = (n + 1) / 2;
  const [one, other] = [ranks(reference).map((rank) => rank - middle), ranks(candidate).map((rank) => rank - middle)];
  const product = (left: readonly number[], right: readonly number[]): number => left.reduce((sum, each, index) => sum + each * (right[index] as number), 0);
  const spread = Math.sqrt(product(one, one) * product(other, other));
  if (spread === 0) return null;
  const rho = Math.max(-1, Math.min(1, product(one, other) / spread));
  return { rho, interval: spearmanInterval(rho, n) };
};

/** Ranks from 1; equal values share the mean of theirs. */
const ranks = (values: readonly number[]): number[] => values.map((value) => values.filter((each) => each < value).length + (values.filter((each) => each === value).length + 1) / 2);
