import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { Engine } from "../../../ports/engine.ts";
import { type Alignment, alignRelations } from "./align-relations.ts";
import { classCode, outsideCodes } from "./class-codes.ts";
import { classifiedSql } from "./classified-sql.ts";
import type { OutputSpec } from "./output-spec.ts";
import { pairPlan } from "./pair-plan.ts";
import { columnGroups, outputPairs, pairTableSql } from "./pair-table.ts";
import { pairOutput } from "./pairs-sql.ts";

/** One value of one grouping, and how the pairs with it came out in one output. */
export interface GroupCount {
  /** Index of the grouping expression. */
  readonly grouping: number;
  readonly value: string | null;
  readonly output: string;
  readonly pairs: number;
  readonly outside: number;
  /** Pairs in which neither side answered: no evidence either way. */
  readonly bothError: number;
}

export interface GroupRequest {
  readonly reference: PredictionRelation;
  readonly candidate: PredictionRelation;
  readonly outputs: readonly OutputSpec[];
  readonly signal?: AbortSignal;
  /** Found already by whoever compared the whole; found again when left out. */
  readonly alignment?: Alignment;
}

/** Values per grouping that are reported, most frequent first: beyond this a column names rows rather than segments. */
export const groupValueLimit = 200;

/** Overlapping calls on one engine each have a table of their own. */
let tables = 0;

/** Counts pairs and pairs outside tolerance by each grouping separately, one pass per output; `join` may bring a third relation in. */
export const countByGroup = async (engine: Engine, request: GroupRequest, groupings: readonly string[], join: string): Promise<readonly GroupCount[]> => {
  if (groupings.length === 0 || request.outputs.length === 0) return [];
  const { reference, candidate, signal } = request;
  const alignment = request.alignment ?? (await alignRelations(engine, reference, candidate, signal));
  const table = `lockstep_groups_${tables++}`;
  const extra = { columns: groupings.map((expression, index) => ({ expression: `(${expression})::VARCHAR`, name: `g${index}` })), join };
  const counts: GroupCount[] = [];
  try {
    for (const group of columnGroups(request.outputs.map((spec) => pairOutput(spec, reference, candidate)), alignment.pairs)) {
      await engine.execute(pairTableSql(engine, table, request, alignment, group, extra), [], signal);
      for (const [index, output] of group.entries()) {
        const pairs = outputPairs(engine, table, alignment, output, index, extra);
        const from = classifiedSql(engine.dialect, output, pairPlan(engine.dialect, output), pairs.columns, pairs.from);
        for (const row of await engine.query(groupSql(engine, from, groupings.length), [], signal)) {
          counts.push({ grouping: Number(row["grouping"]), value: row["value"] === null ? null : String(row["value"]), output: output.output, pairs: Number(row["n"]), outside: Number(row["outside"]), bothError: Number(row["both_error"]) });
        }
      }
    }
  } finally {
    await engine.execute(`DROP TABLE IF EXISTS ${engine.dialect.identifier(table)}`);
  }
  return counts;
};

const groupSql = (engine: Engine, from: string, groupings: number): string => {
  const names = Array.from({ length: groupings }, (_, index) => `g${index}`);
  const which = names.length === 1 ? "0" : `CASE ${names.slice(0, -1).map((name, index) => `WHEN grouping(${name}) = 0 THEN ${index}`).join(" ")} ELSE ${names.length - 1} END`;
  const counted = `SELECT ${which} AS grouping, coalesce(${names.join(", ")}) AS value, count(*) AS n,
  ${engine.dialect.countIf(`class IN ${outsideCodes}`)} AS outside, ${engine.dialect.countIf(`class = ${classCode("both-error")}`)} AS both_error
FROM ${from} GROUP BY GROUPING SETS (${names.map((name) => `(${name})`).join(", ")})`;
  return `SELECT grouping, value, n, outside, both_error FROM (SELECT *, row_number() OVER (PARTITION BY grouping ORDER BY n DESC, value) AS place FROM (${counted}))
WHERE place <= ${groupValueLimit} ORDER BY grouping, place`;
};
