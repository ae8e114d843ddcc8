import { outsideClasses } from "../../../core/domain/difference-class.ts";
import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { SelfComparison } from "../../../core/domain/run.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import type { Engine } from "../../../ports/engine.ts";
import type { OutputSpec } from "../compare/output-spec.ts";
import { pairsSql } from "../compare/pairs-sql.ts";

export interface SelfComparisonRequest {
  readonly environment: string;
  readonly arm: SelfComparison["arm"];
  /** What the environment answered in the ordinary way. */
  readonly ordinary: PredictionRelation;
  /** What it answered under the change that should not matter. */
  readonly changed: PredictionRelation;
  readonly outputs: readonly OutputSpec[];
  /** What the first of the changed requests was told, when none of them was answered. */
  readonly refusal?: string | null;
}

/** The subject of an arm that nobody could be asked. */
export const allOutputs = "all outputs";

/** Requests that failed are judged as errors; here only pairs of answers count. */
const moved = outsideClasses.filter((name) => name !== "one-sided-error");

/** Per output: how many answers moved at all, how many beyond tolerance, and by how much, in one query. */
export const compareWithItself = async (engine: Engine, request: SelfComparisonRequest): Promise<SelfComparison[]> => {
  const { environment, arm, outputs, refusal = null } = request;
  if (outputs.length === 0) return [];
  if (refusal !== null) return [{ environment, arm, output: allOutputs, pairs: 0, outside: 0, changed: 0, maxAbsoluteDifference: null, skipped: `none of its requests was answered; the first: ${refusal}` }];
  const rows = await engine.query(selfComparisonSql(engine.dialect, request));
  return outputs.map(({ output }, index) => {
    const row = rows.find((each) => Number(each["output"]) === index);
    const pairs = Number(row?.["pairs"] ?? 0);
    return {
      environment, arm, output, pairs,
      outside: Number(row?.["outside"] ?? 0),
      changed: Number(row?.["changed"] ?? 0),
      maxAbsoluteDifference: row?.["largest"] === null || row?.["largest"] === undefined ? null : Number(row["largest"]),
      skipped: pairs === 0 ? "none of its requests was answered" : null,
    };
  });
};

export const selfComparisonSql = (dialect: Dialect, { ordinary, changed, outputs }: Omit<SelfComparisonRequest, "environment" | "arm">): string => {
  const list = (names: readonly string[]): string => names.map((name) => dialect.literal(name)).join(", ");
  return outputs
    .map((spec, index) => `SELECT ${index} AS output, count(*) AS pairs, ${dialect.countIf(`class IN (${list(moved)})`)} AS outside, ${dialect.countIf(`class <> ${dialect.literal("equal")}`)} AS changed, max(CASE WHEN ${dialect.isFinite("d")} THEN abs(d) END) AS largest
FROM ${pairsSql(dialect, ordinary, changed, spec)}
WHERE class NOT IN (${list(["one-sided-error", "both-error"])})`)
    .join("\nUNION ALL\n");
};
