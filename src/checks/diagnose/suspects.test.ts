import { expect, it } from "vitest";
import { PatternCode } from "../../core/domain/pattern.ts";
import { tellingOrder } from "./rank-patterns.ts";
import { suspectsOf } from "./suspects.ts";

it("every pattern has a place in the order and suspects with a code, a reason and a check", () => {
  expect([...tellingOrder].toSorted()).toEqual([...PatternCode.options].toSorted());
  for (const code of PatternCode.options)
    for (const suspect of suspectsOf(code)) {
      expect(suspect.cause).toMatch(/\([A-JX]\d+\)$/);
      expect(suspect.why.length).toBeGreaterThan(10);
      expect(suspect.check.length).toBeGreaterThan(10);
    }
});

it("a form has its own first suspect, an unknown form the pattern's", () => {
  expect(suspectsOf("SUBSET", "null")[0]?.cause).toContain("(D9)");
  expect(suspectsOf("SUBSET", "non-ascii")[0]?.cause).toContain("(E6)");
  expect(suspectsOf("PERM", "model")[0]?.cause).toContain("(X1)");
  expect(suspectsOf("CONST", "raw")).toEqual(suspectsOf("CONST"));
});
