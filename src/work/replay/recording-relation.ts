import type { PredictionRelation } from "../../core/domain/prediction-relation.ts";
import { type Arm, recordingColumns as column } from "../../core/domain/recording.ts";
import type { Engine } from "../../ports/engine.ts";
import type { RecordingFacts } from "./write-recording.ts";

/** One arm and repeat of a recording as the relation that is compared: one row per input row. */
export const recordingRelation = async (engine: Engine, environment: string, recording: RecordingFacts, arm: Arm, repeat: number): Promise<PredictionRelation> => {
  const { identifier, literal, file } = engine.dialect;
  const where = `FROM read_parquet(${file(recording.path)}) WHERE ${column.arm} = ${literal(arm)} AND ${column.repeat} = ${repeat}`;
  const outputs = recording.outputs.map((output, index) => ({ ...output, from: output.column, column: `output_${index}` }));
  const selected = outputs.map(({ from, column: name }) => `, ${identifier(from)} AS ${name}`).join("");
  const [counted] = await engine.query(`SELECT count(*) AS n ${where}`);
  return {
    environment,
    sql: `(SELECT ${column.key} AS key, ${column.errorCode} AS error_code, ${column.replica} AS replica, ${column.row} AS position${selected} ${where})`,
    rows: Number(counted?.["n"]),
    outputs: outputs.map(({ name, column: as, dtype }) => ({ name, column: as, dtype })),
  };
};
