/** Neighbouring cells joined until at most ten groups hold about equal weight: the group of every cell, in order. Cells without weight go with their left neighbour. */
export const groupCells = (weights: readonly number[], most = 10): number[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  return weights.map((weight) => {
    const group = total > 0 ? Math.min(most - 1, Math.floor(((before + weight / 2) / total) * most)) : 0;
    before += weight;
    return group;
  });
};
