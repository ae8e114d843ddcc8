import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normal } from "../random/normal.ts";
import { streamOf } from "../random/stream-of.ts";
import { compareAuc, type ScoreCell } from "./auc.ts";
import { benjaminiHochberg } from "./benjamini-hochberg.ts";
import { brierScore } from "./brier.ts";
import { calibrationBinCount, debiasedSquaredCalibrationError, reliabilityBins } from "./calibration.ts";
import { accuracy, type DecisionCell, f1, macroF1, precision, recall } from "./confusion-metrics.ts";
import { holm } from "./holm.ts";
import { logLoss, logLossClip } from "./log-loss.ts";
import { pairedBootstrap, poisson } from "./paired-bootstrap.ts";
import { meanInterval } from "./paired-mean.ts";

const covers = (interval: { low: number | null; high: number | null } | null | undefined, truth: number): boolean =>
  interval !== null && interval !== undefined && (interval.low ?? 1) <= truth && truth <= (interval.high ?? -1);

describe("AUC", () => {
  const cell = fc.record({ reference: fc.integer({ min: 0, max: 6 }), candidate: fc.integer({ min: 0, max: 6 }), positives: fc.integer({ min: 0, max: 5 }), negatives: fc.integer({ min: 0, max: 5 }) });

  test("is the share of wins counted one by one, depends on order only, and turns over with the labels", () => {
    fc.assert(fc.property(fc.array(cell, { minLength: 1, maxLength: 20 }), (cells) => {
      const compared = compareAuc(cells);
      if (compared === null) return;
      let [won, met] = [0, 0];
      for (const up of cells) for (const down of cells) {
        met += up.positives * down.negatives;
        won += up.positives * down.negatives * (up.candidate > down.candidate ? 1 : up.candidate === down.candidate ? 0.5 : 0);
      }
      expect(compared.candidate).toBeCloseTo(won / met, 12);
      const stretched = compareAuc(cells.map((of) => ({ ...of, reference: of.reference ** 3, candidate: Math.exp(of.candidate) })));
      expect(stretched?.interval.low).toBeCloseTo(compared.interval.low, 12);
      const flipped = compareAuc(cells.map((of) => ({ ...of, positives: of.negatives, negatives: of.positives })));
      expect(flipped?.candidate).toBeCloseTo(1 - compared.candidate, 12);
    }), { numRuns: 150 });
    expect(compareAuc([{ reference: 1, candidate: 1, positives: 5, negatives: 1 }])).toBeNull();
    expect(compareAuc([])).toBeNull();
    expect(() => compareAuc([{ reference: Number.NaN, candidate: 1, positives: 5, negatives: 5 }, { reference: 2, candidate: 1, positives: 5, negatives: 5 }])).toThrow(RangeError);
  });

  test("of binned scores lies within half the tied share of the exact one", () => {
    const random = streamOf(3, "binned");
    const rows = Array.from({ length: 3000 }, () => {
      const y = random.unit() < 0.2 ? 1 : 0;
      return { y, score: y + 1.5 * normal(random) };
    });
    const cells = (of: (score: number) => number): ScoreCell[] => rows.map(({ y, score }) => ({ reference: of(score), candidate: of(score), positives: y, negatives: 1 - y }));
    const [exact, binned] = [compareAuc(cells((score) => score)), compareAuc(cells((score) => Math.floor(score * 2)))];
    expect(Math.abs((exact?.reference ?? 0) - (binned?.reference ?? 9))).toBeLessThanOrEqual((binned?.tiedReference ?? 0) / 2);
    expect(exact?.tiedReference).toBe(0);
  });

  test("paired interval covers a difference of 0 between two equally good scores", () => {
    const [runs, random] = [400, streamOf(4, "delong")];
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const cells = Array.from({ length: 200 }, (_, row): ScoreCell => {
        const y = row < 60 ? 1 : 0;
        const shared = normal(random);
        return { reference: y + shared + 0.5 * normal(random), candidate: y + shared + 0.5 * normal(random), positives: y, negatives: 1 - y };
      });
      if (covers(compareAuc(cells)?.interval, 0)) covered++;
    }
    expect(covered / runs).toBeGreaterThan(0.925);
    expect(covered / runs).toBeLessThan(0.98);
  });
});

describe("calibration", () => {
  const binsOf = (n: number, seed: string, report: (p: number) => number): { n: number; sumScore: number; positives: number }[] => {
    const random = streamOf(6, seed);
    const rows = Array.from({ length: n }, () => {
      const p = random.unit();
      return { score: report(p), y: random.unit() < p ? 1 : 0 };
    }).sort((a, b) => a.score - b.score);
    const bins = Array.from({ length: calibrationBinCount }, () => ({ n: 0, sumScore: 0, positives: 0 }));
    rows.forEach(({ score, y }, rank) => {
      const bin = bins[Math.floor((rank * calibrationBinCount) / n)];
      if (bin === undefined) return;
      bin.n += 1;
      bin.sumScore += score;
      bin.positives += y;
    });
    return bins;
  };

  test("of a calibrated model is 0 on average even with few rows, where the plug-in error is not", () => {
    let [debiased, plugin] = [0, 0];
    for (let run = 0; run < 400; run++) {
      const bins = binsOf(200, `calibrated ${run}`, (p) => p);
      debiased += (debiasedSquaredCalibrationError(bins) ?? 0) / 400;
      plugin += bins.reduce((sum, bin) => sum + bin.n * (bin.sumScore / bin.n - bin.positives / bin.n) ** 2, 0) / 200 / 400;
    }
    expect(Math.abs(debiased)).toBeLessThan(0.001);
    expect(plugin).toBeGreaterThan(0.01);
  });

  test("of a shifted model is the shift squared", () => {
    expect(debiasedSquaredCalibrationError(binsOf(20_000, "shifted", (p) => p + 0.1))).toBeCloseTo(0.01, 2);
    expect(debiasedSquaredCalibrationError([])).toBeNull();
    expect(debiasedSquaredCalibrationError([{ n: 1, sumScore: 1, positives: 0 }])).toBe(0);
  });

  test("the curve holds every row, and its intervals the truth", () => {
    const bins = reliabilityBins([...binsOf(5000, "curve", (p) => p), { n: 0, sumScore: 0, positives: 0 }]);
    expect(bins.reduce((sum, { n }) => sum + n, 0)).toBe(5000);
    expect(bins.filter(({ interval, meanScore }) => covers(interval, meanScore)).length).toBeGreaterThanOrEqual(17);
  });
});

describe("decisions", () => {
  const cellOf = (rows: readonly [string, string, string, number][]): DecisionCell[] => rows.map(([label, reference, candidate, count]) => ({ label, reference, candidate, count }));

  test.each([["precision", precision, 0.6], ["recall", recall, 0.55], ["f1", f1, 0.55]] as const)("the interval of a %s difference covers, with many and with few rows", (name, of, tie) => {
    // The candidate disagrees with the reference on 4 % of rows at random; the truth comes from a very large sample.
    const draw = (n: number, seed: string): DecisionCell[] => {
      const random = streamOf(8, seed);
      const counts = new Map<string, number>();
      for (let row = 0; row < n; row++) {
        const y = random.unit() < 0.3;
        const reference = random.unit() < (y ? 0.7 : 0.1);
        const candidate = random.unit() < 0.04 ? random.unit() < tie : reference;
        const key = `${bit(y)}${bit(reference)}${bit(candidate)}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      return [...counts].map(([key, count]) => ({ label: key[0] ?? "", reference: key[1] ?? "", candidate: key[2] ?? "", count }));
    };
    const bit = (value: boolean): string => (value ? "1" : "0");
    const exact: DecisionCell[] = [];
    for (const y of [true, false]) for (const a of [true, false]) for (const b of [true, false]) {
      const p = (y ? 0.3 : 0.7) * (a ? (y ? 0.7 : 0.1) : y ? 0.3 : 0.9) * (0.96 * (a === b ? 1 : 0) + 0.04 * (b ? tie : 1 - tie));
      exact.push({ label: bit(y), reference: bit(a), candidate: bit(b), count: Math.round(p * 1e8) });
    }
    const truth = of(exact, "1").difference ?? Number.NaN;
    for (const [n, runs] of [[80, 500], [1000, 200]] as const) {
      let covered = 0;
      for (let run = 0; run < runs; run++) if (covers(of(draw(n, `${name} ${run} ${n}`), "1").interval, truth)) covered++;
      expect(covered / runs, `${n} rows`).toBeGreaterThan(0.92);
    }
  });

  test("full agreement on few rows is no certainty, and on many nearly is", () => {
    const agreeing = (n: number): DecisionCell[] => cellOf([["1", "1", "1", 0.3 * n], ["1", "0", "0", 0.1 * n], ["0", "0", "0", 0.5 * n], ["0", "1", "1", 0.1 * n]]);
    for (const of of [accuracy, (cells: DecisionCell[]) => precision(cells, "1"), (cells: DecisionCell[]) => recall(cells, "1"), (cells: DecisionCell[]) => f1(cells, "1"), macroF1]) {
      const [few, many] = [of(agreeing(50)), of(agreeing(100_000))];
      expect(few.difference).toBe(0);
      expect(few.interval?.high).toBeGreaterThan(0.01);
      expect(many.interval?.high).toBeLessThan(0.001);
      expect(many.interval?.low).toBeLessThan(0);
    }
  });

  test("what has no denominator is null", () => {
    const never = cellOf([["1", "0", "1", 5], ["0", "0", "0", 5]]);
    expect(precision(never, "1")).toEqual({ reference: null, candidate: 1, difference: null, interval: null });
    expect(recall(cellOf([["0", "0", "0", 5]]), "1")).toMatchObject({ difference: null });
    expect(accuracy([])).toMatchObject({ reference: null, interval: null });
    expect(macroF1([])).toMatchObject({ reference: null });
  });

  test("nothing depends on the names of classes or the order of cells", () => {
    const cells = cellOf([["a", "a", "b", 7], ["b", "b", "b", 20], ["c", "a", "c", 4], ["a", "a", "a", 11], ["c", "c", "c", 6]]);
    const renamed = cells.map(({ label, reference, candidate, count }) => ({ label: `x${label}`, reference: `x${reference}`, candidate: `x${candidate}`, count })).reverse();
    expect(macroF1(renamed).difference).toBeCloseTo(macroF1(cells).difference ?? 9, 14);
    expect(macroF1(renamed).interval?.low).toBeCloseTo(macroF1(cells).interval?.low ?? 9, 12);
  });
});

describe("losses and means", () => {
  test("Brier and log loss of known forecasts; a confident mistake is dear but finite", () => {
    expect(brierScore({ n: 4, sumScoreSquared: 1, sumScoreOfPositives: 1, positives: 2 })).toBe(0.25);
    expect(brierScore({ n: 0, sumScoreSquared: 0, sumScoreOfPositives: 0, positives: 0 })).toBeNull();
    expect(logLoss([0.5, 0.5], [0, 1])).toBeCloseTo(Math.LN2, 14);
    expect(logLoss([0], [1])).toBeCloseTo(-Math.log(logLossClip), 12);
    expect(logLoss([], [])).toBeNull();
    expect(() => logLoss([1], [])).toThrow(RangeError);
  });

  test("the mean's interval covers, and needs two rows", () => {
    const random = streamOf(9, "mean");
    let covered = 0;
    for (let run = 0; run < 1000; run++) {
      const rows = Array.from({ length: 12 }, () => 3 + normal(random));
      if (covers(meanInterval({ n: 12, sum: rows.reduce((a, b) => a + b, 0), sumOfSquares: rows.reduce((a, b) => a + b * b, 0) }), 3)) covered++;
    }
    expect(covered / 1000).toBeGreaterThan(0.93);
    expect(covered / 1000).toBeLessThan(0.97);
    expect(meanInterval({ n: 1, sum: 1, sumOfSquares: 1 })).toBeNull();
  });
});

describe("the paired bootstrap", () => {
  test("has the standard error of a share, repeats under its seed, and refuses what is undefined", () => {
    const share = ([k = 0, rest = 0]: readonly number[]): number | null => (k + rest === 0 ? null : k / (k + rest));
    const once = pairedBootstrap([30, 70], share, streamOf(1, "b"), 0.95, 2000);
    expect(once?.standardError).toBeGreaterThan(0.9 * Math.sqrt(0.3 * 0.7 / 100));
    expect(once?.standardError).toBeLessThan(1.1 * Math.sqrt(0.3 * 0.7 / 100));
    expect(pairedBootstrap([30, 70], share, streamOf(1, "b"), 0.95, 2000)).toEqual(once);
    expect(pairedBootstrap([0, 0], share, streamOf(1, "b"))).toBeNull();
    expect(pairedBootstrap([1, 0], share, streamOf(1, "b"))).toBeNull();
  });

  test("draws Poisson counts with the right mean and variance, below and above the change of method", () => {
    const random = streamOf(2, "poisson");
    for (const mean of [0, 0.3, 5, 63, 65, 5000]) {
      const draws = Array.from({ length: 4000 }, () => poisson(mean, random));
      const average = draws.reduce((a, b) => a + b, 0) / draws.length;
      const variance = draws.reduce((a, b) => a + (b - average) ** 2, 0) / draws.length;
      expect(Math.abs(average - mean)).toBeLessThanOrEqual(4 * Math.sqrt(mean / 4000));
      expect(Math.abs(variance - mean)).toBeLessThanOrEqual(0.12 * mean + 0.02);
    }
  });
});

describe("families", () => {
  const family = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
  test("adjusted values keep the order, never fall below the raw ones, and Holm is the stricter", () => {
    fc.assert(fc.property(family, (p) => {
      const [strict, loose] = [holm(p), benjaminiHochberg(p)];
      p.forEach((raw, i) => {
        expect(strict[i]).toBeGreaterThanOrEqual(raw);
        expect(loose[i]).toBeGreaterThanOrEqual(raw * (1 - 1e-12));
        expect(strict[i]).toBeGreaterThanOrEqual((loose[i] ?? 0) * (1 - 1e-12));
        p.forEach((other, j) => { if (raw < other) expect(strict[i]).toBeLessThanOrEqual(strict[j] ?? 0); });
      });
    }), { numRuns: 100 });
    expect(() => holm([1.1])).toThrow(RangeError);
    expect(() => benjaminiHochberg([Number.NaN])).toThrow(RangeError);
    expect([holm([]), benjaminiHochberg([])]).toEqual([[], []]);
  });

  test("in a family of 20 without any effect, Holm finds something in at most 5 % of families", () => {
    const random = streamOf(10, "family");
    let found = 0;
    for (let run = 0; run < 4000; run++) if (Math.min(...holm(Array.from({ length: 20 }, () => random.unit()))) <= 0.05) found++;
    expect(found / 4000).toBeLessThan(0.06);
    expect(found / 4000).toBeGreaterThan(0.035);
  });
});
