import type { FeatureRelation, PredictionRelation } from "../../core/domain/prediction-relation.ts";
import type { Engine } from "../../ports/engine.ts";
import { type DerivedDecision, withDerivedDecisions } from "../parity/decision/derived-decisions.ts";
import { classText } from "../parity/labels/class-text.ts";
import { labelKind, type LabelKind } from "../parity/labels/label-kind.ts";
import type { RecordingTable } from "../parity/recording/recording-relation.ts";
import { chooseOutputs, type RoleOfOutput } from "./choose-outputs.ts";
import { decisionDefinitions } from "./decision-definitions.ts";
import { decisionRules } from "./decision-rules.ts";
import type { Definitions } from "./definition.ts";
import { errorRateDefinitions } from "./error-rate-definitions.ts";
import { type JudgedClaim, judgeClaim } from "./judge-claim.ts";
import { type KnownMetric, type NamedMetric, readMetricName } from "./known-metric.ts";
import { latencyDefinitions } from "./latency-definitions.ts";
import { type LabelledRows, withLabelledRows } from "./labelled-rows.ts";
import { regressionDefinitions } from "./regression-definitions.ts";
import type { ReportedClaim } from "./reported-claim.ts";
import { requestPopulations } from "./request-population.ts";
import { rowPopulations } from "./row-population.ts";
import { scoreDefinitions } from "./score-definitions.ts";

export interface ReportedQuestion {
  /** What the environment answered: one row per input. */
  readonly predictions: PredictionRelation;
  /** Its requests; null for a file of predictions. */
  readonly recording: RecordingTable | null;
  readonly claims: readonly ReportedClaim[];
  /** Holds the label, by `key`. */
  readonly features: FeatureRelation | null;
  readonly label: string | null;
  readonly roles: readonly RoleOfOutput[];
  /** The agreed threshold; null where nobody agreed on one. */
  readonly threshold: number | null;
}

/** Everything an environment says of itself, recomputed from its own recording and judged; one conclusion per claim. */
export const checkReported = async (engine: Engine, question: ReportedQuestion): Promise<JudgedClaim[]> => {
  const environment = question.predictions.environment;
  const claims = question.claims.map((claim) => ({ claim, named: readMetricName(claim) }));
  const judged = new Map<ReportedClaim, JudgedClaim>();
  const conclude = (claim: ReportedClaim, known: KnownMetric | null, definitions: Definitions): void => {
    judged.set(claim, judgeClaim(environment, claim, known, definitions));
  };
  const labelled: Labelled[] = [];
  for (const { claim, named } of claims) {
    const known = named?.known ?? null;
    if (named === null || known === null) conclude(claim, null, { why: "", n: 0 });
    else if (known.kind === "latency" || known.kind === "error rate") conclude(claim, known, await fromRequests(engine, question.recording, known, claim));
    else labelled.push({ claim, named });
  }
  if (labelled.length > 0) for (const { claim, named, definitions } of await fromLabels(engine, question, labelled)) conclude(claim, named.known, definitions);
  return claims.flatMap(({ claim }) => judged.get(claim) ?? []);
};

interface Labelled {
  readonly claim: ReportedClaim;
  readonly named: NamedMetric;
}

const fromRequests = async (engine: Engine, recording: RecordingTable | null, known: Extract<KnownMetric, { kind: "latency" | "error rate" }>, claim: ReportedClaim): Promise<Definitions> => {
  if (recording === null) return { why: "a file of predictions holds no requests", n: 0 };
  return known.kind === "error rate" ? errorRateDefinitions(engine, recording, claim) : latencyDefinitions(engine, known, await requestPopulations(engine, recording, claim));
};

const fromLabels = async (engine: Engine, question: ReportedQuestion, labelled: readonly Labelled[]): Promise<(Labelled & { readonly definitions: Definitions })[]> => {
  const { features, label, roles } = question;
  const refuse = (why: string) => labelled.map((each) => ({ ...each, definitions: { why, n: 0 } }));
  const column = features?.features.find(({ name }) => name === label);
  if (features === null || label === null || column === undefined) return refuse("there are no labels to compute it from");
  if (question.predictions.rows === 0) return refuse("there is no answer to compute it from");
  const kind = await labelKind(engine, features, column, true);
  if (kind.kind === "none") return refuse(kind.why);
  const { predictions, all } = withMostLikely(engine, question.predictions, await withoutForeign(engine, question.predictions, roles, features, column), kind);
  const negative = kind.kind === "binary" ? kind.negative : null;
  const chosen = labelled.map((each) => ({ ...each, outputs: chooseOutputs(predictions, all, each.named.output, negative, each.claim.name) }));
  const wanted = [...new Set(chosen.flatMap(({ outputs: { score, decision } }) => [score, decision].filter((name) => name !== null)))];
  return withLabelledRows(engine, predictions, features, column, wanted, async (rows) => {
    const found: (Labelled & { readonly definitions: Definitions })[] = [];
    for (const each of chosen) found.push({ claim: each.claim, named: each.named, definitions: await ofRows(engine, question, rows, kind, each) });
    return found;
  });
};

const ofRows = async (engine: Engine, { threshold }: ReportedQuestion, rows: LabelledRows, kind: LabelKind, { claim, named: { known }, outputs }: Labelled & { readonly outputs: ReturnType<typeof chooseOutputs> }): Promise<Definitions> => {
  const n = rows.counts.labelled;
  const classes = kind.kind === "binary" ? { positive: kind.positive, negative: kind.negative } : null;
  const populations = rowPopulations(rows, claim, classes?.negative ?? null, engine.dialect.literal);
  if (known.kind === "regression") {
    return outputs.score === null ? { why: outputs.why.score, n } : regressionDefinitions(engine, { metric: known.metric, rows, populations: populations.filter(({ label }) => label === "label"), output: outputs.score });
  }
  const rules = decisionRules(engine.dialect, rows, { decision: outputs.decision, score: outputs.score, classes, agreed: threshold, said: claim.threshold });
  if (known.kind === "decision") {
    return rules.length === 0 ? { why: outputs.why.decision, n } : decisionDefinitions(engine, { metric: known, rows, populations, rules, classes, saidPositive: claim.positive });
  }
  if (known.kind !== "ranking" && known.kind !== "probability") return { why: "it is not computed from labels", n };
  if (outputs.score === null) return { why: outputs.why.score, n };
  if (classes === null) return { why: "the labels are not yes or no", n };
  return scoreDefinitions(engine, {
    metric: known.metric, rows, populations: populations.filter(({ withFailed }) => !withFailed), score: outputs.score, classes, decided: rules[0]?.decided ?? null, turned: claim.positive === classes.negative,
  });
};

/** The roles without decisions that are never written like a label: a model's version is no decision here. */
const withoutForeign = async (engine: Engine, { sql, outputs }: PredictionRelation, roles: readonly RoleOfOutput[], features: FeatureRelation, label: FeatureRelation["features"][number]): Promise<RoleOfOutput[]> => {
  const { dialect } = engine;
  const kept: RoleOfOutput[] = [];
  for (const each of roles) {
    const output = outputs.find(({ name }) => name === each.name);
    if (each.role !== "decision" || output === undefined) kept.push(each);
    else {
      const labels = `SELECT DISTINCT ${classText(dialect, dialect.identifier(label.column), label.dtype)} AS label FROM ${features.sql}`;
      const like = await engine.query(`SELECT 1 AS one FROM ${sql} WHERE ${classText(dialect, dialect.identifier(output.column), output.dtype)} IN (SELECT label FROM (${labels}) WHERE label IS NOT NULL) LIMIT 1`);
      if (like.length > 0) kept.push(each);
    }
  }
  return kept;
};

/** Several classes and no decision written: the most likely class of a vector of scores is the decision. */
const withMostLikely = (engine: Engine, predictions: PredictionRelation, roles: readonly RoleOfOutput[], kind: LabelKind): { readonly predictions: PredictionRelation; readonly all: readonly RoleOfOutput[] } => {
  const names = new Set(predictions.outputs.map(({ name }) => name));
  if (kind.kind === "binary" || roles.some(({ name, role }) => role === "decision" && names.has(name))) return { predictions, all: roles };
  const vectors = Map.groupBy(roles.filter(({ name, role }) => role === "score" && names.has(name) && /\[\d+\]$/.test(name)), ({ name }) => name.replace(/\[\d+\]$/, ""));
  const derived = [...vectors].filter(([, elements]) => elements.length > 2).map(([vector, elements]): DerivedDecision => ({ name: `most likely of ${vector}`, dtype: "int64", from: elements.map(({ name }) => name), threshold: null, origin: "guessed" }));
  return { predictions: withDerivedDecisions(engine.dialect, predictions, derived), all: [...roles, ...derived.map(({ name }): RoleOfOutput => ({ name, role: "decision" }))] };
};
