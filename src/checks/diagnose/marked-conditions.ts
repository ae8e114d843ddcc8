import type { Engine } from "../../ports/engine.ts";
import type { RowCondition } from "./subset-conditions.ts";

/** Conditions that share a column of marks: few enough that many rows fulfil the same ones. */
const CONDITIONS_PER_COLUMN = 48;

/** Row conditions, and a table of `key` and one text column for every part of them: "1" where a row fulfils the condition of that place. */
export interface MarkedConditions {
  readonly conditions: readonly RowCondition[];
  readonly table: string;
  readonly parts: readonly { readonly column: string; readonly conditions: readonly RowCondition[] }[];
}

/**
 * Evaluates every condition once for every row of a pairs table. Hundreds of conditions are held against several outputs, again and again;
 * planning and computing them is what costs.
 */
export const markConditions = async (engine: Engine, pairs: string, conditions: readonly RowCondition[], table: string): Promise<MarkedConditions> => {
  const parts: { column: string; conditions: readonly RowCondition[] }[] = [];
  for (let from = 0; from < conditions.length; from += CONDITIONS_PER_COLUMN) parts.push({ column: `m${parts.length}`, conditions: conditions.slice(from, from + CONDITIONS_PER_COLUMN) });
  // Text, not the sum of powers of two: planning a long sum takes several times as long.
  const marks = (part: readonly RowCondition[]): string => `concat(${part.map((c) => `case when ${c.sql} then '1' else '0' end`).join(", ")})`;
  await engine.execute(`create table ${table} as select key${parts.map((part) => `, ${marks(part.conditions)} as ${part.column}`).join("")} from ${pairs}`);
  return { conditions, table, parts };
};
