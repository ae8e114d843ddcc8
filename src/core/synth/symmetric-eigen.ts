/**
 * Eigenvalues of a symmetric matrix, and its eigenvectors as columns, by Jacobi's cyclic rotations (Golub and Van Loan, Matrix Computations, 8.5): as exact as
 * doubles allow, and quick for the few dozen columns of a profile's cross moments.
 */
export const symmetricEigen = (matrix: readonly (readonly number[])[]): { readonly values: readonly number[]; readonly vectors: readonly (readonly number[])[] } => {
  const size = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const v = matrix.map((_, i) => Float64Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)));
  const at = (rows: readonly Float64Array[], i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let sweep = 0; sweep < 50; sweep += 1) {
    let off = 0;
    for (let p = 0; p < size; p += 1) for (let q = p + 1; q < size; q += 1) off = Math.max(off, Math.abs(at(a, p, q)));
    if (off < 1e-13) break;
    for (let p = 0; p < size; p += 1) {
      for (let q = p + 1; q < size; q += 1) {
        const between = at(a, p, q);
        if (between === 0) continue;
        const theta = (at(a, q, q) - at(a, p, p)) / (2 * between);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(1, theta));
        const c = 1 / Math.hypot(1, t);
        const s = t * c;
        for (const row of a) turn(row, p, q, c, s);
        const [rowP, rowQ] = [a[p], a[q]];
        if (rowP !== undefined && rowQ !== undefined) {
          for (let k = 0; k < size; k += 1) {
            const [x, y] = [rowP[k] ?? 0, rowQ[k] ?? 0];
            rowP[k] = c * x - s * y;
            rowQ[k] = s * x + c * y;
          }
        }
        for (const row of v) turn(row, p, q, c, s);
      }
    }
  }
  return { values: a.map((row, i) => row[i] ?? 0), vectors: v.map((row) => [...row]) };
};

const turn = (row: Float64Array, p: number, q: number, c: number, s: number): void => {
  const [x, y] = [row[p] ?? 0, row[q] ?? 0];
  row[p] = c * x - s * y;
  row[q] = s * x + c * y;
};
