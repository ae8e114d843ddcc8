import type { OutputRow } from "../../ports/serving.ts";

/** Whether two answers are the same, bit for bit: outputs, their types and values, row by row. */
export const sameAnswers = (now: readonly OutputRow[], then: readonly OutputRow[]): boolean =>
  now.length === then.length && now.every((row, index) => sameRow(row, then[index]));

const sameRow = (now: OutputRow, then: OutputRow | undefined): boolean =>
  then !== undefined && now.size === then.size && [...now].every(([path, { dtype, value }]) => then.get(path)?.dtype === dtype && Object.is(then.get(path)?.value, value));
