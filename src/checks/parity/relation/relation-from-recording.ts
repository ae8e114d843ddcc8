import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import { type Arm, outputPrefix, recordingColumns } from "../../../core/domain/recording.ts";
import type { Engine } from "../../../ports/engine.ts";
import { dtypeOfEngineType } from "./dtype-of-engine-type.ts";

export interface RecordingPart {
  readonly environment: string;
  /** The recording as a table expression with the columns of a recording. */
  readonly sql: string;
  readonly arm: Arm;
  readonly repeat: number;
}

/** One arm and repeat of a recording as a prediction relation: one row per input row that was asked. */
export const relationFromRecording = async (engine: Engine, part: RecordingPart): Promise<PredictionRelation> => {
  const { identifier, literal } = engine.dialect;
  const { key, errorCode, replica, row, arm, repeat } = recordingColumns;
  const columns = (await engine.describe(`SELECT * FROM ${part.sql}`)).filter((column) => column.name.startsWith(outputPrefix));
  const outputs = columns.map((column) => ({ name: column.name.slice(outputPrefix.length), column: column.name, dtype: dtypeOfEngineType(column.type) }));
  const selected = [
    `${identifier(key)} AS key`,
    `${identifier(errorCode)} AS error_code`,
    `${identifier(replica)} AS replica`,
    `${identifier(row)}::BIGINT AS position`,
    ...columns.map((column) => identifier(column.name)),
  ];
  const sql = `(SELECT ${selected.join(", ")} FROM ${part.sql} WHERE ${identifier(arm)} = ${literal(part.arm)} AND ${identifier(repeat)} = ${part.repeat})`;
  const [counted] = await engine.query(`SELECT count(*) AS n FROM ${sql}`);
  return { environment: part.environment, sql, rows: Number(counted?.["n"]), outputs };
};
