import type { BinCount, OutputComparison } from "../../src/core/domain/comparison.ts";
import type { DType } from "../../src/core/domain/dtype.ts";
import type { DifferenceClass } from "../../src/core/domain/difference-class.ts";
import type { FeatureRelation, PredictionRelation } from "../../src/core/domain/prediction-relation.ts";
import type { ErrorSummary, ReplicaComparison, Run, SelfComparison } from "../../src/core/domain/run.ts";
import type { Cell, Engine } from "../../src/ports/engine.ts";
import type { DiagnosisInput } from "../../src/checks/diagnose/diagnosis-input.ts";
import type { Applicant } from "./applicants.ts";

/** What an environment answered to one row. A null answer is an error. */
export interface Answer {
  readonly score: number | null;
  readonly decision?: string;
  readonly replica?: string;
}
export type Answers = readonly (Answer | null)[];
export type ArmName = SelfComparison["arm"];

export interface Planted {
  readonly rows: readonly Applicant[];
  readonly reference: Answers;
  readonly candidate: Answers;
  readonly candidateRepeat?: Answers;
  readonly referenceRepeat?: Answers;
  /** Answers of an arm to the first rows. */
  readonly arms?: readonly { readonly side: "reference" | "candidate"; readonly arm: ArmName; readonly answers: Answers }[];
  readonly latencyRatios?: Run["latencyRatios"];
  readonly errors?: readonly ErrorSummary[];
  /** Absolute tolerance of the score. */
  readonly tolerance?: number;
  readonly ordered?: boolean;
  readonly withoutFeatures?: boolean;
}

export const scoresOf = (values: readonly (number | null)[]): Answers => values.map((score) => ({ score }));
export const decidedAt = (values: readonly number[], threshold: number): Answers => values.map((score) => ({ score, decision: score >= threshold ? "approve" : "refer" }));

const differenceClass = (a: Answer | null, b: Answer | null, output: "score" | "decision", tolerance: number): DifferenceClass => {
  if (a === null || b === null) return a === b ? "both-error" : "one-sided-error";
  const [x, y] = output === "score" ? [a.score, b.score] : [a.decision, b.decision];
  if (x === null || y === null) return x === y ? "equal" : y === null ? "missing" : "extra";
  if (Object.is(x, y) || x === y) return "equal";
  if (typeof x !== "number" || typeof y !== "number") return "value";
  if (!Number.isFinite(x) || !Number.isFinite(y)) return "non-finite";
  return Math.abs(x - y) > tolerance ? "value" : "within";
};

const noClasses: Record<DifferenceClass, number> = { "one-sided-error": 0, "both-error": 0, missing: 0, extra: 0, shape: 0, dtype: 0, "non-finite": 0, value: 0, within: 0, equal: 0 };
const isOutside = (c: DifferenceClass): boolean => !["both-error", "within", "equal"].includes(c);
const nothing: readonly BinCount[] = [];

const compare = (planted: Planted, output: "score" | "decision", tolerance: number): OutputComparison => {
  const classes = { ...noClasses };
  for (const [i, a] of planted.reference.entries()) classes[differenceClass(a, planted.candidate[i] ?? null, output, tolerance)] += 1;
  const dtype: DType = output === "score" ? "float64" : "string";
  return {
    output, role: output, roleOrigin: "agreed", dtypeReference: dtype, dtypeCandidate: dtype,
    tolerance: output === "score" ? { mode: "additive", absolute: tolerance, relative: 0, origin: "agreed", why: "planted" } : null,
    pairs: planted.reference.length, classes, outside: Object.entries(classes).reduce((sum, [name, n]) => sum + (isOutside(name as DifferenceClass) ? n : 0), 0),
    moments: null, rank: null, differences: null, ulp: [...nothing], scoreBins: null, smallestTolerance: null, flips: null,
  };
};

let relations = 0;

const predictionRelation = async (engine: Engine, environment: string, answers: Answers, decided: boolean): Promise<PredictionRelation> => {
  relations += 1;
  const table = `planted_${relations}`;
  const columns = [
    { name: "key", dtype: "string" }, { name: "error_code", dtype: "string" }, { name: "replica", dtype: "string" }, { name: "position", dtype: "int64" }, { name: "output.score", dtype: "float64" },
    ...(decided ? [{ name: "output.decision", dtype: "string" } as const] : []),
  ] as const;
  await engine.load(table, columns, answers.map((answer, i): Cell[] => [`row-${i}`, answer === null ? "LS405" : null, answer?.replica ?? null, BigInt(i), answer?.score ?? null, ...(decided ? [answer?.decision ?? null] : [])]));
  const outputs: { name: string; column: string; dtype: DType }[] = [{ name: "score", column: "output.score", dtype: "float64" }];
  if (decided) outputs.push({ name: "decision", column: "output.decision", dtype: "string" });
  return { environment, sql: table, rows: answers.length, outputs };
};

const featureRelation = async (engine: Engine, rows: readonly Applicant[]): Promise<FeatureRelation> => {
  relations += 1;
  const table = `planted_features_${relations}`;
  const features: FeatureRelation["features"] = [
    { name: "age", column: "age", dtype: "float64" }, { name: "income", column: "income", dtype: "float64" }, { name: "balance", column: "balance", dtype: "int64" },
    { name: "visits", column: "visits", dtype: "int64" }, { name: "region", column: "region", dtype: "string" }, { name: "city", column: "city", dtype: "string" },
  ];
  await engine.load(table, [{ name: "key", dtype: "string" }, ...features.map((f) => ({ name: f.column, dtype: f.dtype }))],
    rows.map((row, i): Cell[] => [`row-${i}`, row.age, row.income, BigInt(row.balance), BigInt(row.visits), row.region, row.city]));
  return { sql: table, features };
};

const selfComparison = (environment: string, arm: ArmName, output: "score" | "decision", main: Answers, again: Answers, tolerance: number): SelfComparison => {
  const classes = again.map((b, i) => differenceClass(main[i] ?? null, b, output, tolerance));
  return { environment, arm, output, pairs: again.length, outside: classes.filter(isOutside).length, changed: classes.filter((c) => c !== "equal").length, maxAbsoluteDifference: null, skipped: null };
};

/** Loads planted answers into an engine and aggregates them, row by row and independently of what is under test. */
export const plant = async (engine: Engine, planted: Planted): Promise<DiagnosisInput> => {
  const tolerance = planted.tolerance ?? 1e-4;
  const decided = planted.reference.some((a) => a?.decision !== undefined);
  const outputs: ("score" | "decision")[] = decided ? ["score", "decision"] : ["score"];
  const relation = (environment: string, answers: Answers | undefined) => (answers === undefined ? Promise.resolve(null) : predictionRelation(engine, environment, answers, decided));
  const arms = [
    ...(planted.arms ?? []),
    ...(planted.candidateRepeat === undefined ? [] : [{ side: "candidate" as const, arm: "repeat" as const, answers: planted.candidateRepeat }]),
    ...(planted.referenceRepeat === undefined ? [] : [{ side: "reference" as const, arm: "repeat" as const, answers: planted.referenceRepeat }]),
  ];
  const replicas = new Map<string, ReplicaComparison>();
  for (const [i, b] of planted.candidate.entries())
    for (const output of outputs) {
      if (b?.replica === undefined) continue;
      const name = `${b.replica}/${output}`;
      const known = replicas.get(name) ?? { environment: "candidate", replica: b.replica, output, pairs: 0, outside: 0 };
      replicas.set(name, { ...known, pairs: known.pairs + 1, outside: known.outside + (isOutside(differenceClass(planted.reference[i] ?? null, b, output, tolerance)) ? 1 : 0) });
    }
  return {
    reference: await predictionRelation(engine, "reference", planted.reference, decided),
    candidate: await predictionRelation(engine, "candidate", planted.candidate, decided),
    candidateRepeat: await relation("candidate", planted.candidateRepeat),
    referenceRepeat: await relation("reference", planted.referenceRepeat),
    comparisons: outputs.map((output) => compare(planted, output, tolerance)),
    noise: arms.flatMap(({ side, arm, answers }) => outputs.map((output) => selfComparison(side, arm, output, planted[side], answers, tolerance))),
    replicas: [...replicas.values()],
    features: planted.withoutFeatures === true ? null : await featureRelation(engine, planted.rows),
    latencyRatios: planted.latencyRatios ?? [],
    errors: planted.errors ?? [],
    threshold: null,
    ordered: planted.ordered ?? true,
  };
};
