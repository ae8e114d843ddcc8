import { describe, expect, test } from "vitest";
import type { Profile } from "../../../core/domain/profile.ts";
import { defaultMargins, familyAlpha, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { profileOf, type ProfileRow, profileSpecOf } from "../../../core/profile/profile.fixture.ts";
import { normal } from "../../../core/random/normal.ts";
import type { Random } from "../../../core/random/random.ts";
import { streamOf } from "../../../core/random/stream-of.ts";
import { checkPerformance, countPerformanceClaims } from "./check-performance.ts";

const spec = profileSpecOf([
  { name: "risk", role: "score", kind: "numeric", binning: "two-tailed", pivot: 0 },
  { name: "approved", role: "decision", kind: "category", categories: ["0", "1"] },
  { name: "value", role: "score", kind: "numeric" },
  { name: "paid", role: "label", kind: "category", categories: ["0", "1"] },
  { name: "worth", role: "label", kind: "numeric" },
], { positive: "1", judged: [{ output: "risk", label: "paid", task: "binary" }, { output: "approved", label: "paid", task: "classes" }, { output: "value", label: "worth", task: "regression" }] });

const settings: PopulationSettings = { margins: defaultMargins, agreed: new Set(), alphaPerClaim: familyAlpha / countPerformanceClaims(spec), names: { reference: "staging", candidate: "production" } };

/** Scores that are calibrated on the logit scale; `noise` blurs the ranking, `shift` moves probabilities away from what comes true. */
const rows = (random: Random, n: number, { noise = 0, shift = 0, errors = 1, unlabelled = () => false }: { noise?: number; shift?: number; errors?: number; unlabelled?: (p: number) => boolean } = {}): ProfileRow[] =>
  Array.from({ length: n }, () => {
    const logit = 1.5 * normal(random) - 0.5;
    const p = 1 / (1 + Math.exp(-logit));
    const paid = random.unit() < p ? "1" : "0";
    const seen = 1 / (1 + Math.exp(-(logit + noise * normal(random) + shift)));
    const worth = 100 + 10 * normal(random);
    return { risk: seen, approved: seen >= 0.5 ? "1" : "0", paid: unlabelled(p) ? null : paid, value: worth + 5 * errors * normal(random), worth };
  });

const counted = (of: ProfileRow[] | Profile): Profile => (Array.isArray(of) ? profileOf(spec, of) : of);
const compare = (reference: ProfileRow[] | Profile, candidate: ProfileRow[] | Profile, margins = defaultMargins) => checkPerformance({ reference: counted(reference), candidate: counted(candidate), settings: { ...settings, margins } });
const by = (result: ReturnType<typeof compare>, metric: string) => result.metrics.find((each) => each.metric === metric);

describe("two populations with labels", () => {
  const random = streamOf(7, "performance");
  const reference = profileOf(spec, rows(random, 3000));

  test("of the same kind pass in every headline measure, and every measure is there", () => {
    const result = compare(reference, rows(random, 3000), { ...defaultMargins, metric: 0.05, errorRatio: 1.2 });
    expect(result.findings.filter(({ verdict, mode }) => verdict === "fail" || (verdict === "inconclusive" && mode === "enforce"))).toEqual([]);
    expect(result.metrics.map(({ metric }) => metric)).toEqual(["auc", "brier", "log-loss", "calibration-error", "label-prevalence", "brier-miscalibration", "brier-discrimination", "brier-uncertainty", "unlabelled-share",
      "accuracy", "balanced-accuracy", "macro-f1", "mcc", "precision", "recall", "f1", "unlabelled-share", "rmse", "mae", "bias", "r2", "unlabelled-share"]);
    for (const metric of ["auc", "brier", "calibration-error", "accuracy", "rmse"]) expect(by(result, metric)?.verdict, metric).toBe("pass");
    expect(result.reliability.map(({ environment }) => environment)).toEqual(["staging", "production"]);
    expect(new Set(result.findings.map(({ id }) => id)).size).toBe(result.findings.length);
  });

  test("a blurred ranking is a loss of AUC that fails, and accuracy falls with it", () => {
    const result = compare(reference, rows(random, 3000, { noise: 2 }));
    expect(by(result, "auc")).toMatchObject({ verdict: "fail", margin: 0.02 });
    expect(by(result, "auc")?.difference).toBeLessThan(-0.05);
    expect(by(result, "accuracy")?.verdict).toBe("fail");
    expect(result.findings.find(({ check }) => check === "population.performance.auc")).toMatchObject({ mode: "enforce", subject: { kind: "metric" } });
  });

  test("probabilities that are off fail calibration and not the ranking", () => {
    const result = compare(reference, rows(random, 3000, { shift: 1 }));
    expect(by(result, "calibration-error")?.verdict).toBe("fail");
    expect(by(result, "auc")?.verdict).not.toBe("fail");
    expect(by(result, "brier-miscalibration")?.difference).toBeGreaterThan(0.01);
  });

  test("probabilities that are off on both sides alike are a warning", () => {
    const off = profileOf(spec, rows(random, 3000, { shift: 1 }));
    const result = compare(off, off);
    expect(result.findings.find(({ check }) => check === "population.performance.calibration")).toMatchObject({ verdict: "warn", mode: "warn", estimate: 0 });
  });

  test("rows that hang together count for fewer: the same difference has a wider interval", () => {
    const blocked = { ...spec, blocks: 20 };
    // Labels come in runs: all rows of a block share one draw of luck.
    const runs = (shift: number): ProfileRow[] => Array.from({ length: 20 }, () => { const luck = 1.5 * normal(random) + shift; return rows(random, 60).map((row) => ({ ...row, paid: random.unit() < 1 / (1 + Math.exp(-luck)) ? "1" : "0" })); }).flat();
    const [a, b] = [runs(0), runs(0)];
    const width = (of: typeof spec): number => { const interval = checkPerformance({ reference: profileOf(of, a), candidate: profileOf(of, b), settings }).metrics.find(({ metric }) => metric === "label-prevalence")?.interval; return (interval?.high ?? 0) - (interval?.low ?? 0); };
    expect(width(blocked)).toBeGreaterThan(2 * width(spec));
  });

  test("a segment in which the ranking is lost is a warning, and has a measure of its own for each output", () => {
    const cut = { ...spec, segments: [{ column: "region", values: ["north", "south"] }] };
    const region = (of: ProfileRow[], name: string): ProfileRow[] => of.map((row) => ({ ...row, region: name }));
    const result = checkPerformance({ reference: profileOf(cut, [...region(rows(random, 1500), "north"), ...region(rows(random, 1500), "south")]), candidate: profileOf(cut, [...region(rows(random, 1500), "north"), ...region(rows(random, 1500, { noise: 3 }), "south")]), settings });
    expect(result.metrics.filter(({ segment }) => segment === "region = south").map(({ metric }) => metric)).toEqual(["auc", "accuracy", "rmse"]);
    expect(result.findings.find(({ id }) => id === "population.performance.auc:risk against paid:region = south")).toMatchObject({ verdict: "fail", mode: "warn" });
    expect(result.findings.find(({ id }) => id === "population.performance.auc:risk against paid:region = north")?.verdict).not.toBe("fail");
    expect(countPerformanceClaims(cut)).toBe(countPerformanceClaims(spec) + 6);
  });

  test("errors that grew fail as a ratio; the table holds both on the label's scale", () => {
    const result = compare(reference, rows(random, 3000, { errors: 1.3 }));
    const rmse = by(result, "rmse");
    expect(rmse?.verdict).toBe("fail");
    expect(rmse?.margin).toBeCloseTo(0.1 * (rmse?.reference ?? 0), 12);
    const finding = result.findings.find(({ check }) => check === "population.performance.rmse");
    expect(finding).toMatchObject({ unit: "ratio", margin: 1.1 });
    expect(finding?.estimate).toBeCloseTo(1.3, 1);
  });

  test("a better candidate passes where less error or more AUC is meant", () => {
    const worse = rows(random, 3000, { noise: 2, errors: 1.3 });
    const result = compare(worse, reference);
    for (const metric of ["auc", "brier", "rmse", "accuracy"]) expect(by(result, metric)?.verdict, metric).toBe("pass");
  });

  test("few labels decide nothing and say how many more would", () => {
    const few = rows(random, 300);
    const result = compare(few, few);
    const auc = result.findings.find(({ check }) => check === "population.performance.auc");
    expect(auc).toMatchObject({ verdict: "inconclusive", mode: "enforce" });
    expect(auc?.needed).toBeGreaterThan(0);
    expect(compare(rows(random, 20), rows(random, 20)).findings.some(({ reason }) => reason.includes("at least 20 are needed"))).toBe(true);
  });

  test("no error at all is no pass either where the rarer class has too few rows to tell", () => {
    const faultless = (positives: number): ProfileRow[] => Array.from({ length: 100 }, (_, i) => ({ risk: i < positives ? 1 : 0, approved: i < positives ? "1" : "0", paid: i < positives ? "1" : "0", value: i, worth: i }));
    const few = by(compare(faultless(5), faultless(5)), "brier");
    expect(few).toMatchObject({ verdict: "inconclusive", reference: 0, candidate: 0 });
    expect(few?.reason).toContain("at least 20 are needed");
    expect(by(compare(faultless(40), faultless(40)), "brier")?.verdict).toBe("pass");
  });

  test("labels that come for high scores only are said not to be missing at random", () => {
    const result = compare(reference, rows(random, 3000, { unlabelled: (p) => p < 0.5 }));
    expect(result.findings.find(({ check }) => check === "population.performance.labels-at-random")).toMatchObject({ verdict: "warn", mode: "warn" });
    expect(by(result, "unlabelled-share")).toMatchObject({ verdict: "fail", reference: 0 });
    const evenly = compare(reference, rows(random, 3000, { unlabelled: () => random.unit() < 0.5 }));
    expect(evenly.findings.filter(({ check }) => check === "population.performance.labels-at-random")).toEqual([]);
  });
});

describe("without labels", () => {
  const plain = profileSpecOf([{ name: "risk", role: "score", binning: "two-tailed", pivot: 0 }]);
  const profile = (of: typeof plain, n = 50): Profile => profileOf(of, Array.from({ length: n }, (_, i) => ({ risk: i / n, paid: null })));

  test("nothing is invented: one observation where nobody declared a label, inconclusive where somebody did", () => {
    expect(checkPerformance({ reference: profile(plain), candidate: profile(plain), settings })).toMatchObject({ metrics: [], findings: [{ verdict: "pass", mode: "observe" }] });
    const declared = profileSpecOf([...plain.columns, { name: "paid", role: "label", kind: "category", categories: ["0", "1"] }], { positive: "1", judged: [{ output: "risk", label: "paid", task: "binary" }] });
    const result = checkPerformance({ reference: profile(declared), candidate: profile(declared), settings });
    expect(result.metrics).toEqual([]);
    expect(result.findings).toMatchObject([{ verdict: "inconclusive", mode: "enforce", statement: "performance was not seen: no label has come in staging and production" }]);
  });
});
