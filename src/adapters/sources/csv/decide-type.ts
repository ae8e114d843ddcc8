import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { ColumnEvidence } from "./column-evidence.ts";

export type CsvType = "BOOLEAN" | "BIGINT" | "UBIGINT" | "DOUBLE" | "VARCHAR";

const largestInt64 = 2n ** 63n - 1n;
const smallestInt64 = -(2n ** 63n);
const largestUint64 = 2n ** 64n - 1n;

/**
 * The type of a column from all of its values. Only an empty field is null. Numbers among missing-value words are LS209,
 * because guessing what `NA` meant would be a silent default. What no number type holds exactly stays text.
 */
export const decideType = (column: ColumnEvidence, path: string): CsvType => {
  if (column.values === 0) return "VARCHAR";
  if (column.booleans === column.values) return "BOOLEAN";
  if (column.numbers === column.values) return numericType(column);
  if (column.numbers > 0 && column.numbers + column.missingWords === column.values) {
    throw new LockstepError("LS209", {
      message: `Column "${column.name}" holds numbers (first in row ${column.firstNumber}) and the text "${column.firstOtherText}" (first in row ${column.firstOther})`,
      place: `${path}, column "${column.name}", row ${column.firstOther}`,
      todo: "Leave the field empty where the value is missing, or write NaN if the model answered NaN.",
    });
  }
  return "VARCHAR";
};

const numericType = (column: ColumnEvidence): CsvType => {
  if (column.padded > 0) return "VARCHAR";
  if (column.integers < column.values) return column.inexact > 0 ? "VARCHAR" : "DOUBLE";
  const { low, high } = column;
  if (low === null || high === null) return "VARCHAR";
  if (low >= smallestInt64 && high <= largestInt64) return "BIGINT";
  return low >= 0n && high <= largestUint64 ? "UBIGINT" : "VARCHAR";
};
