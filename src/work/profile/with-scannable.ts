import type { PopulationRelation } from "../../core/domain/population.ts";
import type { Engine } from "../../ports/engine.ts";

/** What tells one staged relation from the next in one engine. */
let staged = 0;

/**
 * Does the work over a relation that is cheap to scan again and again: the relation itself where it is columns of a file, else a copy of its columns that lasts as long as the
 * work. Counting asks some dozens of questions, and text files and joins would be read for each.
 */
export const withScannable = async <T>(engine: Engine, relation: PopulationRelation, work: (relation: PopulationRelation) => Promise<T>, signal?: AbortSignal): Promise<T> => {
  const { dialect } = engine;
  const plan = await engine.query(dialect.explain(`SELECT * FROM ${relation.sql}`), [], signal);
  if (!dialect.isDearPlan(plan.map((row) => Object.values(row).join("\n")).join("\n"))) return work(relation);
  staged += 1;
  const table = dialect.identifier(`scannable_${staged}`);
  const columns = [...new Set([...relation.columns.filter(({ role }) => role !== "ignored").map(({ column }) => column), ...relation.standard])];
  await engine.execute(`CREATE TEMP TABLE ${table} AS SELECT ${columns.map((column) => dialect.identifier(column)).join(", ")} FROM ${relation.sql}`, [], signal);
  try {
    return await work({ ...relation, sql: table });
  } finally {
    await engine.execute(`DROP TABLE ${table}`);
  }
};
