import type { Metric } from "../../../core/domain/metric.ts";
import type { PopulationColumn, PopulationRelation, PopulationRole, StandardColumn } from "../../../core/domain/population.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { Measure } from "../../../core/domain/measure.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import { listOf } from "../../../core/wording/list-of.ts";

/** What of a measure a family of metrics decides. */
export type MeasureDraft = Pick<Measure, "shape" | "sql" | "labelled">;

/** A column of the relation as metrics use it: its SQL, quoted, and the type of that SQL. */
export interface MetricColumn {
  readonly name: string;
  readonly sql: string;
  readonly type: string;
  readonly role: PopulationRole | null;
}

/** A metric to be counted over columns that exist. */
export interface MetricContext {
  readonly metric: Metric;
  readonly dialect: Dialect;
  /** The column of this name, else the only one of the first of these roles that has any; LS250 where it is not there, or several could be meant. `key` is the key of the metric that names it. */
  column(name: string | undefined, roles: readonly PopulationRole[], key: keyof Metric): MetricColumn;
  /** A standard column; LS250 where the log has none. */
  standard(name: StandardColumn): MetricColumn;
  has(name: StandardColumn): boolean;
  /** What is thrown where the metric cannot be counted as it is written. */
  refuse(message: string, todo?: string): LockstepError;
}

const standardTypes: Partial<Record<StandardColumn, string>> = { ts: "TIMESTAMP", label_ts: "TIMESTAMP", latency_ms: "DOUBLE", status: "INTEGER", weight: "DOUBLE" };

/** Columns by name or by role, and errors with the metric's own place. */
export const metricContext = (metric: Metric, { columns, standard }: Pick<PopulationRelation, "columns" | "standard">, dialect: Dialect, place: string | undefined): MetricContext => {
  const refuse = (message: string, todo?: string): LockstepError => new LockstepError("LS250", { message: `${metric.name}: ${message}`, ...(place === undefined ? {} : { place }), ...(todo === undefined ? {} : { todo }) });
  const standardColumn = (name: StandardColumn): MetricColumn => ({ name, sql: dialect.identifier(name), type: standardTypes[name] ?? "VARCHAR", role: null });
  const usable = columns.filter(({ role }) => role !== "ignored");
  return {
    metric, dialect, refuse,
    has: (name) => standard.includes(name),
    standard(name) {
      if (!standard.includes(name)) throw refuse(`the log has no ${name}`, `Map it under columns: of the mapping, or take the metric out.`);
      return standardColumn(name);
    },
    column(name, roles, key) {
      if (name !== undefined) {
        const named = columns.find((column) => column.name === name);
        // A log's own column that fills a standard one is ignored under its name, and counted as the standard one.
        const known = named === undefined || named.role === "ignored" ? standard.find((each) => each === name) : undefined;
        if (known !== undefined) return standardColumn(known);
        if (named === undefined) throw refuse(`no column is named ${name}; there are ${listOf(usable.map((column) => column.name))}`, `Name one of them under ${key}:.`);
        if (named.role === "ignored") throw refuse(`the column ${name} is ignored: ${named.why}`, "Give it a role in the mapping.");
        return metricColumn(dialect, named);
      }
      const found = roles.map((role) => usable.filter((column) => column.role === role)).find((ofRole) => ofRole.length > 0) ?? [];
      const [only, second] = found;
      if (only === undefined) throw refuse(`the log has no ${listOf(roles).replace(" and ", " or ")}`, `Name the column under ${key}:.`);
      if (second !== undefined) throw refuse(`several columns could be meant: ${listOf(found.map((column) => column.name))}`, `Name one of them under ${key}:.`);
      return metricColumn(dialect, only);
    },
  };
};

/** Categories of real numbers, and texts, are text in the relation whatever they were in the log. */
const metricColumn = (dialect: Dialect, { name, column, kind, type, role }: PopulationColumn): MetricColumn =>
  ({ name, sql: dialect.identifier(column), role, type: kind === "text" || (kind === "category" && !isWhole(type) && !isBoolean(type)) ? "VARCHAR" : type });

export const isBoolean = (type: string): boolean => /^BOOL/i.test(type);
export const isWhole = (type: string): boolean => /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/i.test(type);
export const isNumber = (type: string): boolean => isWhole(type) || /^(FLOAT|DOUBLE|REAL|DECIMAL)/i.test(type);
