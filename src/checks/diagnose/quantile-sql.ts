/**
 * A scalar subquery for the quantile `q` of an expression over the rows of a condition: the smallest value with at least a share q of the
 * rows at or below it. Spelled with window functions, so that every engine answers it alike.
 */
export const quantileSql = (table: string, expression: string, condition: string, q: number): string =>
  `(select min(v) from (select ${expression} as v, row_number() over (order by ${expression}) as r, count(*) over () as n from ${table} where ${condition}) as ordered where r >= ${q} * n)`;

/** The median by `quantileSql`; of an even count the lower of the two in the middle. */
export const medianSql = (table: string, expression: string, condition: string): string => quantileSql(table, expression, condition, 0.5);

/** Several quantiles as the columns q0, q1 … of one row, by one sort. */
export const quantilesSql = (table: string, expression: string, condition: string, quantiles: readonly number[]): string =>
  `select ${quantiles.map((q, i) => `min(case when r >= ${q} * n then v end) as q${i}`).join(", ")} from (select ${expression} as v, row_number() over (order by ${expression}) as r, count(*) over () as n from ${table} where ${condition}) as ordered`;
