import type { QualityRule } from "../../core/domain/quality.ts";
import { countCell, numberCell } from "./cells.ts";
import { columnOf, missingColumn } from "./column-of.ts";
import { mostExamples, type CountedRule, type UnaskableRule, type WholeAsked } from "./quality-context.ts";
import { familyOfEngine } from "./type-family.ts";

/** More buckets than this between two rows means that one of the two has a time that is wrong. */
const mostBuckets = 1_000_000;

/** Stretches of time, such as days, of which every one from the first row to the last must hold a row. What is held against the rule is the stretches. */
export const askBuckets = async (rule: QualityRule, { engine, relation, rows, context }: WholeAsked): Promise<CountedRule | UnaskableRule> => {
  const size = rule.bucketSeconds ?? 86_400;
  const name = rule.column ?? "ts";
  const { dialect } = engine;
  const column = columnOf(relation, name, dialect);
  if (column === null) return { rule, why: missingColumn(name, relation) };
  if (!["timestamp", "date"].includes(familyOfEngine(column.type))) return { rule, why: `${name} is of the type ${column.type}, not a time` };
  const bucket = `CAST(floor(${dialect.epochSeconds(column.sql)} / ${dialect.double(size)}) AS BIGINT)`;
  const present = `SELECT DISTINCT ${bucket} AS b FROM ${relation.sql} WHERE ${column.sql} IS NOT NULL`;
  const gaps = await engine.query(
    `SELECT b, before, (SELECT max(b) - min(b) + 1 FROM (${present})) AS total, (SELECT count(*) FROM (${present})) AS present FROM (SELECT b, lag(b) OVER (ORDER BY b) AS before FROM (${present})) WHERE before IS NULL OR b - before > 1 ORDER BY b LIMIT ${mostExamples + 1}`,
    [], context.signal,
  );
  const total = countCell(gaps[0]?.["total"]);
  if (total > mostBuckets) return { rule, why: `from the first to the last ${name} there are ${total.toLocaleString("en-US")} stretches of ${size} s: one of them must be wrong` };
  const missing = total - countCell(gaps[0]?.["present"]);
  const first = gaps.find((row) => row["before"] !== null);
  const starts = gaps.flatMap((row) => (row["before"] === null ? [] : [new Date((Number(row["before"]) + 1) * size * 1000).toISOString()]));
  const since = first === undefined ? null : (numberCell(first["before"]) ?? 0) * size + size;
  return { rule, rows, held: total, broken: missing, since, examples: [], detail: missing === 0 ? null : `of ${total.toLocaleString("en-US")} stretches of time ${missing.toLocaleString("en-US")} hold no row; gaps begin at ${starts.slice(0, mostExamples).join(", ")}` };
};
