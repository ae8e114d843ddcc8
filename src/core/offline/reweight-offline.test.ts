import { describe, expect, test } from "vitest";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { reweightOffline } from "./reweight-offline.ts";

const segment = (value: string, estimate: number, standardError: number, share: number): OfflineEstimate["bySegment"][number] => ({ segment: { column: "region", value }, n: 1000, estimate, standardError, degrees: null, share });
const offline: OfflineEstimate = {
  kind: "backtest", source: "b.csv", digest: null, method: "delta method", n: 2000, estimate: 0.35, standardError: Math.hypot(0.5 * 0.01, 0.5 * 0.02), degrees: 10, days: 30, firstDay: null, lastDay: null, timeZone: "UTC",
  varianceOfARow: 0.2, betweenDays: 0.01, autocorrelation: null, season: { dayOfWeek: null, hourOfDay: null }, daily: [], bySegment: [segment("north", 0.3, 0.01, 0.5), segment("south", 0.4, 0.02, 0.5)], stale: null,
};

describe("another mix", () => {
  test("means of segments by production's shares, with their errors", () => {
    const found = reweightOffline(offline, "region", [{ value: "north", share: 0.9 }, { value: "south", share: 0.1 }]);
    expect(found.estimate).toBeCloseTo(0.31, 12);
    expect(found.standardError).toBeCloseTo(Math.hypot(0.9 * 0.01, 0.1 * 0.02), 12);
    expect(found.method).toBe("delta method; for production's mix of region");
    expect(found).toMatchObject({ n: 2000, betweenDays: 0.01, days: 30 });
  });

  test("the mix that was seen gives back what was told", () => {
    const found = reweightOffline(offline, "region", [{ value: "north", share: 1 }, { value: "south", share: 1 }]);
    expect(found.estimate).toBeCloseTo(offline.estimate, 12);
    expect(found.standardError).toBeCloseTo(offline.standardError, 12);
  });

  test("what all segments share, good days and bad, stays in the error", () => {
    const found = reweightOffline({ ...offline, standardError: 0.05 }, "region", [{ value: "north", share: 1 }]);
    expect(found.standardError ** 2).toBeCloseTo(0.01 ** 2 + 0.05 ** 2 - offline.standardError ** 2, 12);
    expect(found.degrees).toBeGreaterThanOrEqual(10);
  });

  test("RMSE mixes by squares", () => {
    expect(reweightOffline(offline, "region", [{ value: "north", share: 0.5 }, { value: "south", share: 0.5 }], "rmse").estimate).toBeCloseTo(Math.sqrt((0.09 + 0.16) / 2), 12);
  });

  test("little that offline does not know is left out and named; much of it is refused, and so is what is no mean", () => {
    expect(reweightOffline(offline, "region", [{ value: "north", share: 0.97 }, { value: "east", share: 0.03 }])).toMatchObject({ estimate: expect.closeTo(0.3, 12) as number, method: "delta method; for production's mix of region, without east (3 %), which offline does not know" });
    const refused = (mix: Parameters<typeof reweightOffline>[2], metric?: "auc"): string => { try { reweightOffline(offline, "region", mix, metric); } catch (error) { return (error as Error).message; } return ""; };
    expect(refused([{ value: "north", share: 0.9 }, { value: "east", share: 0.1 }])).toBe("the offline estimate cannot be told for production's mix of region: offline knows too little of east (10 %): 10 % of production, more than 5 %");
    expect(refused([])).toContain("production has none of its values");
    expect(refused([{ value: "north", share: 1 }], "auc")).toContain("auc of a mixture is not the mean of its parts");
  });
});
