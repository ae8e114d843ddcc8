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

it("another model is sought in the file, the download, the pods and the weights", () => {
  expect(suspectsOf("MODEL").map((s) => s.cause.slice(s.cause.lastIndexOf("(")))).toEqual(expect.arrayContaining(["(X1)", "(I2)", "(I5)", "(C9)"]));
});

it("a form has its own first suspect, an unknown form the pattern's", () => {
  expect(suspectsOf("SUBSET", "null")[0]?.cause).toContain("(D9)");
  expect(suspectsOf("SUBSET", "non-ascii")[0]?.cause).toContain("(E6)");
  expect(suspectsOf("PERM", "columns")[0]?.cause).toContain("(F1)");
  expect(suspectsOf("CONST", "raw")).toEqual(suspectsOf("CONST"));
});
