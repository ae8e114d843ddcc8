import { describe, expect, test } from "vitest";
import { streamOf } from "../random/stream-of.ts";
import { normal } from "../random/normal.ts";
import { offlineOfValues } from "./offline-of-values.ts";

describe("folds, draws and numbers", () => {
  test("folds: the mean, and a variance that knows of shared training rows", () => {
    // s^2 of 0.8, 0.82, 0.84 is 0.0004; (1/3 + 1/2) of it.
    const found = offlineOfValues({ kind: "folds", values: [0.8, 0.82, 0.84], rows: 500, source: "cv.json" });
    expect(found).toMatchObject({ kind: "folds", n: 1500, degrees: 2, days: 0, betweenDays: null, digest: null, source: "cv.json" });
    expect(found.estimate).toBeCloseTo(0.82, 12);
    expect(found.standardError ** 2).toBeCloseTo((5 / 6) * 0.0004, 12);
    expect(found.varianceOfARow).toBeCloseTo(0.2, 12);
    expect(offlineOfValues({ kind: "folds", values: [0.8, 0.82], rows: null, source: "cv.json" })).toMatchObject({ n: 0, varianceOfARow: null });
  });

  test("a simulation's spread is the uncertainty itself, however many draws there are", () => {
    const random = streamOf(1, "draws");
    const draws = Array.from({ length: 4000 }, () => 100 + 5 * normal(random));
    const [many, few] = [offlineOfValues({ kind: "simulation", values: draws, source: "s" }), offlineOfValues({ kind: "simulation", values: draws.slice(0, 1000), source: "s" })];
    for (const { standardError } of [many, few]) expect(Math.abs(standardError / 5 - 1)).toBeLessThan(0.1);
    expect(many).toMatchObject({ degrees: 3999, varianceOfARow: null });
    expect(many.method).toContain("predictive spread");
  });

  test("a number as it was given; 0 is a promise", () => {
    expect(offlineOfValues({ kind: "number", value: 0.9, standardError: 0.01, rows: 400, source: "report" })).toMatchObject({ estimate: 0.9, standardError: 0.01, degrees: null, n: 400, varianceOfARow: expect.closeTo(0.04, 12) as number });
    expect(offlineOfValues({ kind: "number", value: 0.9, standardError: 0, rows: null, source: "report" }).method).toBe("a promise: a number without error");
  });

  test.each(["folds", "simulation"] as const)("%s that are all equal tell no spread", (kind) => {
    expect(() => offlineOfValues(kind === "folds" ? { kind, values: [0.9, 0.9, 0.9], rows: 100, source: "cv.json" } : { kind, values: [0.9, 0.9], source: "cv.json" })).toThrow(expect.objectContaining({ code: "LS254" }) as Error);
  });
});
