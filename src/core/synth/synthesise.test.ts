import { describe, expect, it } from "vitest";
import type { ProfileRow } from "../profile/profile.fixture.ts";
import { profileOf, profileSpecOf } from "../profile/profile.fixture.ts";
import { normal } from "../random/normal.ts";
import { xoshiro128 } from "../random/xoshiro-128.ts";
import { edgeCases } from "./edge-cases.ts";
import { planSynthesis } from "./plan-synthesis.ts";
import { synthesise } from "./synthesise.ts";

const spec = profileSpecOf([
  { name: "income" }, { name: "debt" }, { name: "age", integers: true }, { name: "region", categories: ["north", "south", "one man's village"] }, { name: "flag", categories: ["true", "false"] }, { name: "level", categories: ["1", "2"] },
  { name: "note", kind: "text" }, { name: "born", kind: "time" }, { name: "odd" }, { name: "score", role: "score", binning: "two-tailed" },
], { cross: ["income", "debt"] });
const rows = ((): ProfileRow[] => {
  const random = xoshiro128(3);
  return Array.from({ length: 1500 }, (_, place) => {
    const [z, other] = [normal(random), normal(random)];
    return {
      income: 40_000 * Math.exp(0.6 * z), debt: -3 + 0.8 * z + 0.6 * other, age: place % 5 === 0 ? null : 18 + random.below(60), region: place === 7 ? "one man's village" : place % 3 === 0 ? "north" : "south",
      flag: place % 4 === 0 ? "true" : "false", level: String(1 + (place % 2)), note: place % 10 === 0 ? "" : `secret ${"word ".repeat(place % 6)}`, born: 1.6e9 + place * 1000.5, odd: place < 3 ? 5 : null, score: random.unit(),
    };
  });
})();
const profile = profileOf(spec, rows);
const options = { all: false, minCount: 5, unfinite: false };
const plan = planSynthesis(profile, options);
const made = [...synthesise(plan, 8000, 1)];
const column = (name: string): unknown[] => { const place = plan.columns.findIndex((each) => each.name === name); return made.map((row) => row[place]); };
const correlation = (a: readonly number[], b: readonly number[]): number => {
  const mean = (values: readonly number[]): number => values.reduce((x, y) => x + y, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  return mean(a.map((x, i) => (x - ma) * ((b[i] ?? 0) - mb))) / Math.sqrt(mean(a.map((x) => (x - ma) ** 2)) * mean(b.map((x) => (x - mb) ** 2)));
};

describe("rows like a profile's", () => {
  it("repeat no number, no text and no rare value of the data", () => {
    for (const name of ["income", "debt", "note", "born"]) {
      const real = new Set<unknown>(rows.map((row) => (name === "born" ? new Date(Number(row["born"]) * 1000).toISOString() : row[name])).filter((value) => value !== ""));
      expect(column(name).filter((value) => value !== null && real.has(value)), name).toEqual([]);
    }
    expect(new Set(column("region"))).toEqual(new Set(["north", "south"]));
    expect(new Set(column("odd"))).toEqual(new Set([null]));
    expect(plan.notes).toEqual(["region: values of 1 row are left out, for each occurs fewer than 5 times or has no count of its own", "odd is empty: fewer than 5 rows have a value", "made independently of other columns, for the profile holds no correlations of enough rows: age"]);
    const incomes = rows.map((row) => Number(row["income"]));
    expect(Math.max(...column("income").map(Number))).toBeLessThan(Math.max(...incomes));
    expect(Math.min(...column("income").map(Number))).toBeGreaterThan(Math.min(...incomes));
  });
  it("have the shares, the types and the outputs that were asked for", () => {
    const share = (name: string, value: unknown): number => column(name).filter((each) => each === value).length / made.length;
    expect(share("age", null)).toBeCloseTo(0.2, 1);
    expect(share("region", "north")).toBeCloseTo(1 / 3, 1);
    expect(share("flag", true)).toBeCloseTo(0.25, 1);
    expect(share("level", 2)).toBeCloseTo(0.5, 1);
    expect(share("note", "")).toBeCloseTo(0.1, 1);
    expect(column("age").every((value) => value === null || (Number.isInteger(value) && Number(value) >= 18 && Number(value) < 80))).toBe(true);
    expect(plan.columns.map(({ dtype }) => dtype)).toEqual(["float64", "float64", "int64", "string", "bool", "int64", "string", "string", "float64"]);
    expect(planSynthesis(profile, { ...options, all: true }).columns.at(-1)?.name).toBe("score");
  });
  it("depend on one another as the numbers did, however skewed these are", () => {
    const wanted = correlation(rows.map((row) => Number(row["income"])), rows.map((row) => Number(row["debt"])));
    expect(wanted).toBeGreaterThan(0.6);
    expect(Math.abs(correlation(column("income").map(Number), column("debt").map(Number)) - wanted)).toBeLessThan(0.05);
  });
  it("are the same by seed, and more rows begin with the same", () => {
    expect([...synthesise(plan, 50, 1)]).toEqual(made.slice(0, 50));
    expect([...synthesise(plan, 50, 2)]).not.toEqual(made.slice(0, 50));
  });
  it("of columns that contradict one another, or are one another, are made all the same", () => {
    const twins = Array.from({ length: 200 }, (_, place) => ({ a: place + 0.5, b: 2 * place + 0.5, c: -place - 0.5, d: 7 }));
    const of = planSynthesis(profileOf(profileSpecOf([{ name: "a" }, { name: "b" }, { name: "c" }, { name: "d" }]), twins), options);
    const drawn = [...synthesise(of, 3000, 1)];
    expect(correlation(drawn.map((row) => Number(row[0])), drawn.map((row) => Number(row[1])))).toBeGreaterThan(0.95);
    expect(correlation(drawn.map((row) => Number(row[0])), drawn.map((row) => Number(row[2])))).toBeLessThan(-0.95);
  });
});

describe("edge cases", () => {
  const of = (name: string, unfinite = false): unknown => {
    const at = plan.columns.findIndex((each) => name.startsWith(`${each.name}:`));
    return edgeCases(plan, unfinite).find((each) => each.name === name)?.values[at];
  };
  it("are named, differ from the typical row in one value, and hold what the type can", () => {
    const [typical, nothing, ...others] = edgeCases(plan, false);
    expect(nothing?.values.every((value) => value === null)).toBe(true);
    for (const { name, values } of others) expect(values.filter((value, place) => !Object.is(value, typical?.values[place])).length, name).toBeLessThanOrEqual(1);
    expect(new Set(others.map(({ name }) => name)).size).toBe(others.length);
    expect([of("age: null"), of("age: beyond 2^53"), of("income: denormal"), of("note: empty"), of("born: far future"), of("level: never seen")]).toEqual([null, 9007199254740993n, 5e-324, "", "9999-12-31T23:59:59.999Z", 3]);
    expect(Object.is(of("income: negative zero"), -0)).toBe(true);
    expect(["north", "south", "one man's village"]).not.toContain(of("region: never seen"));
    expect([of("income: null"), of("flag: never seen"), of("age: denormal"), of("income: NaN")]).toEqual([undefined, undefined, undefined, undefined]);
    expect(of("income: NaN", true)).toBeNaN();
    expect(Number(of("income: largest usual"))).toBeLessThan(Math.max(...rows.map((row) => Number(row["income"]))));
    expect(Number(of("income: far above usual"))).toBeGreaterThan(10 * Number(of("income: largest usual")));
  });
});
