/**
 * The lower triangle L with L L' = R, row by row, for drawing correlated normals. Where R is not positive definite all correlations are made smaller by the
 * same share, the smallest of a doubling series from a millionth that helps; `shrunk` is that share.
 */
export const correlationRoot = (correlations: readonly (readonly number[])[]): { readonly root: readonly (readonly number[])[]; readonly shrunk: number } => {
  for (let shrunk = 0; shrunk < 1; shrunk = shrunk === 0 ? 1e-6 : shrunk * 1.5) {
    const root = cholesky(correlations.map((row, i) => row.map((value, j) => (i === j ? 1 : value * (1 - shrunk)))));
    if (root !== null) return { root, shrunk };
  }
  return { root: correlations.map((row, i) => row.map((_, j) => (i === j ? 1 : 0))), shrunk: 1 };
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
