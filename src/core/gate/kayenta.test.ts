import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normal } from "../random/normal.ts";
import { streamOf } from "../random/stream-of.ts";
import { judgeSeries } from "./judge-series.ts";
import { kayentaJudgement } from "./kayenta-judgement.ts";
import { KayentaJudgement, KayentaRequest } from "./kayenta-request.ts";

type Canary = NonNullable<NonNullable<KayentaRequest["canaryConfig"]["metrics"][number]["analysisConfigurations"]>["canary"]>;
type Values = (number | null | "NaN" | "Infinity")[];

/** A mean with errors that hang together over time as an AR(1) of `rho`; the same seed, the same series. */
const series = (seed: number, mean: number, { T = 60, sd = 5, rho = 0 } = {}): number[] => {
  const random = streamOf(seed, "kayenta");
  let error = normal(random);
  return Array.from({ length: T }, () => { error = rho * error + Math.sqrt(1 - rho * rho) * normal(random); return mean + sd * error; });
};

const request = (metrics: readonly { readonly name: string; readonly control: Values; readonly experiment: Values; readonly canary?: Canary; readonly groups?: string[] }[], groupWeights?: Record<string, number>): KayentaRequest => KayentaRequest.parse({
  canaryConfig: { name: "canary", judge: { name: "Lockstep-v1.0" }, classifier: { groupWeights }, metrics: metrics.map(({ name, canary = {}, groups = ["all"] }) => ({ name, groups, query: { type: "prometheus" }, analysisConfigurations: { canary } })) },
  scoreThresholds: { pass: 95, marginal: 75 },
  metricSetPairList: metrics.map(({ name, control, experiment }) => ({ name, id: `id-${name}`, tags: {}, values: { control, experiment }, scopes: {}, attributes: {} })),
});
const one = (control: Values, experiment: Values, canary: Canary = {}) => kayentaJudgement(request([{ name: "latency", control, experiment, canary }]));
const label = (control: Values, experiment: Values, canary: Canary = {}) => one(control, experiment, canary).results[0]?.classification;

describe("one metric", () => {
  test("passes within the margin, is High or Low beyond it, and undecided where the points cannot tell", () => {
    expect([label(series(1, 100), series(2, 101)), label(series(1, 100), series(2, 140)), label(series(1, 100), series(2, 60)), label(series(1, 100, { sd: 60 }), series(2, 104, { sd: 60 }))]).toEqual(["Pass", "High", "Low", "Nodata"]);
    expect(one(series(1, 100, { sd: 60 }), series(2, 104, { sd: 60 })).score).toMatchObject({ classification: "Nodata", score: 0 });
  });

  test("only the harmful direction counts", () => {
    expect([label(series(1, 100), series(2, 40), { direction: "increase" }), label(series(1, 100), series(2, 140), { direction: "decrease" }), label(series(1, 100), series(2, 140), { direction: "increase" })]).toEqual(["Pass", "Pass", "High"]);
  });

  test("the margin is effectSize's, and the usual one is named where it says nothing that can be used", () => {
    const effectSize = { measure: "meanRatio", allowedIncrease: 1.5, allowedDecrease: 0.5 };
    expect(label(series(1, 100), series(2, 140), { effectSize })).toBe("Pass");
    expect(one(series(1, 100), series(2, 101)).results[0]?.classificationReason).toContain("margin +10 % / -10 % of the control's mean (the usual margin");
    expect(one(series(1, 100), series(2, 101), { effectSize: { measure: "cles", allowedIncrease: 0.7 } }).results[0]?.classificationReason).toContain("effectSize is in cles");
  });

  test("nothing measured is no data and never a pass, whatever stands in for it; a metric that must have data fails", () => {
    const nan: Values = ["NaN", null, "NaN", "NaN", "NaN", "NaN", "NaN"];
    expect([label([], []), label(series(1, 100), []), label(nan, nan, { nanStrategy: "replace" }), label(series(1, 100), nan), label([1, 2], [1, 2])]).toEqual(["Nodata", "Nodata", "Nodata", "Nodata", "Nodata"]);
    expect(label([], [], { mustHaveData: true })).toBe("NodataFailMetric");
    expect(one([], []).score.classification).toBe("Nodata");
    expect(kayentaJudgement(request([])).score.classification).toBe("Nodata");
    expect([label([...series(1, 100), "Infinity"], [...series(2, 100), 3]), label(nan.map(() => 0), series(2, 4, { T: 7, sd: 0.1 })), label(nan, [3, 4, 3, 5, 4, 3, 4], { nanStrategy: "replace" })]).toEqual(["Error", "High", "High"]);
  });

  test("gaps are left out of both sides of a pair; series of two lengths are independent", () => {
    const [control, experiment]: [Values, Values] = [series(1, 100), series(2, 101)];
    control[3] = "NaN";
    experiment[7] = null;
    expect(one(control, experiment).results[0]?.resultMetadata).toMatchObject({ points: 58, paired: true });
    expect(one(control, experiment.slice(0, 50)).results[0]).toMatchObject({ classification: "Pass", resultMetadata: { paired: false } });
  });

  test("equal series pass, also where all is 0 or below it; a negative mean's margin is of its size", () => {
    expect([label([0, 0, 0, 0, 0], [0, 0, 0, 0, 0]), label([7, 7, 7, 7, 7], [7, 7, 7, 7, 7]), label(series(1, -100), series(2, -101)), label(series(1, -100), series(2, -60)), label(series(1, -100), series(2, -140))]).toEqual(["Pass", "Pass", "Pass", "High", "Low"]);
  });
});

describe("errors hold for series whose neighbours hang together", () => {
  test.each([0, 0.6])("AR(1) of %s: on the margin itself it passes in at most 5 % and is High in at most 5 %, and a shift of twice the margin is found", (rho) => {
    const rounds = 400;
    const count = { within: 0, above: 0, found: 0 };
    for (let seed = 0; seed < rounds; seed++) {
      const control = series(2 * seed, 100, { rho });
      const edge = judgeSeries({ control, experiment: series(2 * seed + 1, 110, { rho }) }, { increase: 0.1, decrease: 0.1 });
      const far = judgeSeries({ control, experiment: series(2 * seed + 1, 120, { rho }) }, { increase: 0.1, decrease: 0.1 });
      if ((edge?.pUnderTop ?? 0) <= 0.05) count.within += 1;
      if ((edge?.pAbove ?? 0) <= 0.05) count.above += 1;
      if ((far?.pAbove ?? 1) <= 0.05) count.found += 1;
    }
    // 5 % of 400 is 20; chance takes it to 32 once in a thousand rounds.
    expect(count.within).toBeLessThanOrEqual(32);
    expect(count.above).toBeLessThanOrEqual(32);
    expect(count.found).toBeGreaterThan(rounds * 0.95);
  });

  test("twenty points that hang together strongly tell nothing rather than a falsehood: on the margin they are High or pass in at most 5 %", () => {
    const rounds = 400;
    const told = Array.from({ length: rounds }, (_, seed) => label(series(2 * seed, 100, { T: 20, sd: 10, rho: 0.9 }), series(2 * seed + 1, 110, { T: 20, sd: 10, rho: 0.9 }), { effectSize: { allowedIncrease: 1.1, allowedDecrease: 0.9 } }));
    // Of 400 chance takes 5 % to 32 once in a thousand times.
    expect([told.filter((each) => each === "High" || each === "Low").length, told.filter((each) => each === "Pass").length].every((count) => count <= 32)).toBe(true);
    expect(one(Array.from({ length: 20 }, (_, at) => 100 + at), Array.from({ length: 20 }, (_, at) => 100 + 3 * at)).results[0]).toMatchObject({ classification: "Nodata", classificationReason: expect.stringContaining("hang together") as string });
  });

  test("forty metrics without a difference give no departure by chance", () => {
    let departures = 0;
    for (let round = 0; round < 20; round++) {
      const many = Array.from({ length: 40 }, (_, at) => ({ name: `m${at}`, control: series(10_000 + 100 * round + 2 * at, 100), experiment: series(10_001 + 100 * round + 2 * at, 110), canary: { direction: "increase" as const } }));
      if (kayentaJudgement(request(many)).results.some(({ classification }) => classification === "High")) departures += 1;
    }
    expect(departures).toBeLessThanOrEqual(4);
  });
});

describe("the canary", () => {
  const good = (name: string, groups = ["all"], canary: Canary = {}) => ({ name, control: series(1, 100), experiment: series(2, 101), groups, canary });
  const bad = (name: string, groups = ["all"], canary: Canary = {}) => ({ name, control: series(1, 100), experiment: series(2, 150), groups, canary });
  const none = (name: string, groups = ["all"], canary: Canary = {}) => ({ name, control: [], experiment: [], groups, canary });
  const score = (metrics: Parameters<typeof request>[0], weights?: Record<string, number>) => kayentaJudgement(request(metrics, weights)).score;

  test("is the weighted share of metrics that pass; what could not be told leaves it open unless it could not change it", () => {
    expect(score([good("a"), good("b")])).toMatchObject({ score: 100, classification: "Pass" });
    expect(score([good("a", ["x"]), bad("b", ["y"])], { x: 80, y: 20 })).toMatchObject({ score: 80, classification: "Marginal" });
    expect(score([good("a", ["x"]), bad("b", ["y"])])).toMatchObject({ score: 50, classification: "Fail" });
    expect(score([good("a", ["x"]), none("b", ["y"])], { x: 80, y: 20 })).toMatchObject({ score: 80, classification: "Nodata" });
    expect(score([good("a", ["x"]), none("b", ["y"])], { x: 98, y: 2 })).toMatchObject({ score: 98, classification: "Pass" });
    expect(score([bad("a", ["x"]), none("b", ["y"])], { x: 80, y: 20 }).classification).toBe("Fail");
  });

  test("a critical metric fails it alone, by its direction or its size, and keeps it open while it cannot be told", () => {
    expect(score([...Array.from({ length: 40 }, (_, at) => good(`m${at}`)), bad("c", ["all"], { critical: true })])).toMatchObject({ score: 0, classification: "Fail" });
    expect(score([good("a", ["x"]), bad("c", ["y"], { effectSize: { criticalIncrease: 1.3 } })], { x: 99, y: 1 })).toMatchObject({ score: 0, classification: "Fail" });
    expect(score([good("a", ["x"]), bad("c", ["y"], { effectSize: { criticalIncrease: 1.8 } })], { x: 99, y: 1 }).classification).toBe("Pass");
    expect(score([good("a", ["x"]), none("c", ["y"], { critical: true })], { x: 99, y: 1 }).classification).toBe("Nodata");
    expect(score([good("a", ["x"]), none("c", ["y"], { critical: true, mustHaveData: true })], { x: 99, y: 1 }).classification).toBe("Fail");
  });

  test("law: any request gives the shapes that Kayenta reads, the same ones each time, with every number finite", () => {
    const value = fc.oneof(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.constantFrom(null, "NaN" as const, 0));
    const metric = fc.record({ name: fc.constantFrom("a", "b", "c"), control: fc.array(value, { maxLength: 40 }), experiment: fc.array(value, { maxLength: 40 }), canary: fc.record({ direction: fc.constantFrom("increase" as const, "decrease" as const, "either" as const), critical: fc.boolean(), nanStrategy: fc.constantFrom("remove" as const, "replace" as const) }), groups: fc.subarray(["x", "y"]) });
    fc.assert(fc.property(fc.array(metric, { maxLength: 5 }), (metrics) => {
      const asked = request(metrics, { x: 60 });
      const told = kayentaJudgement(asked);
      expect(KayentaJudgement.safeParse(JSON.parse(JSON.stringify(told))).success).toBe(true);
      expect(kayentaJudgement(asked)).toEqual(told);
      expect(told.score.score).toBeGreaterThanOrEqual(0);
      expect(told.score.score).toBeLessThanOrEqual(100);
      if (told.score.classification === "Pass") expect(told.results.some(({ classification }) => classification === "Pass")).toBe(true);
    }), { numRuns: 200 });
  });
});
