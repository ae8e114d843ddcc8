import { expect, test } from "vitest";
import golden from "../../../spec/stats/reported.json" with { type: "json" };
import { balancedAccuracy, classMetric, shareRight } from "./class-averages.ts";
import { quantileDefinitions, quantilePosition } from "./quantile-definitions.ts";

test.each(golden.averages.map((each, index) => [index, each] as const))("averages over classes as scikit-learn takes them, case %d", (_, of) => {
  expect(shareRight(of.cells)).toBeCloseTo(of.accuracy, 12);
  expect(balancedAccuracy(of.cells)).toBeCloseTo(of.balancedAccuracy, 12);
  for (const metric of ["precision", "recall", "f1"] as const) {
    for (const average of ["macro", "micro", "weighted"] as const) expect(classMetric(of.cells, metric, average), `${average} ${metric}`).toBeCloseTo(of[metric][average], 12);
    expect(classMetric(of.cells, metric, { positive: of.positive })).toBeCloseTo(of[metric].positive, 12);
  }
  expect(classMetric(of.cells, "specificity", { positive: of.positive })).toBeCloseTo(of.specificity, 12);
});

test.each(Object.keys(quantileDefinitions))("the quantile by %s is numpy's", (definition) => {
  for (const { values, q, by } of golden.quantiles) {
    const { low, high, fraction } = quantilePosition(definition, values.length, q);
    const [a, b] = [values[low - 1] ?? Number.NaN, values[high - 1] ?? Number.NaN];
    expect(a + (b - a) * fraction, `n ${values.length}, q ${q}`).toBeCloseTo((by as Record<string, number>)[definition] ?? Number.NaN, 9);
  }
});

test("no rows, no class and no value have no metric", () => {
  expect([shareRight([]), balancedAccuracy([]), classMetric([], "f1", "macro"), classMetric([{ label: "a", decision: "a", count: 1 }], "f1", { positive: "b" })]).toEqual([null, null, null, null]);
  expect(() => quantilePosition("nearest rank", 0, 0.5)).toThrow(RangeError);
  expect(() => quantilePosition("guess", 1, 0.5)).toThrow(RangeError);
});
