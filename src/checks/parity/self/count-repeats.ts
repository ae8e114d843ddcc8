import { outsideClasses } from "../../../core/domain/difference-class.ts";
import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { RepeatCounts } from "../../../core/judge/judge-share.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import type { Engine } from "../../../ports/engine.ts";
import type { OutputSpec } from "../compare/output-spec.ts";
import { pairsSql } from "../compare/pairs-sql.ts";

export interface RepeatRequest {
  readonly reference: PredictionRelation;
  readonly referenceRepeat: PredictionRelation;
  readonly candidate: PredictionRelation;
}

/** For each input that the reference answered twice: is the candidate outside tolerance, is the reference's own repeat, or both? */
export const countRepeats = async (engine: Engine, request: RepeatRequest, spec: OutputSpec): Promise<RepeatCounts> => {
  const [row] = await engine.query(countRepeatsSql(engine.dialect, request, spec));
  const count = (name: string): number => Number(row?.[name] ?? 0);
  return { pairs: count("pairs"), onlyCandidate: count("only_candidate"), onlyRepeat: count("only_repeat"), both: count("both") };
};

export const countRepeatsSql = (dialect: Dialect, { reference, referenceRepeat, candidate }: RepeatRequest, spec: OutputSpec): string => {
  const outside = (side: string): string => `${side}.class IN (${outsideClasses.map((name) => dialect.literal(name)).join(", ")})`;
  return `SELECT count(*) AS pairs,
  ${dialect.countIf(`${outside("b")} AND NOT ${outside("n")}`)} AS only_candidate,
  ${dialect.countIf(`${outside("n")} AND NOT ${outside("b")}`)} AS only_repeat,
  ${dialect.countIf(`${outside("n")} AND ${outside("b")}`)} AS both
FROM ${pairsSql(dialect, reference, candidate, spec)} AS b
JOIN ${pairsSql(dialect, reference, referenceRepeat, spec)} AS n ON b.key = n.key
WHERE b.class <> ${dialect.literal("both-error")}`;
};
