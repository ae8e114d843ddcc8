/** A point of a curve that may only rise: its value and how much it weighs. */
export interface WeightedPoint {
  readonly value: number;
  readonly weight: number;
}

/**
 * The rising values nearest to those given, by weighted squares: neighbours that fall are pooled to their mean until none does. One value per point, in
 * order. Points without weight take their left neighbour's value. Source: Ayer et al., Ann. Math. Stat. 26 (1955), pool adjacent violators.
 */
export const isotonic = (points: readonly WeightedPoint[]): number[] => {
  const blocks: { sum: number; weight: number; points: number }[] = [];
  for (const { value, weight } of points) {
    let block = { sum: value * weight, weight, points: 1 };
    for (let before = blocks.at(-1); before !== undefined && (block.weight === 0 || before.weight === 0 || before.sum / before.weight >= block.sum / block.weight); before = blocks.at(-1)) {
      block = { sum: before.sum + block.sum, weight: before.weight + block.weight, points: before.points + block.points };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ sum, weight, points: count }) => Array.from({ length: count }, () => (weight === 0 ? Number.NaN : sum / weight)));
};
