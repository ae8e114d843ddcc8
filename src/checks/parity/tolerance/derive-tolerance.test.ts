import { expect, test } from "vitest";
import { deriveTolerance } from "./derive-tolerance.ts";

const evidence = { dtypeReference: "float64", dtypeCandidate: "float64", spread: 2, repeatDifference: 0, roundedDifference: 1e-6 } as const;

test("twice what rounded inputs did to this model", () => {
  expect(deriveTolerance(evidence)).toMatchObject({ mode: "additive", absolute: 2e-6, relative: 1e-7, origin: "derived" });
});
test("never below the rounding of the coarser type", () => {
  expect(deriveTolerance({ ...evidence, dtypeCandidate: "float32", roundedDifference: 0 }).absolute).toBeCloseTo(1.3e-6 * 2, 12);
});
test("an ill-conditioned model is capped, and told so", () => {
  const tolerance = deriveTolerance({ ...evidence, roundedDifference: 0.9 });
  expect(tolerance.absolute).toBe(2e-3);
  expect(tolerance.why).toContain("amplifies noise");
});
test("files cannot be asked: rounding alone, and said", () => {
  const tolerance = deriveTolerance({ ...evidence, repeatDifference: null, roundedDifference: null });
  expect(tolerance.absolute).toBeCloseTo(2e-7, 12);
  expect(tolerance.why).toContain("neither repeats nor rounded inputs could be measured");
});
test("integers are compared exactly", () => {
  expect(deriveTolerance({ ...evidence, dtypeReference: "int64", dtypeCandidate: "int64" })).toMatchObject({ absolute: 0, relative: 0 });
});
test("a constant reference has no spread to be generous with", () => {
  expect(deriveTolerance({ ...evidence, spread: 0, roundedDifference: 5 }).absolute).toBe(0);
});
