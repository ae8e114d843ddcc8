import { type DType, isNumeric } from "../../core/domain/dtype.ts";
import type { OutputComparison } from "../../core/domain/comparison.ts";
import { outsideClasses } from "../../core/domain/difference-class.ts";
import type { PredictionRelation } from "../../core/domain/prediction-relation.ts";
import type { Tolerance } from "../../core/domain/tolerance.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import type { Engine } from "../../ports/engine.ts";
import type { DiagnosisInput } from "./diagnosis-input.ts";
import type { FeatureColumn } from "./output-scope.ts";

/**
 * Diagnosis reads at most this many pairs, chosen by a hash of the key: shares are then known to about 0.3 percentage points, far finer
 * than any pattern's bar, and the searches stay quick at any size.
 */
export const DIAGNOSED_PAIRS = 200_000;

interface Column {
  readonly column: string;
  readonly dtype: DType;
}

const columnOf = (relation: PredictionRelation | null, output: string): Column | null => relation?.outputs.find((o) => o.name === output) ?? null;

/** Outside tolerance for two finite doubles. */
const beyond = (dialect: Dialect, a: string, b: string, tolerance: Tolerance | null): string => {
  if (tolerance === null) return `${a} <> ${b}`;
  const gap = `abs(${a} - ${b})`;
  const scale = `greatest(abs(${a}), abs(${b}))`;
  const absolute = dialect.double(tolerance.absolute);
  const relative = `${dialect.double(tolerance.relative)} * ${scale}`;
  if (tolerance.mode === "additive") return `${gap} > ${absolute} + ${relative}`;
  return tolerance.mode === "either" ? `(${gap} > ${absolute} and ${gap} > ${relative})` : `(${gap} > ${absolute} or ${gap} > ${relative})`;
};

/** The class of difference of two answers; see `DifferenceClass`. */
const classSql = (dialect: Dialect, left: string, right: string, a: Column, b: Column, tolerance: Tolerance | null): string => {
  const x = `${left}.${dialect.identifier(a.column)}`;
  const y = `${right}.${dialect.identifier(b.column)}`;
  const numbers = isNumeric(a.dtype) && isNumeric(b.dtype);
  const [dx, dy] = [`cast(${x} as double)`, `cast(${y} as double)`];
  const value = numbers
    ? `when ${x} = ${y} or (${dialect.isNaN(dx)} and ${dialect.isNaN(dy)}) then 'equal'
       when not ${dialect.isFinite(dx)} or not ${dialect.isFinite(dy)} then 'non-finite'
       when ${beyond(dialect, dx, dy, tolerance)} then 'value' else 'within'`
    : `when ${isNumeric(a.dtype) === isNumeric(b.dtype) ? `cast(${x} as varchar) = cast(${y} as varchar)` : "false"} then 'equal' else '${isNumeric(a.dtype) === isNumeric(b.dtype) ? "value" : "dtype"}'`;
  return `case when ${left}.error_code is not null and ${right}.error_code is not null then 'both-error'
    when ${left}.error_code is not null or ${right}.error_code is not null then 'one-sided-error'
    when ${x} is null and ${y} is null then 'equal' when ${y} is null then 'missing' when ${x} is null then 'extra' ${value} end`;
};

const outsideList = outsideClasses.map((name) => `'${name}'`).join(", ");

/** Makes the pairs table of one output (columns: see `OutputScope`) and says how its features are called there; null when a side lacks the output. */
export const makePairsTable = async (engine: Engine, input: DiagnosisInput, comparison: OutputComparison, table: string): Promise<readonly FeatureColumn[] | null> => {
  const { dialect } = engine;
  const a = columnOf(input.reference, comparison.output);
  const b = columnOf(input.candidate, comparison.output);
  if (a === null || b === null) return null;
  const number = (side: string, column: Column | null): string => {
    if (column === null || !isNumeric(column.dtype)) return "cast(null as double)";
    const value = `cast(${side}.${dialect.identifier(column.column)} as double)`;
    return `case when ${dialect.isFinite(value)} then ${value} end`;
  };
  const text = (side: string, column: Column): string => `cast(${side}.${dialect.identifier(column.column)} as varchar)`;
  const a2 = columnOf(input.referenceRepeat, comparison.output);
  const b2 = columnOf(input.candidateRepeat, comparison.output);
  const features = (input.features?.features ?? []).map((feature, index): FeatureColumn => ({ name: feature.name, column: `f${index}`, dtype: feature.dtype }));
  const everyNth = Math.max(1, Math.ceil(input.reference.rows / DIAGNOSED_PAIRS));
  await engine.execute(`create table ${table} as select r.key, r.position, c.replica, ${classSql(dialect, "r", "c", a, b, comparison.tolerance)} as class,
    cast(null as boolean) as outside, false as aside, ${number("r", a)} as a, ${number("c", b)} as b, ${text("r", a)} as a_text, ${text("c", b)} as b_text,
    ${a2 === null ? "cast(null as varchar)" : text("r2", a2)} as a2_text, ${number("r2", a2)} as a2,
    ${b2 === null ? "cast(null as varchar)" : text("c2", b2)} as b2_text, ${number("c2", b2)} as b2,
    ${b2 === null ? "cast(null as varchar)" : `case when c2.key is not null then ${classSql(dialect, "r", "c2", a, b2, comparison.tolerance)} end`} as class2
    ${(input.features?.features ?? []).map((feature, index) => `, f.${dialect.identifier(feature.column)} as f${index}`).join("")}
    from (select * from ${input.reference.sql}) as r join (select * from ${input.candidate.sql}) as c on c.key = r.key
    ${input.referenceRepeat === null ? "" : `left join (select * from ${input.referenceRepeat.sql}) as r2 on r2.key = r.key`}
    ${input.candidateRepeat === null ? "" : `left join (select * from ${input.candidateRepeat.sql}) as c2 on c2.key = r.key`}
    ${input.features === null ? "" : `left join (select * from ${input.features.sql}) as f on f.key = r.key`}
    ${everyNth === 1 ? "" : `where ${dialect.hash("r.key")} % ${everyNth} = 0`}`);
  await engine.execute(`update ${table} set outside = class in (${outsideList})`);
  return features;
};
