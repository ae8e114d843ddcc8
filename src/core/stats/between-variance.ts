/** One of several groups (days): its value, the sampling variance of that value, its weight, and the phase of a season it is in (0 where there is none). */
export interface GroupValue {
  readonly value: number;
  readonly sampling: number;
  readonly weight: number;
  readonly phase: number;
}

/**
 * Variance of the groups' true values about their mean (about the mean of their phase), beyond what sampling makes: the method of moments, unbiased for any weights; 0 where it comes out below.
 * E sum w (v - mean)^2 = tau^2 (W - sum w^2 / W) + sum w s^2 - sum w^2 s^2 / W within each phase, W the sum of its weights. Null where no phase has two groups.
 * Source: DerSimonian & Kacker, Random-effects model for meta-analysis: an update, Contemporary Clinical Trials 28 (2007), general method of moments.
 */
export const betweenVariance = (groups: readonly GroupValue[]): number | null => {
  let [seen, expected, times] = [0, 0, 0];
  for (const members of Map.groupBy(groups.filter(({ weight }) => weight > 0), ({ phase }) => phase).values()) {
    const W = total(members, ({ weight }) => weight);
    const mean = total(members, ({ weight, value }) => weight * value) / W;
    seen += total(members, ({ weight, value }) => weight * (value - mean) ** 2);
    expected += total(members, ({ weight, sampling }) => weight * sampling) - total(members, ({ weight, sampling }) => weight * weight * sampling) / W;
    times += members.length < 2 ? 0 : W - total(members, ({ weight }) => weight * weight) / W;
  }
  return times > 0 ? Math.max(0, (seen - expected) / times) : null;
};

const total = (groups: readonly GroupValue[], of: (group: GroupValue) => number): number => groups.reduce((sum, group) => sum + of(group), 0);
