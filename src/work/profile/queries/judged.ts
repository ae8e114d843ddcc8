import type { Dialect } from "../../../core/sql/dialect.ts";
import { binCode } from "./bin-code.ts";
import type { CountedColumn } from "./counted-column.ts";
import type { CellSource } from "./histograms.ts";
import { finite } from "./sums.ts";

/** Score against label by bin: `w`, `s`, `code`, `positive` (null: not labelled), `rows`, `sum`, `squares`, `loss`. `label` is text. */
export const scoreLabelQuery = (dialect: Dialect, { from, window, segment }: CellSource, output: CountedColumn, label: string, positive: string, gamma: number): string => {
  const kept = "greatest(1e-15, least(1 - 1e-15, x))";
  return `SELECT w, s, code, positive, count(*)::DOUBLE AS "rows", ${dialect.compensatedSum("x")} AS sum, sum(x * x) AS squares, sum(CASE WHEN positive THEN -ln(${kept}) WHEN NOT positive THEN -ln(1 - ${kept}) END) AS loss\n` +
    `FROM (SELECT ${window} AS w, ${segment} AS s, ${finite(dialect, output)} AS x, ${binCode(dialect, output.value, output.spec, gamma)} AS code, ${label} = ${dialect.literal(positive)} AS positive FROM ${from})\n` +
    "WHERE x IS NOT NULL GROUP BY w, s, code, positive";
};

/** Number against number: `w`, `s`, `labelled`, `unlabelled` and the sums of the domain's names. */
export const regressionQuery = (dialect: Dialect, { from, window, segment }: CellSource, output: CountedColumn, label: CountedColumn): string => {
  const exact = (term: string, name: string): string => `${dialect.compensatedSum(`CASE WHEN y IS NOT NULL THEN ${term} END`)} AS "${name}"`;
  return `SELECT w, s, count(y)::DOUBLE AS labelled, (count(*) - count(y))::DOUBLE AS unlabelled, ${[
    exact("x - y", "sumError"), exact("(x - y) * (x - y)", "sumSquaredError"), exact("abs(x - y)", "sumAbsoluteError"), exact("(x - y) * (x - y) * (x - y) * (x - y)", "sumFourthError"),
    exact("y", "sumLabel"), exact("y * y", "sumSquaredLabel"), exact("x", "sumOutput"), exact("x * x", "sumSquaredOutput"), exact("x * y", "sumProduct"),
  ].join(", ")}\nFROM (SELECT ${window} AS w, ${segment} AS s, ${finite(dialect, output)} AS x, ${finite(dialect, label)} AS y FROM ${from}) WHERE x IS NOT NULL GROUP BY w, s`;
};

/** Class against class: `w`, `s`, `output`, `label` (null: not labelled), `rows`. Both are text. */
export const classesQuery = ({ from, window, segment }: CellSource, output: string, label: string): string =>
  `SELECT ${window} AS w, ${segment} AS s, ${output} AS output, ${label} AS label, count(*)::DOUBLE AS "rows" FROM ${from} WHERE ${output} IS NOT NULL GROUP BY ALL`;
