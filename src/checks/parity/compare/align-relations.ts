import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { Engine } from "../../../ports/engine.ts";

/** How two relations meet, found once and used by every query over their pairs. */
export interface Alignment {
  readonly pairs: number;
  readonly errorsReference: number;
  readonly errorsCandidate: number;
  /** The condition that pairs a row `r` of the reference with a row `c` of the candidate. */
  readonly on: string;
}

/** Rows of the same key in the same place are paired by place, a number, which is cheaper than by key. */
const byPosition = "r.position = c.position";
const byKey = "r.key = c.key";

/** Whether all keys stand in the same place on both sides, how many pairs there are, and how many rows failed. */
export const alignRelations = async (engine: Engine, reference: PredictionRelation, candidate: PredictionRelation, signal?: AbortSignal): Promise<Alignment> => {
  const count = async (sql: string): Promise<number> => Number((await engine.query(sql, [], signal))[0]?.["n"] ?? 0);
  const errors = (relation: PredictionRelation): Promise<number> => count(`SELECT count(*) AS n FROM ${relation.sql} AS r WHERE r.error_code IS NOT NULL`);
  const pairs = (on: string): Promise<number> => count(`SELECT count(*) AS n FROM ${reference.sql} AS r JOIN ${candidate.sql} AS c ON ${on}`);
  const errorsReference = await errors(reference);
  const errorsCandidate = await errors(candidate);
  if (reference.rows === candidate.rows && (await pairs(`${byPosition} AND ${byKey}`)) === reference.rows) {
    return { pairs: reference.rows, errorsReference, errorsCandidate, on: byPosition };
  }
  return { pairs: await pairs(byKey), errorsReference, errorsCandidate, on: byKey };
};
