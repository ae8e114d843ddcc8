import { isNumeric } from "../../../core/domain/dtype.ts";
import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import type { Engine } from "../../../ports/engine.ts";

/**
 * LS209 where a file's output became text because of a few words among numbers ("failed" in row 8) and the other side gives numbers: compared as they are, every
 * pair would differ in type, and the words would not be found. A column that is text throughout is a real difference and stays one.
 */
export const refuseMixedOutputs = async (engine: Engine, path: string, file: PredictionRelation, other: PredictionRelation): Promise<void> => {
  const { identifier, countIf } = engine.dialect;
  for (const { name, column, dtype } of file.outputs) {
    const theirs = other.outputs.find((output) => output.name === name);
    if (dtype !== "string" || theirs === undefined || !isNumeric(theirs.dtype)) continue;
    const value = identifier(column);
    const word = `${value} IS NOT NULL AND TRY_CAST(${value} AS DOUBLE) IS NULL`;
    const [found] = await engine.query(`SELECT ${countIf(`TRY_CAST(${value} AS DOUBLE) IS NOT NULL`)} AS numbers, min(position) FILTER (WHERE ${word}) AS place, arg_min(left(${value}, 60), position) FILTER (WHERE ${word}) AS word FROM ${file.sql}`);
    const numbers = Number(found?.["numbers"] ?? 0);
    const at = found?.["place"];
    if (numbers === 0 || at === null || at === undefined) continue;
    const row = Number(at) + 1;
    throw new LockstepError("LS209", {
      message: `Column "${name}" of ${file.environment} holds ${countOf(numbers, "number")} and the text "${String(found?.["word"])}" (first in row ${row}); ${other.environment} gives numbers`,
      place: `${path}, column "${name}", row ${row}`,
      todo: "Leave the field empty where the model gave no value, or choose other columns with --outputs.",
    });
  }
};
