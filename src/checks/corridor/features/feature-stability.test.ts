import { describe, expect, it } from "vitest";
import { defaultMargins } from "../../../core/judge/population-settings.ts";
import { type ProfileRow, profileOf, profileSpecOf } from "../../../core/profile/profile.fixture.ts";
import { normal } from "../../../core/random/normal.ts";
import { xoshiro128 } from "../../../core/random/xoshiro-128.ts";
import { featureStability } from "./feature-stability.ts";
import { lastingChange } from "./lasting-change.ts";
import { missingShift } from "./missing-shift.ts";
import { staleness } from "./staleness.ts";

const columns = [{ name: "income", pivot: 100 }, { name: "region", categories: ["EU", "US", "JP"] }];
const offlineSpec = profileSpecOf(columns);
const dailySpec = profileSpecOf(columns, { window: "day" });
const dayAt = (day: number): string => new Date(Date.UTC(2026, 9, 1 + day)).toISOString();
const rowsOf = (days: number, perDay: number, seed: number, of: (day: number, row: ProfileRow) => ProfileRow = (_, row) => row): ProfileRow[] => {
  const random = xoshiro128(seed);
  return Array.from({ length: days * perDay }, (_, index) => {
    const day = Math.floor(index / perDay);
    return of(day, { ts: dayAt(day), income: 100 + 20 * normal(random), region: random.unit() < 0.5 ? "EU" : random.unit() < 0.6 ? "US" : "JP" });
  });
};
const offline = profileOf(offlineSpec, rowsOf(10, 300, 1));
const settings = { margins: defaultMargins, alpha: 0.05 };
const stable = (rows: readonly ProfileRow[]) => featureStability(offline, profileOf(dailySpec, rows), settings);

describe("features by day", () => {
  it("pass where nothing moved, with missing share, distance and rows of every day", () => {
    const [income, region] = stable(rowsOf(12, 250, 2));
    expect(income).toMatchObject({ feature: "income", availability: 1, changedOn: null, verdict: "pass" });
    expect(region).toMatchObject({ feature: "region", verdict: "pass" });
    expect(income?.days).toHaveLength(12);
    expect(income?.days[0]).toMatchObject({ day: "2026-10-01", rows: 250, missing: 0 });
    expect(income?.days[0]?.distance).toBeLessThan(0.1);
  });
  it("name the first day of a change that stays, and warn", () => {
    const [income, region] = stable(rowsOf(12, 250, 3, (day, row) => (day >= 6 ? { ...row, income: Number(row["income"]) + 30 } : row)));
    expect(income).toMatchObject({ verdict: "warn", changedOn: "2026-10-07" });
    expect(income?.sentence).toMatch(/^income changed on 2026-10-07 and has stayed so: values up to \d.* from the offline distribution/);
    expect(region?.verdict).toBe("pass");
  });
  it("tell missing values apart from moved ones, and a feature that is gone", () => {
    const [income] = stable(rowsOf(8, 250, 4, (day, row) => (day >= 4 ? { ...row, income: Number(row["income"]) > 105 ? null : row["income"] ?? null } : row)));
    expect(income).toMatchObject({ verdict: "warn", changedOn: "2026-10-05" });
    expect(income?.sentence).toContain("missing in up to 39.6 % of a day's rows");
    const [gone, there] = stable(rowsOf(8, 250, 5).map(({ ts, region }) => ({ ts, region }) as ProfileRow));
    expect(gone).toMatchObject({ verdict: "warn", availability: 0, sentence: "income is in no row of production any more." });
    expect(there?.verdict).toBe("pass");
  });
  it("do not call a weekend lasting, nor forget it", () => {
    const [income] = stable(rowsOf(8, 250, 6, (day, row) => (day === 3 || day === 4 ? { ...row, income: Number(row["income"]) + 60 } : row)));
    expect(income?.changedOn).toBeNull();
    expect(income?.sentence).toContain("out on 2 days, the last 2026-10-05, and is back");
    const [late] = stable(rowsOf(8, 250, 7, (day, row) => (day >= 6 ? { ...row, income: Number(row["income"]) + 60 } : row)));
    expect(late).toMatchObject({ changedOn: null, verdict: "warn" });
    expect(late?.sentence).toContain("too few days to say that it lasts");
  });
  it("say nothing of too few rows", () => {
    const [income] = stable(rowsOf(2, 8, 8));
    expect(income).toMatchObject({ verdict: "inconclusive", changedOn: null });
    expect(stable([]).every(({ verdict }) => verdict === "inconclusive")).toBe(true);
  });
  it("refuse profiles that were not counted alike", () => {
    expect(() => featureStability(offline, profileOf(profileSpecOf([{ name: "income", pivot: 3 }], { window: "day" }), rowsOf(1, 40, 9)), settings)).toThrow(RangeError);
    expect(() => featureStability(offline, offline, settings)).toThrow(RangeError);
  });
  it("hold their error over the whole family", () => {
    let named = 0;
    for (let seed = 50; seed < 70; seed++) named += stable(rowsOf(10, 120, seed)).some(({ days, sentence }) => days.length > 0 && /changed|is out|was out/.test(sentence)) ? 1 : 0;
    expect(named).toBeLessThanOrEqual(1);
  });
});

describe("parts of it", () => {
  it("a change lasts from the first of three told days on", () => {
    const days = (text: string) => [...text].map((letter, index) => ({ day: String(index), out: letter === "o" ? true : letter === "i" ? false : null }));
    expect(lastingChange(days("iiooo"))).toEqual({ since: "2", lasting: true });
    expect(lastingChange(days("iio?o?o"))).toEqual({ since: "2", lasting: true });
    expect(lastingChange(days("iioo"))).toEqual({ since: "2", lasting: false });
    expect(lastingChange(days("oooi"))).toBeNull();
    expect(lastingChange(days("???"))).toBeNull();
  });
  it("missing shares are judged by exact limits", () => {
    expect(missingShift({ k: 0, n: 5000 }, { k: 200, n: 1000 }, 0.02, 1e-4)).toBe("out");
    expect(missingShift({ k: 1000, n: 5000 }, { k: 0, n: 1000 }, 0.02, 1e-4)).toBe("out");
    expect(missingShift({ k: 0, n: 5000 }, { k: 0, n: 1000 }, 0.02, 1e-4)).toBe("inside");
    expect(missingShift({ k: 0, n: 5000 }, { k: 3, n: 60 }, 0.02, 1e-4)).toBeNull();
    expect(missingShift({ k: 0, n: 5000 }, { k: 10, n: 10 }, 0.02, 1e-4)).toBeNull();
  });
  it("an estimate is stale for all that changed under it", () => {
    const quiet = { asOf: "2026-11-01", review: "2026-12-01", features: [], columns: null, transformation: null };
    expect(staleness(quiet)).toBeNull();
    expect(staleness({ ...quiet, asOf: "2026-12-02" })).toBe("The offline estimate may be stale: its review fell due on 2026-12-01.");
    expect(staleness({ ...quiet, columns: { offline: [{ name: "age", kind: "numeric" }, { name: "zip", kind: "numeric" }], production: [{ name: "zip", kind: "text" }] }, transformation: { offline: "v3", production: "v4" } }))
      .toBe("The offline estimate may be stale: production no longer logs age; zip (numeric, now text) has another type than in the backtest; the transformation is v4 and was v3.");
    expect(staleness({ ...quiet, features: [{ feature: "income", days: [], availability: 1, changedOn: "2026-10-07", verdict: "warn", sentence: "" }] })).toContain("income changed on 2026-10-07");
  });
});
