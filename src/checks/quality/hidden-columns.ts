import type { PopulationRelation } from "../../core/domain/population.ts";
import type { QualityRule } from "../../core/domain/quality.ts";

/** Columns whose values are never shown, under every name that a rule or a condition may call them by: people's own and that of the relation's SQL. */
export const hiddenColumns = (rules: readonly Pick<QualityRule, "column" | "private">[], { columns }: Pick<PopulationRelation, "columns">): ReadonlySet<string> => {
  const named = new Set(rules.flatMap(({ column, private: isPrivate }) => (isPrivate && column !== null ? [column] : [])));
  return new Set([...named, ...columns.flatMap(({ name, column }) => (named.has(name) || named.has(column) ? [name, column] : []))]);
};
