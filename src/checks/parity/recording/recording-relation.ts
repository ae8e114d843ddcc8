import type { DType } from "../../../core/domain/dtype.ts";
import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import { type Arm, recordingColumns as column } from "../../../core/domain/recording.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import type { Engine } from "../../../ports/engine.ts";

export interface RecordingTable {
  readonly environment: string;
  /** Table expression of the recording, one row per answered input row. */
  readonly sql: string;
  readonly outputs: readonly { readonly name: string; readonly column: string; readonly dtype: DType }[];
}

/**
 * Which answer of a row is meant. `first` is the earliest repeat that was answered, so that only a row which failed every time counts
 * as unanswered: errors that come and go are judged as an error rate. `second` is the next answered repeat.
 */
export type Turn = "first" | "second";

/** A recording's rows of one arm as a prediction relation. */
export const recordingRelation = async (engine: Engine, table: RecordingTable, arm: Arm, turn: Turn): Promise<PredictionRelation> => {
  const sql = `(${selectTurn(engine.dialect, table, arm, turn)})`;
  const [counted] = await engine.query(`SELECT count(*) AS n FROM ${sql}`);
  return { environment: table.environment, sql, rows: Number(counted?.["n"] ?? 0), outputs: table.outputs };
};

const selectTurn = (dialect: Dialect, { sql, outputs }: RecordingTable, arm: Arm, turn: Turn): string => {
  const quoted = (name: string): string => dialect.identifier(name);
  const error = quoted(column.errorCode);
  const key = quoted(column.key);
  const row = quoted(column.row);
  const wanted = turn === "first" ? "turn = 1" : `turn = 2 AND ${error} IS NULL`;
  const columns = [key, error, quoted(column.replica), `${row} AS position`, ...outputs.map((output) => quoted(output.column))];
  return `SELECT ${columns.join(", ")}
FROM (
  SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY (${error} IS NOT NULL), ${quoted(column.repeat)}) AS turn
  FROM ${sql}
  WHERE ${quoted(column.arm)} = ${dialect.literal(arm)}
)
WHERE ${wanted}`;
};

/** What the first request of an arm was told when none of the arm's requests was answered; null when one was, or none was sent. */
export const firstRefusal = async (engine: Engine, { sql }: RecordingTable, arm: Arm): Promise<string | null> => {
  const [call, code, message, of] = [column.call, column.errorCode, column.errorMessage, column.arm].map((name) => engine.dialect.identifier(name));
  const [first] = await engine.query(`SELECT ${code} AS code, ${message} AS message FROM ${sql}
WHERE ${of} = ${engine.dialect.literal(arm)} AND NOT EXISTS (SELECT 1 FROM ${sql} AS answered WHERE answered.${of} = ${engine.dialect.literal(arm)} AND answered.${code} IS NULL)
ORDER BY ${call} LIMIT 1`);
  return first === undefined ? null : `${String(first["code"])} ${String(first["message"] ?? "")}`.trim();
};

/** Latency and outcome of each request of the main arm: a request that carried several rows counts once. */
export const requestsSql = (dialect: Dialect, { sql }: RecordingTable): string => {
  const [call, sentAt, latency, code, message, status, arm] = [column.call, column.sentAt, column.latencyMs, column.errorCode, column.errorMessage, column.status, column.arm].map((name) => dialect.identifier(name));
  return `(SELECT ${call}, min(${sentAt}) AS ${sentAt}, min(${latency}) AS ${latency}, min(${code}) AS ${code}, min(${message}) AS ${message}, min(${status}) AS ${status} FROM ${sql} WHERE ${arm} = ${dialect.literal("main")} GROUP BY ${call})`;
};
