import { recordingColumns as column } from "../../core/domain/recording.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import { countOf } from "../../core/wording/count-of.ts";
import type { Engine } from "../../ports/engine.ts";
import { answered } from "../parity/latency/request-relation.ts";
import { type RecordingTable, requestsSql } from "../parity/recording/recording-relation.ts";
import type { Departure } from "./definition.ts";
import type { ReportedClaim } from "./reported-claim.ts";

/** Which requests a latency is taken over. */
export interface RequestPopulation extends Departure {
  /** FROM expression with `latency_ms` (not null), `sent_at` and `call`. */
  readonly sql: string;
  readonly n: number;
}

/** The answered requests of the main arm first, then the others that may have been meant. */
export const requestPopulations = async (engine: Engine, table: RecordingTable, claim: ReportedClaim): Promise<RequestPopulation[]> => {
  const { dialect } = engine;
  const requests = requestsSql(dialect, table);
  const [counted] = await engine.query(`SELECT count(*) AS n, ${dialect.countIf("error_code IS NOT NULL AND latency_ms IS NOT NULL")} AS failed FROM ${requests} WHERE latency_ms IS NOT NULL`);
  const failed = Number(counted?.["failed"] ?? 0);
  const n = Number(counted?.["n"] ?? 0) - failed;
  const main: RequestPopulation = { words: null, steps: 0, sql: `(SELECT latency_ms, sent_at, call FROM ${requests} WHERE ${answered})`, n };
  const [, side, rows] = /^(first|last)\s+(\d+)\b/i.exec(claim.window ?? "") ?? [];
  const part = (from: "first" | "last", many: number): RequestPopulation => ({
    words: `over the ${from} ${countOf(many, "request")}`, steps: 1, n: Math.min(many, n), sql: `(SELECT latency_ms, sent_at, call FROM ${requests} WHERE ${answered} ORDER BY sent_at ${from === "first" ? "ASC" : "DESC"}, call ${from === "first" ? "ASC" : "DESC"} LIMIT ${many})`,
  });
  const said = side === undefined ? null : part(side.toLowerCase() === "first" ? "first" : "last", Number(rows));
  const found: RequestPopulation[] = said === null ? [main] : [{ ...said, words: null, steps: 0 }, { ...main, words: `over all ${countOf(n, "request")}`, steps: 1 }];
  const many = claim.n ?? Number(rows ?? 0);
  if (many > 0 && many < n) for (const from of ["first", "last"] as const) if (side?.toLowerCase() !== from) found.push(part(from, many));
  if (failed > 0) found.push({ words: `with ${countOf(failed, "failed request")} counted as answers`, steps: 1, n: n + failed, sql: `(SELECT latency_ms, sent_at, call FROM ${requests} WHERE latency_ms IS NOT NULL)` });
  const perRow = rowsSql(dialect, table);
  const [all] = await engine.query(`SELECT count(*) AS n FROM ${perRow}`);
  if (Number(all?.["n"] ?? 0) > n) found.push({ words: "per row instead of per request", steps: 1, n: Number(all?.["n"]), sql: perRow });
  return found;
};

const rowsSql = (dialect: Dialect, { sql }: RecordingTable): string => `(SELECT latency_ms, sent_at, call FROM ${sql} WHERE ${dialect.identifier(column.arm)} = ${dialect.literal("main")} AND ${answered})`;
