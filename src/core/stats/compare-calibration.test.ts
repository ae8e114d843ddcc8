import { describe, expect, test } from "vitest";
import { normal } from "../random/normal.ts";
import type { Random } from "../random/random.ts";
import { streamOf } from "../random/stream-of.ts";
import { calibrationBinCount, debiasedSquaredCalibrationError } from "./calibration.ts";
import { type CalibrationCell, calibrationBins, compareCalibration } from "./compare-calibration.ts";

const logit = (p: number): number => Math.log(p / (1 - p));
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** A calibrated reference and what `candidateOf` makes of it, one cell per row. */
const drawn = (n: number, random: Random, candidateOf: (p: number) => number): CalibrationCell[] => {
  const rows = Array.from({ length: n }, () => {
    const p = 0.02 + 0.96 * random.unit();
    return { a: p, b: candidateOf(p), positive: random.unit() < p };
  });
  const binOf = (of: (row: (typeof rows)[number]) => number): Map<(typeof rows)[number], number> =>
    new Map(rows.toSorted((x, y) => of(x) - of(y)).map((row, rank) => [row, Math.floor((rank * calibrationBinCount) / n)]));
  const [binA, binB] = [binOf(({ a }) => a), binOf(({ b }) => b)];
  return rows.map((row) => ({ reference: binA.get(row) ?? 0, candidate: binB.get(row) ?? 0, positive: row.positive, n: 1, sumReference: row.a, sumCandidate: row.b }));
};

describe("the difference of two calibration errors", () => {
  const tempered = (p: number): number => logistic(1.5 * logit(p));

  test("interval covers an overconfident candidate's excess, and finds it with enough rows", () => {
    const random = streamOf(41, "tempered");
    const many = drawn(100_000, random, tempered);
    const error = (side: "reference" | "candidate"): number => debiasedSquaredCalibrationError(calibrationBins(many, side)) ?? Number.NaN;
    const truth = error("candidate") - error("reference");
    let [covered, found] = [0, 0];
    for (let run = 0; run < 80; run++) {
      const interval = compareCalibration(drawn(1500, random, tempered), random)?.interval;
      if ((interval?.low ?? 9) <= truth && truth <= (interval?.high ?? -9)) covered++;
      if ((interval?.low ?? -9) > 0) found++;
    }
    expect(covered / 80).toBeGreaterThan(0.89);
    expect(found / 80).toBeGreaterThan(0.7);
  });

  test("a candidate with mere rounding noise is not called worse or better", () => {
    const random = streamOf(42, "noise");
    let called = 0;
    for (let run = 0; run < 100; run++) {
      const interval = compareCalibration(drawn(500, random, (p) => logistic(logit(p) + 0.05 * normal(random))), random)?.interval;
      if ((interval?.low ?? -1) > 0 || (interval?.high ?? 1) < 0) called++;
    }
    expect(called).toBeLessThanOrEqual(5);
  });

  test("the same scores differ by nothing, cells may be merged beforehand, and no rows say nothing", () => {
    const cells = drawn(800, streamOf(43, "same"), (p) => p);
    const compared = compareCalibration(cells, streamOf(1, "x"));
    expect(compared).toMatchObject({ difference: 0, interval: { low: 0, high: 0 } });
    expect(compared?.candidate).toBe(compared?.reference);
    expect(calibrationBins(cells, "reference").reduce((sum, { n }) => sum + n, 0)).toBe(800);
    const twice = cells.map((cell) => ({ ...cell, n: 2, sumReference: 2 * cell.sumReference, sumCandidate: 2 * cell.sumCandidate }));
    expect(compareCalibration(twice, streamOf(1, "x"))?.reference).toBeCloseTo(compareCalibration([...cells, ...cells], streamOf(1, "x"))?.reference ?? 9, 12);
    expect(compareCalibration([], streamOf(1, "x"))).toBeNull();
    expect(() => compareCalibration([{ reference: 20, candidate: 0, positive: true, n: 1, sumReference: 1, sumCandidate: 1 }], streamOf(1, "x"))).toThrow(RangeError);
  });
});
