import { recordingColumns as column } from "../../core/domain/recording.ts";
import { clopperPearson } from "../../core/stats/clopper-pearson.ts";
import { countOf } from "../../core/wording/count-of.ts";
import type { Engine } from "../../ports/engine.ts";
import { type RecordingTable, requestsSql } from "../parity/recording/recording-relation.ts";
import type { Definition, Definitions } from "./definition.ts";
import { fewestRequests } from "./latency-definitions.ts";
import type { ReportedClaim } from "./reported-claim.ts";

/** Every way to take the share of requests that failed. */
export const errorRateDefinitions = async (engine: Engine, table: RecordingTable, claim: ReportedClaim): Promise<Definitions> => {
  const { dialect } = engine;
  const requests = requestsSql(dialect, table);
  const main = `${dialect.identifier(column.arm)} = ${dialect.literal("main")}`;
  const count = async (from: string): Promise<{ readonly failed: number; readonly n: number }> => {
    const [row] = await engine.query(`SELECT count(*) AS n, count(error_code) AS failed FROM ${from}`);
    return { failed: Number(row?.["failed"] ?? 0), n: Number(row?.["n"] ?? 0) };
  };
  const usual = await count(requests);
  if (usual.n < fewestRequests) return { why: `there were ${countOf(usual.n, "request")}; at least ${fewestRequests} are needed`, n: usual.n };
  const tried: Definition[] = [];
  const add = (words: string, failed: number, whole: number, steps: number): void => {
    if (whole > 0) tried.push({ words, as: words, steps, value: failed / whole, interval: failed <= whole ? clopperPearson(failed, whole) : null, n: whole });
  };
  add("as failed requests among all", usual.failed, usual.n, 0);
  add("failed requests for each answered one", usual.failed, usual.n - usual.failed, 1);
  const rows = await count(`(SELECT error_code FROM ${table.sql} WHERE ${main})`);
  add("the share of rows instead of requests", rows.failed, rows.n, 1);
  const kept = await count(`(SELECT min(error_code) AS error_code FROM ${table.sql} WHERE ${main} GROUP BY ${dialect.identifier(column.key)})`);
  add("the share of rows that failed at least once", kept.failed, kept.n, 1);
  if (claim.n !== null && claim.n > 0 && claim.n < usual.n) {
    for (const [words, order] of [["first", "ASC"], ["last", "DESC"]] as const) {
      const part = await count(`(SELECT error_code FROM ${requests} ORDER BY sent_at ${order}, call ${order} LIMIT ${claim.n})`);
      add(`the one over the ${words} ${countOf(claim.n, "request")}`, part.failed, part.n, 1);
    }
  }
  return { tried };
};
