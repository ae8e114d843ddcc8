import type { Engine } from "../../ports/engine.ts";
import { countOrZero, numberOrNull } from "./cell-number.ts";
import { medianSql } from "./quantile-sql.ts";

/** How tightly an expression over pairs gathers around its median. */
export interface Band {
  readonly median: number;
  /** Rows the expression was taken over. */
  readonly n: number;
  readonly inside: number;
  /** Of those inside, rows that are outside the comparison's tolerance. */
  readonly insideOutside: number;
  /** The condition for a row to be inside. */
  readonly rows: string;
}

/**
 * Median of an expression, and the rows within `halfWidth` of it (an SQL expression that may name the row's columns). A median withstands
 * any other fault that touches fewer than half of the rows. Null when the condition leaves no rows.
 */
export const bandAround = async (engine: Engine, table: string, expression: string, condition: string, halfWidth: (median: number) => string): Promise<Band | null> => {
  const median = numberOrNull((await engine.query(`select ${medianSql(table, expression, condition)} as m`))[0]?.["m"]);
  if (median === null || !Number.isFinite(median)) return null;
  const rows = `(${condition} and abs(${expression} - ${engine.dialect.double(median)}) <= ${halfWidth(median)})`;
  const { dialect } = engine;
  const counts = (await engine.query(`select ${dialect.countIf(condition)} as n, ${dialect.countIf(rows)} as inside, ${dialect.countIf(`outside and ${rows}`)} as inside_outside from ${table}`))[0] ?? {};
  return { median, n: countOrZero(counts["n"]), inside: countOrZero(counts["inside"]), insideOutside: countOrZero(counts["inside_outside"]), rows };
};
