import type { ErrorSummary } from "../../../core/domain/run.ts";
import { clopperPearson } from "../../../core/stats/clopper-pearson.ts";
import type { Engine } from "../../../ports/engine.ts";
import type { RequestRelation } from "./request-relation.ts";

/** Kinds of error that are listed; the rest is in the total. */
export const mostErrorKinds = 20;

/** Share of requests that failed, with an exact interval, and the commonest errors with the most frequent of their messages each. */
export const summariseErrors = async (engine: Engine, relations: readonly RequestRelation[], level = 0.95): Promise<ErrorSummary[]> => {
  const summaries: ErrorSummary[] = [];
  for (const { environment, sql } of relations) {
    const [total] = await engine.query(`SELECT count(*) AS requests, count(error_code) AS errors FROM ${sql}`);
    const [requests, errors] = [Number(total?.["requests"] ?? 0), Number(total?.["errors"] ?? 0)];
    const kinds = await engine.query(`SELECT error_code, min(CASE WHEN place = 1 THEN error_message END) AS message, sum(times) AS n FROM (
  SELECT error_code, error_message, count(*) AS times, row_number() OVER (PARTITION BY error_code ORDER BY count(*) DESC, error_message) AS place
  FROM ${sql} WHERE error_code IS NOT NULL GROUP BY error_code, error_message
) GROUP BY error_code ORDER BY n DESC, error_code LIMIT ${mostErrorKinds}`);
    summaries.push({
      environment, requests, errors,
      interval: requests === 0 ? null : clopperPearson(errors, requests, level),
      byCode: kinds.map((row) => ({ code: String(row["error_code"]), message: String(row["message"] ?? ""), count: Number(row["n"]) })),
    });
  }
  return summaries;
};
