import fc from "fast-check";
import { expect, it } from "vitest";
import { correlationRoot } from "./correlation-root.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

const symmetric = fc.integer({ min: 1, max: 9 }).chain((size) => fc.array(fc.double({ min: -0.999, max: 0.999, noNaN: true }), { minLength: size * size, maxLength: size * size })
  .map((values) => Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 1 : values[Math.min(i, j) * size + Math.max(i, j)] ?? 0)))));
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);

it("eigenvalues and vectors make the matrix again, and the vectors are orthonormal", () => {
  fc.assert(fc.property(symmetric, (matrix) => {
    const { values, vectors } = symmetricEigen(matrix);
    for (const [i, row] of matrix.entries()) {
      for (const [j, value] of row.entries()) {
        const [a, b] = [vectors[i] ?? [], vectors[j] ?? []];
        expect(dot(a.map((each, k) => each * (values[k] ?? 0)), b)).toBeCloseTo(value, 10);
        expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 10);
      }
    }
  }), { numRuns: 100 });
});

it("a root gives back the correlations, those that no normals have as the nearest that some have", () => {
  fc.assert(fc.property(symmetric, (matrix) => {
    const { root, changed } = correlationRoot(matrix);
    for (const [i, row] of matrix.entries()) {
      expect(dot(root[i] ?? [], root[i] ?? [])).toBeCloseTo(1, 10);
      for (const [j, value] of row.entries()) expect(Math.abs(dot(root[i] ?? [], root[j] ?? []) - value)).toBeLessThanOrEqual(changed + 1e-9);
    }
  }), { numRuns: 100 });
  expect(correlationRoot([[1, 0.9], [0.9, 1]]).changed).toBe(0);
  // Two like a third are not unlike one another: 0.9, 0.9, -0.9 has the eigenvalue -0.8.
  const { changed } = correlationRoot([[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]]);
  expect(changed).toBeGreaterThan(0.3);
  expect(changed).toBeLessThan(0.45);
});
