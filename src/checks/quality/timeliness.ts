import type { PopulationRelation } from "../../core/domain/population.ts";
import type { QualityRule } from "../../core/domain/quality.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import { columnOf, missingColumn } from "./column-of.ts";
import type { RowRule } from "./rule-sql.ts";
import { familyOfEngine } from "./type-family.ts";

/** Rows for which something came too late after their prediction, or before it: the label, unless the rule names another time. */
export const timelinessSql = (rule: QualityRule, relation: PopulationRelation, dialect: Dialect): RowRule | string => {
  if (rule.withinSeconds === null) return "the rule does not say within how long";
  if (!relation.standard.includes("ts")) return "the log has no time of prediction (ts) that a delay could be counted from";
  const name = rule.column ?? "label_ts";
  const column = columnOf(relation, name, dialect);
  if (column === null) return missingColumn(name, relation);
  if (!["timestamp", "date"].includes(familyOfEngine(column.type))) return `${name} is of the type ${column.type}, not a time`;
  const ts = dialect.identifier("ts");
  const delay = `(${dialect.epochSeconds(column.sql)} - ${dialect.epochSeconds(ts)})`;
  const held = `(${column.sql} IS NOT NULL AND ${ts} IS NOT NULL)`;
  return { rule, held, broken: `(${held} AND (${delay} > ${dialect.double(rule.withinSeconds)} OR ${delay} < 0))`, value: `(${dialect.text(`round(${delay}, 3)`)} || ' s')`, wholeColumn: false };
};
