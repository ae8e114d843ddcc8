import { describe, expect, test } from "vitest";
import golden from "../../../spec/stats/offline.json" with { type: "json" };
import { ratioValue } from "../measure/ratio-value.ts";
import { autoregressiveVariance } from "./autoregressive-variance.ts";
import { betaBinomialQuantile } from "./beta-binomial.ts";
import { betweenVariance } from "./between-variance.ts";
import { cosineVariance } from "./cosine-variance.ts";
import { dayOfWeekSeason } from "./day-of-week-season.ts";
import { exactStandardError } from "./exact-standard-error.ts";
import { foldVariance } from "./fold-variance.ts";
import { gammaPoissonQuantile } from "./gamma-poisson.ts";
import { lagOneCorrelation } from "./lag-one-correlation.ts";

/** Golden values come from spec/stats/offline.py. */
const close = (value: number | null | undefined, expected: number | undefined, relative: number, absolute = 0): void => {
  if (typeof value !== "number" || expected === undefined) throw new Error(`nothing to compare: ${value} and ${expected}`);
  expect(Math.abs(value - expected), `${value} against ${expected}`).toBeLessThanOrEqual(relative * Math.abs(expected) + absolute);
};

describe("against scipy and statsmodels", () => {
  test.each(golden.cosineVariance)("long-run variance by cosines, $values.length values", ({ values, degrees, longRun, standardError }) => {
    const found = cosineVariance(values);
    expect(found?.degrees).toBe(degrees);
    close(found?.longRun, longRun, 1e-10);
    close(found?.standardError, standardError, 1e-10);
  });

  test.each(golden.deltaRatio)("ratio of sums over $sums.units units", ({ sums, ratio, variance }) => {
    const found = ratioValue({ id: "r", shape: "ratio", metric: { name: "ratio" }, sql: {}, labelled: false, edges: null }, [sums.units, sums.m, sums.d, sums.mm, sums.dd, sums.md]);
    close(found?.value, ratio, 1e-12);
    close(found?.variance, variance, 1e-11);
  });

  test.each(golden.foldVariance)("folds, $degrees degrees", ({ folds, mean, variance, degrees }) => {
    const found = foldVariance(folds);
    close(found.mean, mean, 1e-13);
    close(found.variance, variance, 1e-12);
    expect(found.degrees).toBe(degrees);
  });

  test.each(golden.lagOne)("lag-1 correlation $rho", ({ values, rho }) => close(lagOneCorrelation(values), rho, 1e-11));

  test.each(golden.autoregressive)("long-run variance of an AR(1), $values.length values, $longRun", ({ values, longRun, degrees }) => {
    const found = autoregressiveVariance(values);
    if (longRun === null) { expect(found).toBeNull(); return; }
    close(found?.longRun, longRun, 1e-10);
    close(found?.degrees, degrees, 1e-10);
    close(found?.standardError, Math.sqrt(longRun / values.length), 1e-10);
  });

  test.each(golden.between)("variance between groups $variance", ({ groups, variance }) => close(betweenVariance(groups), variance, 1e-9, 1e-15));

  test.each(golden.season)("season of $values.length days", ({ values, effects }) => {
    const found = dayOfWeekSeason(values);
    effects.forEach((effect, phase) => { close(found?.[phase], effect, 1e-10, 1e-12); });
  });

  test("exact limits as standard errors", () => {
    for (const [events = 0, trials = 0, expected] of golden.exact.share) close(exactStandardError(events, { trials }), expected, 1e-9);
    for (const [events = 0, exposure = 0, expected] of golden.exact.rate) close(exactStandardError(events, { exposure }), expected, 1e-9);
  });

  test("beta-binomial quantiles", () => {
    for (const [q = 0, n = 0, a = 0, b = 0, k] of golden.betaBinomial) expect(betaBinomialQuantile(q, n, a, b)).toBe(k);
  });

  test("gamma-Poisson quantiles", () => {
    for (const [q = 0, mean = 0, shape = 0, k] of golden.gammaPoisson) expect(gammaPoissonQuantile(q, mean, shape === 0 ? Infinity : shape)).toBe(k);
  });
});

describe("what cannot be known, and what must hold", () => {
  test("short series have no long-run variance and no correlation", () => {
    expect(cosineVariance(Array.from({ length: 13 }, (_, t) => t % 3))).toBeNull();
    expect(lagOneCorrelation(Array.from({ length: 27 }, (_, t) => t % 3))).toBeNull();
    expect(lagOneCorrelation(Array.from({ length: 40 }, () => 1))).toBeNull();
  });

  test("of a weekly season little is left in the long-run variance of the mean, and nothing in the variance of days within their phase", () => {
    const values: number[] = Array.from({ length: 56 }, (_, t) => (t % 7 === 6 ? 1 : 0));
    const ofDays = values.reduce((sum, value) => sum + (value - 1 / 7) ** 2, 0) / 55;
    expect(cosineVariance(values)?.longRun).toBeLessThan(0.2 * ofDays);
    expect(betweenVariance(values.map((value, t) => ({ value, sampling: 0, weight: 1, phase: t % 7 })))).toBeLessThan(1e-20);
  });

  test("the season's effects add up to 0 by weight; seven cycles are too few", () => {
    const days = Array.from({ length: 70 }, (_, t) => ({ phase: t % 7, value: Math.sin(t * t) + (t % 7), weight: 1 + (t % 5) }));
    const effects = dayOfWeekSeason(days) ?? [];
    const weighted = days.reduce((sum, { phase, weight }) => sum + weight * (effects[phase] ?? Number.NaN), 0);
    expect(Math.abs(weighted)).toBeLessThan(1e-9);
    expect(dayOfWeekSeason(days.slice(0, 55))).toBeNull();
    expect(dayOfWeekSeason(days.filter(({ phase }) => phase < 5))?.slice(5)).toEqual([0, 0]);
  });

  test("one group in each phase, one fold: nothing is known of the spread", () => {
    expect(betweenVariance([{ value: 1, sampling: 0.1, weight: 1, phase: 0 }, { value: 2, sampling: 0.1, weight: 1, phase: 1 }])).toBeNull();
    expect(() => foldVariance([0.8])).toThrow(RangeError);
  });
});
