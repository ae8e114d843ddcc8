import type { OutputComparison } from "../../core/domain/comparison.ts";
import { outsideClasses } from "../../core/domain/difference-class.ts";
import type { PredictionRelation } from "../../core/domain/prediction-relation.ts";
import type { Engine } from "../../ports/engine.ts";
import { pairsSql } from "../parity/compare/pairs-sql.ts";
import type { DiagnosisInput } from "./diagnosis-input.ts";
import type { FeatureColumn } from "./feature-column.ts";

/**
 * Diagnosis reads at most this many pairs, chosen by a hash of the key: shares are then known to within a percentage point, far finer
 * than any pattern's bar, and the searches stay quick at any size.
 */
export const DIAGNOSED_PAIRS = 20_000;

const has = (relation: PredictionRelation, output: string): boolean => relation.outputs.some((o) => o.name === output);

const outsideList = outsideClasses.map((name) => `'${name}'`).join(", ");

/** Makes the pairs table of one output (columns: see `OutputScope`) and says how its features are called there; null when a side lacks the output. */
export const makePairsTable = async (engine: Engine, input: DiagnosisInput, comparison: OutputComparison, table: string): Promise<readonly FeatureColumn[] | null> => {
  const { features } = input;
  if (!has(input.reference, comparison.output) || !has(input.candidate, comparison.output)) return null;
  const { dialect } = engine;
  const everyNth = Math.max(1, Math.ceil(input.reference.rows / DIAGNOSED_PAIRS));
  // Sampled before joining: the join is what costs.
  const sampled = (sql: string): string => (everyNth === 1 ? sql : `(select * from ${sql} where ${dialect.hash("key")} % ${everyNth} = 0)`);
  const sampledRelation = (relation: PredictionRelation): PredictionRelation => ({ ...relation, sql: sampled(relation.sql) });
  const [reference, candidate] = [sampledRelation(input.reference), sampledRelation(input.candidate)];
  const repeat = input.candidateRepeat !== null && has(input.candidateRepeat, comparison.output) ? sampledRelation(input.candidateRepeat) : null;
  const finite = (v: string): string => `case when ${dialect.isFinite(v)} then ${v} end`;
  await engine.execute(`create table ${table} as select p.key, p.position, p.replica, p.class, p.class in (${outsideList}) as outside, false as aside,
    ${finite("p.x")} as a, ${finite("p.y")} as b, cast(p.a as varchar) as a_text, cast(p.b as varchar) as b_text,
    ${repeat === null ? "cast(null as varchar) as class2, cast(null as double) as b2, cast(null as varchar) as b2_text" : `p2.class as class2, ${finite("p2.y")} as b2, cast(p2.b as varchar) as b2_text`},
    ${repeat === null ? "false" : `coalesce(p3.class in (${outsideList}), false)`} as wavers
    ${(features?.features ?? []).map((feature, index) => `, f.${dialect.identifier(feature.column)} as f${index}`).join("")}
    from ${pairsSql(dialect, reference, candidate, comparison)} as p
    ${repeat === null ? "" : `left join ${pairsSql(dialect, reference, repeat, comparison)} as p2 on p2.key = p.key left join ${pairsSql(dialect, candidate, repeat, comparison)} as p3 on p3.key = p.key`}
    ${features === null ? "" : `left join ${sampled(features.sql)} as f on f.key = p.key`}`);
  return (features?.features ?? []).map((feature, index): FeatureColumn => ({ name: feature.name, column: `f${index}`, dtype: feature.dtype }));
};
