import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { StageSample } from "../../core/domain/stage.ts";
import { compareStages, type TracedRow } from "./compare-stages.ts";
import { firstDivergent } from "./first-divergent.ts";

/** A stage of three doubles; its digest follows from its values, as the SDK's does. */
const sample = (name: string, values: (number | string)[] | null, over: Partial<StageSample> = {}): StageSample => ({
  name, index: 0, digest: values === null ? null : JSON.stringify(values), shape: `float64[1, ${values?.length ?? 0}]`, names: null, values, note: null, ...over,
});
const row = (reference: StageSample[], candidate: StageSample[], key = "1"): TracedRow => ({ key, reference, candidate });

/** A pipeline of three steps in which the candidate's `faulty` step, and so all behind it, is off. */
const pipeline = (faulty: number): TracedRow => {
  const steps = ["impute", "scale", "encode"];
  return row(steps.map((name, at) => sample(name, [at, 1, 2])), steps.map((name, at) => sample(name, at < faulty ? [at, 1, 2] : [at, 1.5, 2])));
};

test.each([[0, "impute"], [1, "scale"], [2, "encode"]])("a fault in step %i is named there", (faulty, name) => {
  const stages = compareStages([pipeline(faulty), pipeline(faulty)]);
  expect(firstDivergent(stages)).toEqual({ stage: name, kind: "values", unreadBefore: [] });
  expect(stages[faulty]?.comparison).toMatchObject({ differing: 2, rows: 2, largestRelative: 1 / 3, example: { value: "value 2", reference: "1", candidate: "1.5", key: "1" } });
  expect(stages.slice(0, faulty).every(({ comparison }) => comparison.differing === 0)).toBe(true);
});

describe("what counts as a difference", () => {
  const kindOf = (a: StageSample, b: StageSample) => {
    const [stage] = compareStages([row([a], [b])]);
    return stage === undefined ? null : stage.unread > 0 ? "unread" : stage.comparison.differing > 0 ? "beyond" : stage.rounded > 0 ? "rounding" : "none";
  };
  test.each<[string, StageSample, StageSample, string]>([
    ["rounding of doubles", sample("s", [1]), sample("s", [1 + 1e-9]), "rounding"],
    ["more than rounding of doubles", sample("s", [1]), sample("s", [1 + 1e-5]), "beyond"],
    ["what is rounding in floats", sample("s", [1], { shape: "float32[1]" }), sample("s", [1 + 1e-6], { shape: "float32[1]" }), "rounding"],
    ["a missing value on one side", sample("s", ["NaN"]), sample("s", [0]), "beyond"],
    ["a missing value on both", sample("s", ["NaN"], { digest: "a" }), sample("s", ["NaN"], { digest: "b" }), "none"],
    ["another text", sample("s", ["red"]), sample("s", ["Red"]), "beyond"],
    ["another number of columns", sample("s", [1, 2]), sample("s", [1]), "beyond"],
    ["the same columns in another order", sample("s", [1, 2], { names: ["a", "b"] }), sample("s", [2, 1], { names: ["b", "a"] }), "beyond"],
    ["another type, equal values", sample("s", [1], { digest: "a" }), sample("s", [1], { digest: "b", shape: "int64[1, 1]" }), "beyond"],
    ["only digests, unequal", sample("s", null, { digest: "a" }), sample("s", null, { digest: "b" }), "beyond"],
    ["only digests, equal", sample("s", null, { digest: "a" }), sample("s", null, { digest: "a" }), "none"],
    ["a stage that was not read", sample("s", null), sample("s", [1]), "unread"],
  ])("%s", (_, a, b, kind) => expect(kindOf(a, b)).toBe(kind));

  it("says order, not values, when the columns only changed places", () => {
    expect(compareStages([row([sample("s", [1, 2], { names: ["a", "b"] })], [sample("s", [2, 1], { names: ["b", "a"] })])])[0]?.comparison.example).toMatchObject({ value: "order" });
  });
});

test("a stage that only one side runs is named when what follows differs, and not when nothing does", () => {
  const differ = compareStages([row([sample("a", [1]), sample("clip", [1]), sample("b", [1])], [sample("a", [1]), sample("b", [9])])]);
  expect(firstDivergent(differ)).toMatchObject({ stage: "clip", kind: "absent" });
  const agree = compareStages([row([sample("a", [1]), sample("clip", [1]), sample("b", [1])], [sample("a", [1]), sample("b", [1])])]);
  expect(firstDivergent(agree)).toBeNull();
});

test("a stage before it that could not be read is said to be as possible", () => {
  const stages = compareStages([row([sample("rows", null, { note: "one-shot iterator" }), sample("scale", [1])], [sample("rows", null, { note: "one-shot iterator" }), sample("scale", [2])])]);
  expect(firstDivergent(stages)).toEqual({ stage: "scale", kind: "values", unreadBefore: ["rows"] });
  expect(stages[0]?.comparison.note).toBe("one-shot iterator");
});

test("rounding is named only when nothing differs by more", () => {
  const rounded = row([sample("a", [1]), sample("b", [1])], [sample("a", [1 + 1e-9]), sample("b", [1])]);
  expect(firstDivergent(compareStages([rounded]))).toMatchObject({ stage: "a", kind: "rounding" });
  const both = row([sample("a", [1]), sample("b", [1])], [sample("a", [1 + 1e-9]), sample("b", [2])]);
  expect(firstDivergent(compareStages([both]))).toMatchObject({ stage: "b", kind: "values" });
});

test("a stage that runs twice is two stages", () => {
  const stages = compareStages([row([sample("scale", [1]), sample("scale", [2])], [sample("scale", [1]), sample("scale", [3])])]);
  expect(stages.map(({ comparison }) => [comparison.stage, comparison.differing])).toEqual([["scale", 0], ["scale #2", 1]]);
});

test("whatever the stages are, equal sides part nowhere and every stage is seen once", () => {
  const stage = fc.record({ name: fc.constantFrom("a", "b", "c"), values: fc.array(fc.double({ noNaN: false }).map((value) => (Number.isFinite(value) ? value : String(value))), { maxLength: 4 }) });
  fc.assert(fc.property(fc.array(fc.array(stage, { maxLength: 5 }), { maxLength: 4 }), (rows) => {
    const traced = rows.map((stages, index) => {
      const samples = stages.map(({ name, values }) => sample(name, values));
      return row(samples, samples.map((each) => ({ ...each })), String(index));
    });
    const compared = compareStages(traced);
    expect(firstDivergent(compared)).toBeNull();
    expect(new Set(compared.map(({ comparison }) => comparison.stage)).size).toBe(compared.length);
  }));
});
