import type { PopulationRelation, StandardColumn } from "../../core/domain/population.ts";
import type { Dialect } from "../../core/sql/dialect.ts";

/** A column that rules are asked of. */
export interface AskedColumn {
  readonly name: string;
  /** Quoted, ready for SQL. */
  readonly sql: string;
  /** The engine's own name of the type. */
  readonly type: string;
}

const standardTypes: Readonly<Record<StandardColumn, string>> = {
  id: "VARCHAR", ts: "TIMESTAMP", label_ts: "TIMESTAMP", latency_ms: "DOUBLE", status: "INTEGER", error: "VARCHAR", weight: "DOUBLE", model: "VARCHAR", version: "VARCHAR", variant: "VARCHAR", replica: "VARCHAR", source_ref: "VARCHAR",
};

/** The column people mean by a name: as they name it, as the relation's SQL names it, or a standard one; null when there is none. */
export const columnOf = (relation: PopulationRelation, name: string, { identifier }: Dialect): AskedColumn | null => {
  const found = relation.columns.find((column) => column.name === name) ?? relation.columns.find(({ column }) => column === name);
  if (found !== undefined) return { name: found.name, sql: identifier(found.column), type: found.type };
  const standard = relation.standard.find((column) => column === name);
  return standard === undefined ? null : { name: standard, sql: identifier(standard), type: standardTypes[standard] };
};

/** Every name that rules may use. */
export const columnNames = (relation: PopulationRelation): string[] => [...relation.columns.map(({ name }) => name), ...relation.standard];

/** That there is no such column, with those that there are. */
export const missingColumn = (name: string, relation: PopulationRelation): string => {
  const names = columnNames(relation);
  return `there is no column ${name}; there are: ${names.slice(0, 12).join(", ")}${names.length > 12 ? ` and ${names.length - 12} more` : ""}`;
};
