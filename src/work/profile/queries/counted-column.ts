import type { ColumnSpec } from "../../../core/domain/profile.ts";
import type { PopulationColumn } from "../../../core/domain/population.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import { textValue } from "../../../core/sql/text-value.ts";

/** A column of the spec that the relation has, with the SQL of its value: float64 for numbers and times, text for the others; null where there is none. */
export interface CountedColumn {
  readonly spec: ColumnSpec;
  readonly value: string;
  /** Whether NaN or the infinities can occur. */
  readonly mayBeUnfinite: boolean;
}

const whole = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BOOLEAN)$/i;
const decimal = /^DECIMAL/i;
const floating = /^(FLOAT|DOUBLE|REAL)$/i;
const clock = /^(TIMESTAMP|DATE)/i;

/** The column as it is counted, or why it cannot be, in words that follow "it". */
export const countedColumn = (dialect: Dialect, spec: ColumnSpec, column: PopulationColumn | undefined): CountedColumn | { readonly why: string } => {
  if (column === undefined || column.role === "ignored") return { why: column === undefined ? "is not there" : "is ignored here" };
  const name = dialect.identifier(column.column);
  if (spec.kind === "numeric" || spec.kind === "time") {
    if (clock.test(column.type)) return spec.kind === "time" ? { spec, value: dialect.epochSeconds(name), mayBeUnfinite: false } : { why: `is a time (${column.type}), and was a number` };
    if (!whole.test(column.type) && !decimal.test(column.type) && !floating.test(column.type)) return { why: `has the type ${column.type}, and was a ${spec.kind === "time" ? "time" : "number"}` };
    return { spec, value: /^DOUBLE$/i.test(column.type) ? name : dialect.float64(name), mayBeUnfinite: floating.test(column.type) };
  }
  return { spec, value: textValue(dialect, name, column.type), mayBeUnfinite: false };
};
