import { describe, expect, it } from "vitest";
import { parseCompareOptions } from "./parse-compare-options.ts";

const targets = { reference: "staging=a.parquet", candidate: "b.parquet" };
const problem = (flags: Record<string, unknown>, at = targets): string => {
  try {
    parseCompareOptions(at, flags);
  } catch (error) {
    return `${(error as { code?: string }).code} ${(error as Error).message} ${(error as { todo?: string }).todo ?? ""}`;
  }
  return "accepted";
};

describe("the options of a comparison", () => {
  it("lays a side's own over what is said for both", () => {
    const options = parseCompareOptions(targets, { zone: "Europe/Berlin", candidateZone: "UTC", score: ["p"] });
    expect(options.reference).toMatchObject({ name: "staging", target: "a.parquet", zone: "Europe/Berlin" });
    expect(options.candidate).toMatchObject({ name: null, target: "b.parquet", zone: "UTC" });
    expect(options.score).toEqual(["p"]);
  });

  it("names every mistake with its flag", () => {
    expect(problem({ minCoverage: "a lot", candidateZones: "UTC" })).toMatch(/LS102 .*--candidate-zones: not an option of compare/s);
    expect(problem({ minCoverage: "a lot" })).toMatch(/LS102 --min-coverage: "a lot" is not a share/);
    expect(problem({ margin: ["distanse=0.2"] })).toMatch(/no margin "distanse".*Did you mean distance\?/);
    expect(problem({ margin: ["distance=-1"] })).toMatch(/a number above 0/);
    expect(problem({ margin: ["latencyRatio=0.8"] })).toMatch(/at least 1/);
    expect(problem({ candidateWindow: "2026" })).toMatch(/--candidate-window 2026/);
  });

  it("refuses what contradicts itself", () => {
    expect(problem({ score: ["p"], label: ["p"] })).toMatch(/LS105 p is named twice, by --score and by --label/);
    expect(problem({ json: true, output: ["-"] })).toMatch(/LS105/);
    expect(problem({}, { reference: "a.csv", candidate: "a.csv" })).toMatch(/LS105 .*always agrees/);
    expect(problem({ referenceWindow: "..2026-10-08", candidateWindow: "2026-10-08.." }, { reference: "a.csv", candidate: "a.csv" })).toBe("accepted");
  });
});
