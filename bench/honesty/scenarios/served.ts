import { checkOperations } from "../../../src/checks/population/operations/check-operations.ts";
import { familyAlpha } from "../../../src/core/judge/population-settings.ts";
import { covers, settingsFor } from "../compare-profiles.ts";
import { binomial } from "../draw/binomial.ts";
import { drawNumeric } from "../draw/binned-law.ts";
import { lognormalLaw } from "../draw/law.ts";
import { categoryColumn, noOperations, twoProfiles } from "../draw/two-profiles.ts";
import type { Claim, Scenario } from "../scenario.ts";
import { binsOf, fewSizes, type Sizes, sizeText } from "./laws.ts";
import { verdictsOf } from "./judged-outputs.ts";

const level = 1 - 2 * familyAlpha;
const group = "Latency, errors and rare events";
const errors: readonly Claim[] = [{ counter: "fail", question: "says fail", rule: "at-most", nominal: familyAlpha }, { counter: "pass", question: "says pass", rule: "at-most", nominal: familyAlpha }];

/** Latencies of a lognormal, those of the candidate `ratio` times as long. */
const latency = (ratio: number, sizes: Sizes): Scenario => ({
  id: `served/latency/${ratio}/${sizes.reference}`, group, title: `latency ${ratio} times as long; ${sizeText(sizes)} rows`, replications: 1500, small: sizes.reference === 1000 ? 100 : 0,
  claims: [
    ...["p50", "p95", "p99"].map((counter): Claim => ({ counter, question: `ratio of ${counter}`, rule: "coverage", nominal: level, slack: 0.02 })),
    ...(ratio === 1.25 ? errors.map((claim) => ({ ...claim, question: `${claim.question}, p95 on the margin` })) : [{ ...(errors[0] as Claim), question: "says fail, p95" }]),
  ],
  run: (random) => {
    const side = (n: number, scale: number) => ({ ...noOperations, latency: drawNumeric(binsOf(lognormalLaw(0.5), { scale }), n, random) });
    const { findings } = checkOperations({ ...twoProfiles(sizes, [], { operations: { reference: side(sizes.reference, 40), candidate: side(sizes.candidate, 40 * ratio) } }), settings: settingsFor(1) });
    const of = (name: string) => findings.filter(({ check, id }) => check === "population.operations.latency" && id.includes(name));
    const held = (name: string): boolean | null => covers(of(name)[0]?.interval, ratio, level);
    return { p50: held("p50"), p95: held("p95"), p99: held("p99"), ...verdictsOf(of("p95"), "population.operations.latency") };
  },
});

/** Failed rows of this many in a hundred. */
const failures = (before: number, after: number, sizes: Sizes): Scenario => ({
  id: `served/errors/${before}/${after}/${sizes.reference}`, group, title: `errors ${before} and ${after}; ${sizeText(sizes)} rows`, replications: 1500, small: sizes.reference === 1000 ? 100 : 0,
  claims: [{ counter: "holds", question: "difference of error shares", rule: "coverage", nominal: level, slack: 0.02 }, ...(after - before >= 0.01 ? errors : errors.slice(0, 1))],
  run: (random) => {
    const side = (n: number, chance: number) => ({ ...noOperations, errors: binomial(n, chance, random) });
    const { findings } = checkOperations({ ...twoProfiles(sizes, [], { operations: { reference: side(sizes.reference, before), candidate: side(sizes.candidate, after) } }), settings: settingsFor(1) });
    const found = findings.filter(({ check }) => check === "population.operations.errors");
    return { holds: covers(found[0]?.interval, after - before, level), ...verdictsOf(found, "population.operations.errors") };
  },
});

/** One value of a decision, rarer than one in a hundred. */
const rare = (before: number, after: number, sizes: Sizes): Scenario => ({
  id: `served/rare/${before}/${after}/${sizes.reference}`, group, title: `a value of ${before} and ${after} of the rows; ${sizeText(sizes)} rows`, replications: 1500, small: sizes.reference === 10_000 ? 200 : 0,
  claims: [{ counter: "holds", question: "ratio of shares", rule: "coverage", nominal: level, slack: 0.02 }, ...(after / before >= 2 ? errors : errors.slice(0, 1))],
  run: (random) => {
    const side = (n: number, chance: number) => { const k = binomial(n, chance, random); return { kind: "category" as const, n, nulls: 0, counts: [n - k, k], unseen: 0, unseenExamples: [] }; };
    const { findings } = checkOperations({ ...twoProfiles(sizes, [categoryColumn("x", { categories: ["usual", "rare"], reference: side(sizes.reference, before), candidate: side(sizes.candidate, after) }, { role: "decision" })]), settings: settingsFor(1) });
    const found = findings.filter(({ check }) => check === "population.operations.rare-events");
    return { holds: found.length === 0 ? null : covers(found[0]?.interval, after / before, level), ...verdictsOf(found, "population.operations.rare-events") };
  },
});

/** Many rare values of one column share one claim. */
const manyRare = (sizes: Sizes): Scenario => ({
  id: `served/many-rare/${sizes.reference}`, group, title: `40 values of 0.001 each, all as before; ${sizeText(sizes)} rows`, replications: 1000, small: 0, claims: errors.slice(0, 1),
  run: (random) => {
    const side = (n: number) => { const counts = Array.from({ length: 40 }, () => binomial(n, 0.001, random)); const k = counts.reduce((a, b) => a + b, 0); return { kind: "category" as const, n, nulls: 0, counts: [n - k, ...counts], unseen: 0, unseenExamples: [] }; };
    const { findings } = checkOperations({ ...twoProfiles(sizes, [categoryColumn("x", { categories: ["usual", ...Array.from({ length: 40 }, (_, at) => `rare ${at}`)], reference: side(sizes.reference), candidate: side(sizes.candidate) }, { role: "decision" })]), settings: settingsFor(1) });
    return { fail: findings.some(({ verdict, check }) => verdict === "fail" && check === "population.operations.rare-events") };
  },
});

export const servedScenarios = (): Scenario[] => fewSizes.flatMap((sizes) => [
  latency(1, sizes), latency(1.25, sizes), failures(0.01, 0.01, sizes), failures(0.02, 0.03, sizes), rare(0.002, 0.002, sizes), rare(0.002, 0.004, sizes), manyRare(sizes),
]);
