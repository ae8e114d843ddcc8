import fc from "fast-check";
import { expect, it } from "vitest";
import { normal } from "../../../core/random/normal.ts";
import { streamOf } from "../../../core/random/stream-of.ts";
import type { InputRow, OutputRow, OutputValue } from "../../../ports/serving.ts";
import { compareImportance, type ImportanceMargin } from "./compare-importance.ts";
import { permutationMean } from "./permutation-mean.ts";
import { type PermutedRows, permutedRows } from "./permuted-rows.ts";
import { rankAgreement } from "./rank-agreement.ts";

type Model = (row: InputRow, index: number) => OutputValue["value"] | null;
const normalRows = (count: number, seed = 1): InputRow[] => {
  const random = streamOf(seed, "rows");
  return Array.from({ length: count }, () => new Map([["a", normal(random)], ["b", normal(random)], ["c", normal(random)], ["constant", 7]]));
};
const linear = (a: number, b: number, c: number): Model => (row) => a * (row.get("a") as number) + b * (row.get("b") as number) + c * (row.get("c") as number) + (row.get("constant") as number);
const answer = ({ rows }: PermutedRows, model: Model): (OutputRow | null)[] => rows.map((row, index) => {
  const value = model(row, index);
  return value === null ? null : new Map([["score", { dtype: typeof value === "string" ? "string" : "float64", value }]]);
});
const compare = (asked: PermutedRows, reference: Model, candidate: Model, margin: ImportanceMargin | null = null) =>
  compareImportance(asked, { reference: answer(asked, reference), candidate: answer(asked, candidate) }, { margin, outputs: null });
const names = ["a", "b", "c", "constant"];

it("finds the importances of a linear model, |coefficient| times the mean distance 2 / sqrt(pi) of two normal values, and no difference where there is none", () => {
  const asked = permutedRows(normalRows(2000), names, 3, 7);
  const { verdict, outputs } = compare(asked, linear(3, -1, 0.5), linear(3, -1, 0.5));
  const [output] = outputs;
  const distance = 2 / Math.sqrt(Math.PI);
  for (const [index, coefficient] of [3, 1, 0.5].entries()) {
    const { mean, interval } = output?.features[index]?.reference ?? expect.fail("nothing was measured");
    expect([interval.low as number, interval.high as number].map((end) => end / coefficient)).toEqual([expect.closeTo(distance, 0), expect.closeTo(distance, 0)]);
    expect(Math.abs(mean / coefficient - distance)).toBeLessThan(0.06);
  }
  expect(output?.features.map(({ difference }) => difference?.mean)).toEqual([0, 0, 0, 0]);
  expect([verdict, output?.rankCorrelation?.rho, output?.margin]).toEqual(["pass", 1, 0.1 * (output?.features[0]?.reference?.mean ?? 0)]);
});

it("names the feature whose coefficient differs, and no other", () => {
  const { verdict, outputs } = compare(permutedRows(normalRows(200), names, 3, 7), linear(3, -1, 0.5), linear(3, -1, 2));
  expect(outputs[0]?.features.map(({ feature, verdict: each }) => [feature, each])).toEqual([["a", "pass"], ["b", "pass"], ["c", "fail"], ["constant", "pass"]]);
  expect(verdict).toBe("fail");
  for (const margin of [{ amount: 10 }, { share: 1 }]) expect(compare(permutedRows(normalRows(200), names, 3, 7), linear(3, -1, 0.5), linear(3, -1, 2), margin).verdict).toBe("pass");
  expect(outputs[0]?.features[2]?.difference?.mean).toBeCloseTo(1.5 * 2 / Math.sqrt(Math.PI), 0);
});

it("gives a constant feature the importance 0, whatever the model and the seed", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 2, max: 40 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }), (seed, count, weight) => {
    const asked = permutedRows(normalRows(count, seed), ["constant", "a"], 2, seed);
    const { outputs } = compare(asked, linear(weight, 1, 1), linear(1 + weight, 1, 1));
    expect(outputs[0]?.features[0]).toMatchObject({ feature: "constant", reference: { mean: 0 }, candidate: { mean: 0 }, difference: { mean: 0, interval: { low: 0, high: 0 } } });
  }), { numRuns: 40 });
});

it("exchanges one column only, every value once and none with itself, the same way under the same seed", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 2, max: 30 }), (seed, count) => {
    const rows = normalRows(count, seed);
    const { blocks, rows: asked } = permutedRows(rows, ["a", "b"], 2, seed);
    expect(permutedRows(rows, ["b"], 2, seed).blocks[1]?.donors).toEqual(blocks[3]?.donors);
    for (const { feature, first, donors } of blocks.slice(1)) {
      expect(donors.toSorted((one, other) => one - other)).toEqual(rows.map((_, index) => index));
      for (const [index, donor] of donors.entries()) {
        expect(donor).not.toBe(index);
        expect(asked[first + index]).toEqual(new Map(rows[index] as InputRow).set(feature as string, rows[donor]?.get(feature as string) as number));
      }
    }
  }), { numRuns: 30 });
});

it("has intervals that hold the true importance about as often as they say, also with many repeats", () => {
  const truth = 2 / Math.sqrt(Math.PI);
  const trials = 300;
  let held = 0;
  for (let seed = 0; seed < trials; seed += 1) {
    const { blocks, rows } = permutedRows(normalRows(60, seed), ["a"], 10, seed);
    const cells = blocks.slice(1).flatMap(({ first, donors }) => donors.map((donor, row) => ({ row, donor, value: Math.abs((rows[first + row]?.get("a") as number) - (rows[row]?.get("a") as number)) })));
    const { low, high } = permutationMean(cells, 60)?.at(0.95) ?? expect.fail("60 rows have an interval");
    if (low <= truth && truth <= high) held += 1;
  }
  expect(held / trials).toBeGreaterThan(0.9);
  expect(held / trials).toBeLessThan(0.99);
});

it("counts changed decisions of classes, and is not certain when it saw none differ", () => {
  const decide = (limit: number): Model => (row) => ((row.get("a") as number) > limit ? "yes" : "no");
  const asked = permutedRows(normalRows(400), ["a", "b"], 3, 3);
  const { outputs } = compare(asked, decide(0), decide(0));
  expect(outputs[0]).toMatchObject({ kind: "class", features: [{ feature: "a", verdict: "pass" }, { feature: "b", verdict: "pass", reference: { mean: 0 } }] });
  expect(outputs[0]?.features[0]?.reference?.mean).toBeCloseTo(0.5, 1);
  expect(outputs[0]?.features[1]?.difference?.interval.high).toBeGreaterThan(0.005);
  expect(compare(asked, decide(0), decide(1.5)).verdict).toBe("fail");
});

it("hardly ever passes a difference that lies at the margin, also of decisions that differ on one row in thirty", () => {
  const decide = (limit: number): Model => (row) => ((row.get("a") as number) > limit ? "yes" : "no");
  // 2 P (1 - P) at the limits 1.5 and 1.8 of a normal value.
  const margin = { amount: 2 * (0.066807 * 0.933193 - 0.03593 * 0.96407) };
  const trials = 150;
  let passed = 0;
  for (let seed = 0; seed < trials; seed += 1) if (compare(permutedRows(normalRows(60, seed), ["a"], 3, seed), decide(1.5), decide(1.8), margin).verdict === "pass") passed += 1;
  expect(passed / trials).toBeLessThan(0.06);
  // One row of 200 that differs is no surer than none.
  const rows = normalRows(200);
  const flipped: Model = (row) => ((row.get("a") === rows[3]?.get("a")) !== (row.get("a") as number) > 0 ? "yes" : "no");
  const { low, high } = compare(permutedRows(rows, ["a"], 3, 1), decide(0), flipped).outputs[0]?.features[0]?.difference?.interval ?? expect.fail("a difference was measured");
  expect((high as number) - (low as number)).toBeGreaterThan(2 * 5 / 200);
});

it("concludes nothing from few rows, from answers that were not given, from noise, or from outputs that nothing moves", () => {
  const asked = permutedRows(normalRows(100), names, 2, 1);
  const model = linear(3, -1, 0.5);
  const third: Model = (row, index) => (index % 3 === 0 ? null : model(row, index));
  const noise = streamOf(1, "noise");
  const noisy: Model = (row, index) => (model(row, index) as number) + 5 * normal(noise);
  const few = permutedRows(normalRows(20), names, 2, 1);
  expect(compare(few, model, model).outputs[0]?.features[0]).toMatchObject({ verdict: "inconclusive", why: "fewer than 30 rows never pass" });
  expect(compare(asked, model, third).outputs[0]?.features[0]).toMatchObject({ verdict: "inconclusive", why: "too many rows were not answered" });
  expect(compare(asked, model, noisy).outputs[0]?.features[0]).toMatchObject({ verdict: "inconclusive", why: expect.stringContaining("the candidate changed by more than the margin") });
  expect(compare(asked, () => "always", () => "always")).toMatchObject({ verdict: "inconclusive", outputs: [], unmoved: ["score"] });
  expect(compare(asked, () => null, model)).toMatchObject({ verdict: "inconclusive", outputs: [], oneSided: ["score"] });
});

it("correlates ranks, ties sharing theirs", () => {
  expect(rankAgreement([1, 2, 3, 4], [10, 30, 20, 40])?.rho).toBeCloseTo(0.8, 12);
  expect(rankAgreement([1, 1, 3], [2, 2, 1])?.rho).toBeCloseTo(-1, 12);
  expect([rankAgreement([1, 2], [1, 2]), rankAgreement([1, 1, 1], [1, 2, 3])]).toEqual([null, null]);
});
