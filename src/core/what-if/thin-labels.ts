import type { WindowStatistic } from "../domain/measure.ts";
import { binomial } from "../random/binomial.ts";
import type { Random } from "../random/random.ts";

/**
 * A ratio's statistics as they would be if each label came too late with chance `share`, independently of everything: its row stays and waits. Where m and d are 0 or 1 every kind of unit is drawn
 * apart; of other sums as large a part is taken as of labels, which leaves out that units differ. A share of 0 changes nothing.
 */
export const thinLabels = (statistics: readonly WindowStatistic[], share: number, random: Random): WindowStatistic[] => {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`a share must lie in [0, 1], got ${share}`);
  return statistics.flatMap((statistic): WindowStatistic[] => {
    if (statistic.labelled === 0 || share === 0) return [statistic];
    const { sums, labelled } = keptOf(statistic, 1 - share, random);
    const late = statistic.labelled - labelled;
    // Where nobody knows when labels came, rows with and without one are one statistic.
    if (statistic.arrived === null) return [{ ...statistic, labelled, sums }];
    return [
      ...(labelled > 0 ? [{ ...statistic, labelled, rows: statistic.rows - late, sums }] : []),
      ...(late > 0 ? [{ ...statistic, arrived: null, rows: late, labelled: 0, sums: sums.map(() => 0), bins: [] }] : []),
    ];
  });
};

const keptOf = ({ sums, labelled }: WindowStatistic, chance: number, random: Random): { readonly sums: number[]; readonly labelled: number } => {
  const [units = 0, m = 0, d = 0, mm = 0, dd = 0, md = 0] = sums;
  const counts = [md, m - md, d - md, units - m - d + md];
  if (mm === m && dd === d && units <= labelled && counts.every((count) => Number.isInteger(count) && count >= 0)) {
    const [both = 0, onlyM = 0, onlyD = 0, neither = 0] = counts.map((count) => binomial(random, count, chance));
    const others = binomial(random, labelled - units, chance);
    const kept = both + onlyM + onlyD + neither;
    return { sums: [kept, both + onlyM, both + onlyD, both + onlyM, both + onlyD, both], labelled: kept + others };
  }
  const kept = binomial(random, labelled, chance);
  return { sums: sums.map((sum, part) => (part === 0 ? Math.round((sum * kept) / labelled) : (sum * kept) / labelled)), labelled: kept };
};
