import type { PopulationRelation } from "../../core/domain/population.ts";
import type { QualityRule } from "../../core/domain/quality.ts";
import type { Engine } from "../../ports/engine.ts";
import { columnOf } from "./column-of.ts";
import { readCondition } from "./read-condition.ts";
import type { RowRule } from "./rule-sql.ts";

/**
 * Rows for which the condition is false. Where it is unknown, because a value is missing, the row is not held against it, as SQL's own CHECK does not.
 * Bound by the engine before it is run: what is no truth value over the columns is refused.
 */
export const consistencySql = async (engine: Engine, rule: QualityRule, relation: PopulationRelation): Promise<RowRule | string> => {
  const { dialect } = engine;
  const read = readCondition(rule.condition ?? "", relation, dialect);
  if (typeof read === "string") return `the condition is refused: ${read}`;
  let type: string | undefined;
  try {
    type = (await engine.describe(`SELECT (${read.sql}) AS holds FROM ${relation.sql}`))[0]?.type;
  } catch (cause) {
    return `the condition cannot be asked: ${(cause as Error).message.split("\n")[0] ?? ""}`;
  }
  if (type !== "BOOLEAN") return `the condition gives ${type ?? "nothing"}, not true or false`;
  const shown = read.columns.flatMap((name) => {
    const column = columnOf(relation, name, dialect);
    return column === null ? [] : [`${dialect.literal(`${name} = `)} || coalesce(${dialect.text(column.sql)}, 'null')`];
  });
  return { rule: { ...rule, columns: [...new Set([...(rule.columns ?? []), ...read.columns])] }, broken: `coalesce(NOT (${read.sql}), FALSE)`, held: `((${read.sql}) IS NOT NULL)`, value: shown.length === 0 ? "''" : shown.join(" || ', ' || "), wholeColumn: false };
};
