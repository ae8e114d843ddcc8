import type { JsonValue } from "../../core/json/json-value.ts";
import { shuffle } from "../../core/random/shuffle.ts";
import { streamOf } from "../../core/random/stream-of.ts";
import type { InputRow } from "../../ports/serving.ts";
import type { PlannedCall } from "./call-plan.ts";
import { roundedRow } from "./rounded-row.ts";

/** What a call carries: the rows as they are, or as its arm changes them. */
export const rowsToSend = (call: PlannedCall, rows: readonly InputRow[], seed: number): readonly InputRow[] => {
  if (call.phase === "rounded") return call.rows.map((row) => roundedRow(rows, row, seed) ?? (rows[row] as InputRow));
  const asked = call.rows.map((row) => rows[row] as InputRow);
  if (call.phase !== "shuffled") return asked;
  const order = otherOrder([...(asked[0] as InputRow).keys()], seed, call.group);
  return asked.map((row) => new Map(order.map((name) => [name, row.get(name) as JsonValue])));
};

/** The columns in a random order that is not the one given; both sides get the same one for the same group. */
const otherOrder = (columns: readonly string[], seed: number, group: number): readonly string[] => {
  const order = shuffle(columns, streamOf(seed, `columns of group ${group}`));
  return order.every((name, place) => name === columns[place]) ? [...columns.slice(1), columns[0] as string] : order;
};
