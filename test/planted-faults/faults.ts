import type { Run } from "../../src/core/domain/run.ts";
import { type Applicant, applicants } from "./applicants.ts";
import { logistic, logisticModel, margin, prepared, treeModel } from "./models.ts";
import { type Answers, decidedAt, type Planted, scoresOf } from "./plant.ts";
import { normal, randomSource } from "./random-source.ts";

const rows = applicants(600, 11);
const reference = rows.map(logisticModel);
const trees = treeModel();
const money = rows.map((row) => trees(prepared(row)));

/** Every score comes with the decision that follows from it, as models answer. */
const decided = (answers: Answers): Answers => answers.map((answer) => (answer === null || answer.decision !== undefined ? answer : { ...answer, decision: answer.score !== null && answer.score >= 0.5 ? "approve" : "refer" }));
const withDecisions = (planted: Planted): Planted => ({
  ...planted,
  reference: decided(planted.reference),
  candidate: decided(planted.candidate),
  ...(planted.candidateRepeat === undefined ? {} : { candidateRepeat: decided(planted.candidateRepeat) }),
  ...(planted.referenceRepeat === undefined ? {} : { referenceRepeat: decided(planted.referenceRepeat) }),
  ...(planted.arms === undefined ? {} : { arms: planted.arms.map((arm) => ({ ...arm, answers: decided(arm.answers) })) }),
});
const scored = (candidate: readonly (number | null)[], more: Partial<Planted> = {}): Planted => withDecisions({ rows, reference: scoresOf(reference), candidate: scoresOf(candidate), ...more });
const paid = (candidate: readonly (number | null)[], more: Partial<Planted> = {}): Planted => ({ rows, reference: scoresOf(money), candidate: scoresOf(candidate), tolerance: 0.01, ...more });
const latency = (ratio: number, low: number, high: number): Run["latencyRatios"] => [
  { q: 0.5, ratio, interval: { low, high, level: 0.95, method: "planted" } },
  { q: 0.95, ratio: ratio * 1.1, interval: null },
];
const mapRows = (change: (row: Applicant) => Applicant): number[] => rows.map((row) => logisticModel(change(row)));

/** Inputs scaled by mean and spread of the batch at hand, as a scaler fitted while serving does. */
const fittedWhileServing = (batch: number): number[] =>
  rows.flatMap((_, start) => {
    if (start % batch !== 0) return [];
    const part = rows.slice(start, start + batch).map((row) => [row.age, row.income ?? 37_000, row.balance, row.visits]);
    const columns = [0, 1, 2, 3].map((c) => part.map((x) => x[c] ?? 0));
    const means = columns.map((column) => column.reduce((s, v) => s + v, 0) / column.length);
    const sds = columns.map((column, c) => Math.sqrt(column.reduce((s, v) => s + (v - (means[c] ?? 0)) ** 2, 0) / column.length) || 1);
    return part.map((x, i) => logistic(margin(x.map((v, c) => (v - (means[c] ?? 0)) / (sds[c] ?? 1)), rows[start + i]?.region ?? "")));
  });

const dropout = (seed: number): number[] => {
  const random = randomSource(seed);
  return rows.map((row) => logistic(margin(prepared(row).map((x) => (random() < 0.3 ? 0 : x / 0.7)), row.region)));
};

/** A stale model answers one request in three. */
const stale = (row: Applicant): number => logistic(margin(prepared(row).map((x) => 0.8 * x), row.region) + 0.1);
const oneOfThree = (seed: number): { score: number; replica: string }[] => {
  const random = randomSource(seed);
  return rows.map((row, i) => {
    const replica = Math.floor(3 * random());
    return { score: replica === 1 ? stale(row) : (reference[i] ?? 0), replica: `pod-${replica}` };
  });
};
const anonymous = (answers: readonly { score: number }[]): { score: number }[] => answers.map(({ score }) => ({ score }));

/** Under load one answer in five is another row's. */
const mixedUp = (seed: number): number[] => {
  const random = randomSource(seed);
  return reference.map((score) => (random() < 0.2 ? (reference[Math.floor(random() * rows.length)] ?? score) : score));
};

const noise = (size: number, seed: number): (() => number) => {
  const random = randomSource(seed);
  return () => size * normal(random);
};
const relativeNoise = (size: number, seed: number): number[] => {
  const draw = noise(size, seed);
  return reference.map((score) => score * (1 + draw()));
};
const bfloat16 = (value: number): number => {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  view.setUint32(0, ((bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000) >>> 0);
  return view.getFloat32(0);
};
const columnsSwapped = rows.map((row) => {
  const [age = 0, income = 0, balance = 0, visits = 0] = prepared(row);
  return logistic(margin([income, age, balance, visits], row.region));
});
const nulls = (fill: number) => rows.map((row) => logistic(margin(prepared(row, fill), row.region)));
const otherTrees = treeModel(99);
const randomNumbers = randomSource(5);

/** Fitted a year before: every weight a little other and pulled to zero. */
const lastYears = rows.map((row) => {
  const [age = 0, income = 0, balance = 0, visits = 0] = prepared(row);
  return logistic(0.2 + margin([0.5 * age, 0.75 * income, 0.45 * balance, 1.4 * visits], row.region, { EU: 0.1, US: 0.1, NA: 0.2, APAC: 0, LATAM: -0.4 }));
});

/** What must not be told beside another model. */
const guesses = ["PERM", "SHRINK", "SUBSET", "RATIO", "CONST"];

/** A network that is sure of older applicants: their scores lie at the end, where what dropout does to them cannot be seen. */
const confident = (row: Applicant, kept: () => number = () => 1): number => {
  const [age = 0, income = 0, balance = 0, visits = 0] = prepared(row).map((x) => x * kept());
  return logistic(6 + 9 * age + 0.1 * (income + balance + visits));
};
const confidentDropout = (seed: number): number[] => {
  const random = randomSource(seed);
  return rows.map((row) => confident(row, () => 1 + 0.05 * normal(random)));
};
/** Probabilities of 0 and 1, but for one row that is a little less certain. */
const nearlyCertain = (moved: number): number[] => rows.map((_, i) => (i === 7 ? 2e-6 * (1 + moved) : i % 2));

/** What must be named first (any of several where both are true), and what else must be named. */
export interface Fault {
  readonly name: string;
  readonly planted: Planted;
  readonly first: string;
  readonly also?: readonly string[];
  /** Must not be named at all. */
  readonly never?: readonly string[];
  /** Must occur in another pattern's statement. */
  readonly alsoSays?: RegExp;
  /** Must occur in the first pattern's statement. */
  readonly says?: RegExp;
}

/** Faults with one cause. */
export const faults: readonly Fault[] = [
  { name: "missing intercept", first: "CONST", says: /log-odds/, planted: scored(rows.map((row) => logistic(margin(prepared(row), row.region) + 0.5))) },
  { name: "base score added twice", first: "CONST", says: /\+50/, planted: paid(money.map((v) => v + 50)) },
  { name: "thousandths for units", first: "RATIO", says: /thousand/, planted: paid(money.map((v) => v * 1000)) },
  { name: "percent for share", first: "RATIO", says: /hundred/, planted: scored(reference.map((v) => v * 100)) },
  { name: "bytes for range 0 to 1", first: "RATIO", says: /255/, planted: scored(reference.map((v) => v / 255)) },
  { name: "opposite sign", first: "RATIO", says: /opposite sign/, planted: paid(money.map((v) => -v)) },
  { name: "ddof", first: "RATIO", says: /n-1/, planted: paid(money.map((v) => (v * 600) / 599)) },
  { name: "null filled with 0", first: "SUBSET", says: /all \d+ rows where income is null, and none of the other/, planted: scored(nulls(0)) },
  { name: "null filled with 0, trees", first: "SUBSET", says: /income is null/, planted: paid(rows.map((row) => trees(prepared(row, 0)))) },
  { name: "NA read as missing", first: "SUBSET", says: /region is "NA"/, planted: scored(rows.map((row) => (row.region === "NA" ? logistic(margin(prepared(row), "")) : logisticModel(row)))) },
  { name: "category unknown", first: "SUBSET", says: /region is "LATAM"/, planted: scored(rows.map((row) => (row.region === "LATAM" ? logistic(margin(prepared(row), "")) : logisticModel(row)))) },
  { name: "zero taken for missing", first: "SUBSET", says: /visits is 0/, planted: scored(mapRows((row) => (row.visits === 0 ? { ...row, visits: 5 } : row))) },
  { name: "negatives cast to unsigned", first: "SUBSET", says: /balance is negative/, planted: scored(mapRows((row) => (row.balance < 0 ? { ...row, balance: 0 } : row))) },
  { name: "accents lost", first: "SUBSET", says: /outside ASCII/, planted: scored(rows.map((row, i) => (/[^\u0020-\u007e]/.test(row.city) ? (reference[i] ?? 0) * 0.93 : (reference[i] ?? 0)))) },
  { name: "clipped range", first: "SUBSET", says: /age is above/, planted: scored(mapRows((row) => (row.age > 62 ? { ...row, age: 62 } : row))) },
  { name: "columns swapped", first: "PERM", says: /age and income have exchanged/, planted: scored(columnsSwapped) },
  { name: "columns swapped, seen by shuffling", first: "PERM", says: /order of the columns/, planted: scored(columnsSwapped, { arms: [{ side: "candidate", arm: "shuffled", answers: scoresOf(reference.slice(0, 100)) }, { side: "reference", arm: "shuffled", answers: scoresOf(reference.slice(0, 100)) }] }) },
  { name: "rows joined to the wrong answers", first: "PERM", says: /answers to other rows/, planted: scored(reference.toSorted()) },
  { name: "rows mixed up, by answers that also lose digits", first: "PERM", says: /mixed up/, planted: scored(reference.toReversed().map((v, i) => v * (1 + 1e-3 * Math.sin(i)))) },
  { name: "another model", first: "MODEL", never: guesses, says: /another model/, planted: paid(rows.map((row) => 300 + 2 * otherTrees(prepared(row)))) },
  { name: "another model of the same task", first: "MODEL", never: guesses, says: /another model/, planted: scored(rows.map((row) => {
    const [age = 0, income = 0, balance = 0, visits = 0] = prepared(row);
    return logistic(margin([0.7 * age, 1.1 * income, 0.2 * balance, 2.5 * visits], row.region, { EU: -0.2, US: 0.4, NA: 0, APAC: 0.3, LATAM: 0 }));
  })) },
  { name: "last year's model, which ranks nearly alike", first: "MODEL", never: guesses, says: /another model.* steadily/, planted: scored(lastYears, { candidateRepeat: scoresOf(lastYears), referenceRepeat: scoresOf(reference) }) },
  { name: "columns of one scale swapped before the scaler", first: "PERM", says: /age and visits came in each other's place/, planted: scored(mapRows((row) => ({ ...row, age: row.visits, visits: row.age }))) },
  { name: "columns swapped before the scaler, linear model", first: "PERM", says: /age and visits came/, planted: {
    rows, reference: scoresOf(rows.map((row) => margin(prepared(row), row.region))), candidate: scoresOf(rows.map((row) => margin(prepared({ ...row, age: row.visits, visits: row.age }), row.region))) } },
  { name: "decision by another rule for one region", first: "SUBSET", says: /region is "EU"/, planted: scored([], { candidate: reference.map((score, i) => ({ score, decision: rows[i]?.region === "EU" || score >= 0.5 ? "approve" : "refer" })) }) },
  { name: "errors on one kind of row", first: "SUBSET", says: /^candidate fails on all \d+ rows where region is "NA", and none of the other \d+: LS405 boom texture$/, planted: scored([], { candidate: reference.map((score, i) => (rows[i]?.region === "NA" ? null : { score })), errors: [
    { environment: "candidate", requests: 600, errors: 2, interval: null, byCode: [{ code: "LS302", message: "too late", count: 1 }, { code: "LS405", message: "boom texture", count: 1 }] }] }) },
  { name: "the reference's errors on one kind of row", first: "SUBSET", says: /^reference fails on all \d+ rows where region is "NA", and none of the other \d+: LS405$/, planted: scored(reference, { reference: reference.map((score, i) => (rows[i]?.region === "NA" ? null : { score })) }) },
  { name: "constant output", first: "FLAT", planted: scored(reference.map(() => 0.37)) },
  { name: "feature times thousand", first: "SUBSET", says: /income is not null/, planted: scored(mapRows((row) => ({ ...row, income: row.income === null ? null : row.income * 1000 }))) },
  { name: "centred feature times thousand", first: "RATIO", says: /balance/, planted: scored(mapRows((row) => ({ ...row, balance: row.balance * 12 }))) },
  { name: "scaler fitted on single rows", first: "FLAT", says: /5 different values/, planted: scored(fittedWhileServing(1)) },
  { name: "temperature", first: "SHRINK", says: /compressed/, planted: scored(rows.map((row) => logistic(0.6 * margin(prepared(row), row.region)))) },
  { name: "half the trees", first: "SHRINK", planted: paid(money.map((v) => 400 + 0.6 * v + 1e-4 * (v - 1000) ** 2)) },
  { name: "dropout left on", first: "RAND", planted: scored(dropout(1), { candidateRepeat: scoresOf(dropout(2)), referenceRepeat: scoresOf(reference), arms: [{ side: "candidate", arm: "serial", answers: scoresOf(dropout(3).slice(0, 100)) }, { side: "reference", arm: "serial", answers: scoresOf(reference.slice(0, 100)) }, { side: "candidate", arm: "batch", answers: scoresOf(dropout(4).slice(0, 100)) }, { side: "reference", arm: "batch", answers: scoresOf(reference.slice(0, 100)) }] }) },
  { name: "dropout left on in a confident network", first: "RAND", never: ["SUBSET", "MODEL", "CONST"], planted: scored([], {
    reference: scoresOf(rows.map((row) => confident(row))), candidate: scoresOf(confidentDropout(1)), candidateRepeat: scoresOf(confidentDropout(2)), referenceRepeat: scoresOf(rows.map((row) => confident(row))), tolerance: 3e-7,
    arms: [{ side: "candidate", arm: "serial", answers: scoresOf(confidentDropout(3)) }, { side: "reference", arm: "serial", answers: scoresOf(rows.map((row) => confident(row))) }] }) },
  { name: "scaler fitted on the batch", first: "BATCH", planted: scored(fittedWhileServing(20), { candidateRepeat: scoresOf(fittedWhileServing(20)), referenceRepeat: scoresOf(reference), arms: [{ side: "candidate", arm: "batch", answers: scoresOf(fittedWhileServing(5).slice(0, 100)) }, { side: "reference", arm: "batch", answers: scoresOf(reference.slice(0, 100)) }] }) },
  { name: "mixed up under load", first: "CONC", planted: scored(mixedUp(1), { candidateRepeat: scoresOf(mixedUp(2)), referenceRepeat: scoresOf(reference), arms: [{ side: "candidate", arm: "serial", answers: scoresOf(reference.slice(0, 100)) }, { side: "reference", arm: "serial", answers: scoresOf(reference.slice(0, 100)) }] }) },
  { name: "one of three replicas stale, named", first: "REPL", says: /pod-1/, planted: scored([], { candidate: oneOfThree(1) }) },
  { name: "one of three replicas stale, nameless", first: "REPL", says: /one of three replicas/, planted: scored([], { candidate: anonymous(oneOfThree(1)), candidateRepeat: anonymous(oneOfThree(2)), referenceRepeat: scoresOf(reference) }) },
  { name: "answers one row late", first: "LAG", says: /the row before/, planted: scored(reference.map((_, i) => reference[Math.max(0, i - 1)] ?? 0)) },
  { name: "half of the answers three rows late", first: "LAG", says: /3 rows before/, planted: scored(reference.map((v, i) => (i % 2 === 0 ? (reference[Math.max(0, i - 3)] ?? 0) : v))) },
  { name: "NaN on nulls", first: "NAN", planted: scored(reference.map((v, i) => (rows[i]?.income === null ? Number.NaN : v))) },
  { name: "float16 overflow", first: "NAN", says: /largest number/, planted: paid(money.map((v) => (v > 1150 ? 65504 : v))) },
  { name: "null for NaN", first: "NAN", says: /null where/, planted: scored(reference.map((v, i) => (i % 50 === 3 ? null : v))) },
  { name: "threshold 0.5 against 0.4", first: "THRESH", says: /decide at 0\.5, candidate at 0\.4/, planted: scored([], { reference: decidedAt(reference, 0.5), candidate: decidedAt(reference, 0.4) }) },
  { name: "last digits", first: "ULP", planted: scored(relativeNoise(1e-15, 3)) },
  { name: "last digits, tolerance zero", first: "ULP", planted: scored(relativeNoise(1e-15, 3), { tolerance: 0 }) },
  { name: "bfloat16", first: "MANT", planted: scored(reference.map(bfloat16)) },
  { name: "a few leaves", first: "JUMP", planted: paid(money.map((v, i) => (i % 41 === 7 ? v + 37 * (i % 3 === 0 ? -1 : 1.4) : v))) },
  { name: "rounding that a singular model makes grow", first: "JUMP", says: /rounding that grows/, never: ["CONST", "MODEL"], planted: scored(relativeNoise(1e-14, 3).map((v, i) => (i % 97 === 5 ? v + 2e-4 : v))) },
  { name: "slower", first: "SLOW", says: /same/, planted: scored(reference, { latencyRatios: latency(3.1, 2.8, 3.4) }) },
  { name: "errors on some rows", first: "FAIL", says: /shape/, planted: scored([], { candidate: reference.map((score, i) => (i % 7 === 2 ? null : { score })), errors: [
    { environment: "reference", requests: 600, errors: 0, interval: null, byCode: [] },
    { environment: "candidate", requests: 600, errors: 86, interval: null, byCode: [{ code: "LS405", message: "expected shape 4, got 5", count: 43 }, { code: "LS405", message: "expected shape 4, got 6", count: 43 }] }] }) },
];

/** Two faults at once: both are named. */
export const combinations: readonly Fault[] = [
  { name: "constant and nulls", first: "CONST", also: ["SUBSET"], planted: scored(rows.map((row) => logistic(margin(prepared(row, 0), row.region) + 0.4))) },
  { name: "two kinds of rows", first: "SUBSET", also: ["SUBSET"], planted: scored(rows.map((row) => logistic(margin(prepared(row, 0), row.region === "LATAM" ? "" : row.region)))) },
  { name: "ratio and NaN", first: "RATIO", also: ["NAN"], planted: paid(money.map((v, i) => (i % 20 === 0 ? Number.NaN : v * 100))) },
  { name: "stale replica and nulls", first: "REPL", also: ["SUBSET"], planted: scored([], {
    candidate: anonymous(oneOfThree(1)).map((a, i) => (rows[i]?.income === null ? { score: nulls(0)[i] ?? 0 } : a)), candidateRepeat: anonymous(oneOfThree(2)).map((a, i) => (rows[i]?.income === null ? { score: nulls(0)[i] ?? 0 } : a)), referenceRepeat: scoresOf(reference) }) },
  { name: "named stale replica and nulls", first: "REPL", also: ["SUBSET"], alsoSays: /all \d+ rows where income is null, and none of the other \d+ \(beside answers of replica pod-1\)/, planted: scored([], {
    candidate: oneOfThree(1).map((a, i) => (rows[i]?.income === null && a.replica !== "pod-1" ? { score: nulls(0)[i] ?? 0, replica: a.replica } : a)) }) },
  { name: "constant and threshold", first: "THRESH", also: ["CONST"], planted: scored([], { reference: decidedAt(reference, 0.5), candidate: decidedAt(rows.map((row) => logistic(margin(prepared(row), row.region) + 0.5)), 0.8) }) },
  { name: "nulls and slower", first: "SUBSET", also: ["SLOW"], planted: scored(nulls(0), { latencyRatios: latency(2.1, 1.8, 2.4) }) },
];

/** Nothing to name: equal answers, differences within tolerance, and near misses. */
export const quiet: readonly { readonly name: string; readonly planted: Planted; readonly only?: readonly string[] }[] = [
  { name: "the same answers", planted: scored(reference) },
  { name: "the same money", planted: paid(money) },
  { name: "the same decisions", planted: scored([], { reference: decidedAt(reference, 0.5), candidate: decidedAt(reference, 0.5) }) },
  { name: "last digits within tolerance", planted: scored(relativeNoise(1e-12, 1)), only: ["ULP"] },
  { name: "float32 within tolerance", planted: scored(reference.map(Math.fround)), only: ["ULP"] },
  { name: "rounded to four digits within tolerance", planted: scored(reference.map((v) => Math.round(v * 1e4) / 1e4)), only: ["MANT"] },
  { name: "a constant within tolerance", planted: scored(reference.map((v) => v + 5e-5)) },
  { name: "a little less certain on one row", planted: scored(nearlyCertain(-0.0013), { reference: scoresOf(nearlyCertain(0)), tolerance: 1e-9 }) },
  { name: "a few per cent of the spread everywhere, without a shape", planted: scored(reference.map((v, i) => v + 0.012 * Math.sin(99 * i))) },
  { name: "nulls move within tolerance", planted: scored(reference.map((v, i) => (rows[i]?.income === null ? v + 5e-5 : v))) },
  { name: "both sides random alike, within tolerance", planted: scored(relativeNoise(1e-5, 1), { candidateRepeat: scoresOf(relativeNoise(1e-5, 2)), referenceRepeat: scoresOf(relativeNoise(1e-5, 3)) }), only: ["MANT"] },
  { name: "both sides leave dropout on", planted: scored(dropout(1), { reference: scoresOf(dropout(2)), candidateRepeat: scoresOf(dropout(3)), referenceRepeat: scoresOf(dropout(4)) }) },
  { name: "both sides answer NaN", planted: { rows, reference: scoresOf(reference.map((v, i) => (i % 9 === 0 ? Number.NaN : v))), candidate: scoresOf(reference.map((v, i) => (i % 9 === 0 ? Number.NaN : v))) } },
  { name: "a little slower, within the interval", planted: scored(reference, { latencyRatios: latency(1.15, 0.98, 1.35) }) },
  { name: "three stray errors on both sides", planted: scored(reference, { errors: ["reference", "candidate"].map((environment) => ({ environment, requests: 600, errors: environment === "reference" ? 2 : 3, interval: null, byCode: [] })) }) },
  { name: "both depend on batches alike", planted: scored(reference, { arms: (["reference", "candidate"] as const).flatMap((side) => (["batch", "serial", "shuffled"] as const).map((arm) => ({ side, arm, answers: scoresOf(reference.slice(0, 100).map((v, i) => (i % 3 === 0 ? v + 0.1 : v))) }))) }) },
];

/** Disagreements without a cause in the features: no kind of row may be blamed. */
export const strayDisagreement = (seed: number): Planted => {
  const random = randomSource(seed);
  return scored(reference.map((v) => (random() < 0.25 ? v + 0.02 * normal(random) : v + 1e-6 * randomNumbers())));
};
