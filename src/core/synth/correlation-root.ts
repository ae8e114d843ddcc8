import { symmetricEigen } from "./symmetric-eigen.ts";

/** Below this an eigenvalue is raised to it: a matrix whose smallest eigenvalue is 0 has a root that rounding can miss. */
const floor = 1e-6;

/**
 * The lower triangle L with L L' = R, row by row, for drawing correlated normals. Where R is not positive definite, the matrix with R's negative eigenvalues raised
 * above 0 and its diagonal scaled back to 1 stands in for it (Rousseeuw and Molenberghs 1993); `changed` is by how much a correlation then differs at most.
 */
export const correlationRoot = (correlations: readonly (readonly number[])[]): { readonly root: readonly (readonly number[])[]; readonly changed: number } => {
  const root = cholesky(correlations);
  if (root !== null) return { root, changed: 0 };
  const { values, vectors } = symmetricEigen(correlations);
  const raised = correlations.map((_, i) => correlations.map((__, j) => values.reduce((sum, value, k) => sum + Math.max(floor, value) * (vectors[i]?.[k] ?? 0) * (vectors[j]?.[k] ?? 0), 0)));
  const scaled = raised.map((row, i) => row.map((value, j) => (i === j ? 1 : value / Math.sqrt((raised[i]?.[i] ?? 1) * (raised[j]?.[j] ?? 1)))));
  const found = cholesky(scaled);
  if (found === null) throw new RangeError("a matrix of positive eigenvalues has no root");
  return { root: found, changed: Math.max(...scaled.map((row, i) => Math.max(...row.map((value, j) => Math.abs(value - (correlations[i]?.[j] ?? 0)))))) };
};

const cholesky = (matrix: readonly (readonly number[])[]): number[][] | null => {
  const root: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const made: number[] = [];
    for (let j = 0; j <= i; j += 1) {
      const other = j === i ? made : root[j] ?? [];
      let rest = row[j] ?? 0;
      for (let k = 0; k < j; k += 1) rest -= (made[k] ?? 0) * (other[k] ?? 0);
      if (j === i && !(rest > 1e-12)) return null;
      made.push(j === i ? Math.sqrt(rest) : rest / (other[j] ?? 1));
    }
    root.push(made);
  }
  return root;
};
