import { describe, expect, test } from "vitest";
import golden from "../../../spec/stats/sequential.json" with { type: "json" };
import { betaBinomialMixtureLogE } from "./beta-binomial-mixture.ts";
import { eBenjaminiHochberg } from "./e-benjamini-hochberg.ts";
import { gammaPoissonMixtureLogE } from "./gamma-poisson-mixture.ts";
import { normalMixtureBound, normalMixtureLogE, tunedRho } from "./normal-mixture.ts";
import { betaPosterior, normalPosterior } from "./power-prior.ts";
import { shiryaevRoberts } from "./shiryaev-roberts.ts";
import { logStartWeight } from "./start-weights.ts";
import { tMixtureHalfWidth, tMixtureLogE } from "./t-mixture.ts";

/** Golden values come from spec/stats/sequential.py. */
const close = (value: number, expected: number, relative: number): void => expect(Math.abs(value - expected), `${value} against ${expected}`).toBeLessThanOrEqual(relative * Math.max(1e-3, Math.abs(expected)));
type Side = "either" | "upwards" | "downwards";

describe("published by the authors of the methods", () => {
  const { normalMixture: g, betaBinomial: b, gammaPoisson: p, growthBook } = golden.published;
  test("normal mixture", () => {
    const rho = tunedRho(g.tuned, g.alpha);
    close(rho, g.rho, 1e-6);
    close(normalMixtureLogE(g.sum, g.variance, rho), g.logE, 1e-6);
    close(normalMixtureBound(g.variance, g.alpha, rho), g.bound, 1e-6);
  });
  test("GrowthBook's sequential interval is the same boundary, its rho the root of the inverse", () => {
    const rho = tunedRho(growthBook.tuned, growthBook.alpha);
    close(Math.sqrt(1 / rho), growthBook.rho, 1e-5);
    close(normalMixtureBound(growthBook.n, growthBook.alpha, rho) / growthBook.n, growthBook.halfWidth, 1e-5);
  });
  test("beta-binomial mixture: increments of g below and h above are trials of chance g", () => {
    const trials = b.variance / (b.g * b.h);
    const counts = { events: b.sum + trials * b.g, trials };
    const at = (alpha: number, side: Side): number => { const r = tunedRho(100, alpha) - b.g * b.h; return betaBinomialMixtureLogE(counts, b.g, r / b.h, r / b.g, side); };
    close(at(0.05, "either"), b.either, 1e-6);
    close(at(0.1, "upwards"), b.upwards, 1e-6);
  });
  test("gamma-Poisson mixture: steps of c, variance v, are v / c^2 expected events", () => {
    const expected = p.variance / p.c ** 2;
    close(gammaPoissonMixtureLogE({ events: p.sum / p.c + expected, expected }, tunedRho(100, 0.1) / p.c ** 2, "upwards"), p.upwards, 1e-6);
  });
});

describe("against quadrature and brute force", () => {
  test.each(golden.tMixture)("t-mixture $side, $count units and $earlier degrees", (g) => close(tMixtureLogE(g, g.mu, g.rho, g.side as Side), g.logE, 1e-6));
  test.each(golden.betaBinomial)("beta-binomial %s of %s at %s, Beta(%s, %s), %s", (events, trials, edge, a, b, side, logE) => close(betaBinomialMixtureLogE({ events: Number(events), trials: Number(trials) }, Number(edge), Number(a), Number(b), side as Side), Number(logE), 1e-8));
  test.each(golden.gammaPoisson)("gamma-Poisson %s of %s, shape %s, %s", (events, expected, shape, side, logE) => close(gammaPoissonMixtureLogE({ events: Number(events), expected: Number(expected) }, Number(shape), side as "upwards" | "downwards"), Number(logE), 1e-8));
  test("Shiryaev-Roberts", () => {
    const found = shiryaevRoberts(golden.shiryaevRoberts.values, 1000);
    found.path.forEach((value, at) => close(value, golden.shiryaevRoberts.path[at] ?? Number.NaN, 1e-9));
    expect(found.alarms).toEqual(golden.shiryaevRoberts.alarms);
    expect(found.alarms.length).toBeGreaterThan(1);
    expect(found.since[0]).toBeGreaterThanOrEqual(37);
    expect(found.since[0]).toBeLessThanOrEqual(43);
  });
  test.each(golden.eBenjaminiHochberg)("e-BH of %j", (e, alpha, rejected) => expect(eBenjaminiHochberg((e as number[]).map(Math.log), Number(alpha))).toEqual(rejected));
  test("posteriors", () => {
    const { normalPosterior: g, betaPosterior: b } = golden;
    const mean = g.values.reduce((sum, value) => sum + value, 0) / g.values.length;
    const of = normalPosterior({ count: g.values.length, mean, within: g.values.reduce((sum, value) => sum + (value - mean) ** 2, 0) }, g);
    close(of?.inside(0.095, 0.115) ?? Number.NaN, g.inside, 1e-9);
    close(of?.interval(0.95).low ?? Number.NaN, g.low, 1e-9);
    close(of?.interval(0.95).high ?? Number.NaN, g.high, 1e-9);
    const share = betaPosterior(b, b);
    close(share.inside(0.02, 0.03), b.inside, 1e-9);
    close(share.interval(0.95).low, b.low, 1e-9);
    close(share.interval(0.95).high, b.high, 1e-9);
    expect(normalPosterior({ count: 1, mean, within: 0 }, { mean: 0.1, variance: 0, weight: 0 })).toBeNull();
  });
});

describe("laws", () => {
  const stretch = { count: 6, weight: 6, mean: 1.3, within: 2.1, earlier: 4 };
  test("the confidence sequence ends where the e-value reaches the threshold", () => {
    const half = tMixtureHalfWidth(stretch, 0.7, Math.log(25));
    close(tMixtureLogE(stretch, stretch.mean + half, 0.7), Math.log(25), 1e-9);
    close(tMixtureLogE(stretch, stretch.mean - half, 0.7), Math.log(25), 1e-9);
  });
  test("one unit alone tells nothing, and excludes nothing", () => {
    const one = { count: 1, weight: 1, mean: 3, within: 0, earlier: 0 };
    close(tMixtureLogE(one, 0, 0.7), 0, 1e-12);
    expect(tMixtureHalfWidth(one, 0.7, Math.log(25))).toBe(Infinity);
  });
  test("the scale of values does not matter", () => close(tMixtureLogE({ ...stretch, mean: 1300, within: 2.1e6 }, 500, 0.7, "upwards"), tMixtureLogE(stretch, 0.5, 0.7, "upwards"), 1e-9));
  test("the e-value of events is one on average, whatever came: the sum over all counts of its value times their chance", () => {
    const [trials, edge] = [60, 0.03];
    let chance = (1 - edge) ** trials;
    let mean = 0;
    for (let events = 0; events <= trials; events++) {
      mean += chance * Math.exp(betaBinomialMixtureLogE({ events, trials }, edge, 1.03, 33, "upwards"));
      chance *= ((trials - events) / (events + 1)) * (edge / (1 - edge));
    }
    close(mean, 1, 1e-9);
  });
  test("weights of starts, all together, stay below one", () => {
    let sum = 0;
    for (let start = 0; start < 200_000; start++) sum += Math.exp(logStartWeight(start));
    // What is left thins out as 1 / (x ln^2 x), whose sum from x on is about 1 / ln x.
    const rest = Math.exp(logStartWeight(200_000)) * 200_008 * Math.log(200_008);
    expect(sum + rest).toBeLessThan(1);
    expect(sum + rest).toBeGreaterThan(0.95);
  });
});
