import type { Engine } from "../../ports/engine.ts";
import type { RowCondition } from "./subset-conditions.ts";

/** Conditions that share a column of marks; each takes one bit of a 64-bit integer. */
const CONDITIONS_PER_COLUMN = 48;

/** Row conditions, and a table of `key` and one column of bits for every part of them that says which each row fulfils. */
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
  const bits = (part: readonly RowCondition[]): string => part.map((c, i) => `case when ${c.sql} then ${2 ** i} else 0 end`).join(" + ");
  await engine.execute(`create table ${table} as select key${parts.map((part) => `, cast(${bits(part.conditions)} as bigint) as ${part.column}`).join("")} from ${pairs}`);
  return { conditions, table, parts };
};
