import type { BinnedLaw } from "./binned-law.ts";

/** Chi-square distance of two binned laws on ten bins of equal mass in the first, both without sampling; or on the bins between `edges`, where a sample has drawn its own. */
export const trueDistance = (reference: BinnedLaw, candidate: BinnedLaw, edges: readonly number[] = quantileEdges(reference)): number => {
  const shares = (law: BinnedLaw): number[] => {
    const mass = edges.map((edge) => law.cells.reduce((sum, cell, at) => sum + (law.chances[at] ?? 0) * (cell.high <= edge ? 1 : cell.low >= edge ? 0 : (edge - cell.low) / (cell.high - cell.low)), 0));
    return [...mass, 1].map((value, at) => value - (at === 0 ? 0 : (mass[at - 1] ?? 0)));
  };
  return distanceOfShares(shares(reference), shares(candidate));
};

export const distanceOfShares = (reference: readonly number[], candidate: readonly number[]): number =>
  reference.reduce((sum, share, at) => sum + ((candidate[at] ?? 0) - share) ** 2 / share, 0);

const quantileEdges = ({ cells, chances }: BinnedLaw): number[] => {
  const edges: number[] = [];
  let mass = 0;
  cells.forEach((cell, at) => {
    const next = mass + (chances[at] ?? 0);
    while (edges.length < 9 && next >= (edges.length + 1) / 10) edges.push(cell.low + ((cell.high - cell.low) * ((edges.length + 1) / 10 - mass)) / (next - mass));
    mass = next;
  });
  return edges;
};

/** Where a rising function of a size in [0, 4] reaches its goal, by halving. */
export const sizeFor = (goal: number, rising: (size: number) => number): number => {
  let [low, high] = [0, 4];
  for (let turn = 0; turn < 40; turn++) {
    const middle = (low + high) / 2;
    if (rising(middle) < goal) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
