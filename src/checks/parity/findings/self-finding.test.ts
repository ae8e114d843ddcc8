import { expect, test } from "vitest";
import type { SelfComparison } from "../../../core/domain/run.ts";
import { selfFinding } from "./self-finding.ts";

const names = { reference: "staging", candidate: "production" };
const self = (environment: string, arm: SelfComparison["arm"], outside: number, pairs = 300): SelfComparison => ({ environment, arm, output: "score", pairs, outside, changed: outside, maxAbsoluteDifference: 1, skipped: null });

test("steady on both sides says nothing", () => expect(selfFinding(self("staging", "batch", 0), self("production", "batch", 0), names)).toBeNull());

test("a candidate that depends on its batch where the reference does not fails, whatever the values say", () => {
  expect(selfFinding(self("staging", "batch", 0), self("production", "batch", 100), names)).toMatchObject({ verdict: "fail", mode: "enforce", check: "parity.batch" });
});

test("what both do is a warning about the model", () => {
  const finding = selfFinding(self("staging", "batch", 100), self("production", "batch", 100), names);
  expect(finding).toMatchObject({ verdict: "warn", mode: "warn" });
  expect(finding?.statement).toContain("both environments answer differently");
});

test("only the reference: a warning that names it", () => {
  expect(selfFinding(self("staging", "repeat", 50), self("production", "repeat", 0), names)?.statement).toMatch(/^staging gives different answers/);
});

test("an environment that answers at random is not also accused of every arm", () => {
  const repeats = [self("staging", "repeat", 0), self("production", "repeat", 120)];
  expect(selfFinding(self("staging", "shuffled", 0), self("production", "shuffled", 125), names, repeats)).toBeNull();
  expect(selfFinding(self("staging", "shuffled", 0), self("production", "shuffled", 290), names, repeats)).toMatchObject({ verdict: "fail" });
});
