import { expect, test } from "vitest";
import { DifferenceClass } from "../../../core/domain/difference-class.ts";
import type { OutputComparison } from "../../../core/domain/comparison.ts";
import { shareFinding } from "./share-finding.ts";

const comparison = (part: Partial<Record<DifferenceClass, number>>, more: Partial<OutputComparison> = {}): OutputComparison => {
  const classes = Object.fromEntries(DifferenceClass.options.map((name) => [name, part[name] ?? 0])) as OutputComparison["classes"];
  const pairs = Object.values(classes).reduce((sum, count) => sum + count, 0);
  const outside = pairs - classes.equal - classes.within - classes["both-error"];
  const moments = { pairs: classes.equal + classes.within + classes.value, meanDifference: null, sdDifference: null } as OutputComparison["moments"];
  return {
    output: "score", role: "score", roleOrigin: "guessed", dtypeReference: "float64", dtypeCandidate: "float64", tolerance: { mode: "additive", absolute: 1e-6, relative: 0, origin: "derived", why: "" },
    pairs, classes, outside, moments, rank: null, differences: null, ulp: null, scoreBins: null, smallestTolerance: null, flips: null, ...more,
  };
};
const judge = (each: OutputComparison, someValues = true) => shareFinding({ comparison: each, reference: "staging", candidate: "production", repeat: null, candidateChanged: null, margin: 0.001, marginOrigin: "default", claim: "these-inputs", family: 1, someValues });

test("identical, within tolerance, beyond it: each says its own thing", () => {
  expect(judge(comparison({ equal: 300 }))).toMatchObject({ verdict: "pass", statement: "score is identical on all 300 pairs" });
  expect(judge(comparison({ equal: 100, within: 200 })).statement).toMatch(/^score agrees on all 300 pairs/);
  expect(judge(comparison({ equal: 262, value: 38 }))).toMatchObject({ verdict: "fail", severity: "high", statement: "score differs beyond tolerance on 38 of 300 pairs (12.7 %)" });
});

test("an output that one side lacks is a failure that says so, never a skip", () => {
  expect(judge(comparison({ missing: 300 }))).toMatchObject({ verdict: "fail", statement: "score is missing from production on 300 of 300 pairs (100 %)" });
  expect(judge(comparison({ extra: 300 })).statement).toContain("given by production but not by staging");
});

test("pairs that neither side answered are no evidence", () => {
  expect(judge(comparison({ "both-error": 300 }))).toMatchObject({ verdict: "inconclusive", n: 0, estimate: null });
  expect(judge(comparison({ "both-error": 280, equal: 20 }))).toMatchObject({ verdict: "inconclusive", n: 20, needed: 10 });
});

test("a wider tolerance is suggested only where it would be small", () => {
  const moments = { pairs: 300, sdReference: 1, meanDifference: null, sdDifference: null } as Partial<OutputComparison["moments"]> as OutputComparison["moments"];
  expect(judge(comparison({ value: 300 }, { smallestTolerance: 1e-4, moments })).action).toContain("--tolerance 'score:abs=0.0001'");
  expect(judge(comparison({ value: 300 }, { smallestTolerance: 0.7, moments })).action).not.toContain("--tolerance");
});

test("null or NaN on both sides shows nothing of the model: no pass where no output has values, and no gate where another has", () => {
  const empty = comparison({ equal: 300 }, { moments: null });
  expect(judge(empty, false)).toMatchObject({ verdict: "inconclusive", mode: "enforce", statement: "score holds no value on both sides (null or NaN in 300 of 300 pairs)" });
  expect(judge(empty, true)).toMatchObject({ verdict: "inconclusive", mode: "warn" });
  expect(judge({ ...empty, role: "decision", flips: [] }, true)).toMatchObject({ verdict: "inconclusive", mode: "observe" });
  const sparse = comparison({ equal: 300 }, { moments: { pairs: 7, meanDifference: null, sdDifference: null } as OutputComparison["moments"] });
  expect(judge(sparse, false)).toMatchObject({ verdict: "inconclusive", mode: "enforce" });
  expect(judge(sparse, true).verdict).toBe("pass");
  expect(judge(comparison({ missing: 300 }, { moments: null }), false).verdict).toBe("fail");
});
