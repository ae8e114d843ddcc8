import { z } from "zod";
import type { PopulationRelation } from "../../core/domain/population.ts";
import type { Engine } from "../../ports/engine.ts";

/** How the judged columns of a population are written: the values of its labels, with their rows (null: too many to be classes), and how far its scores reach. */
export const Coding = z.object({
  labels: z.record(z.string(), z.array(z.object({ value: z.string(), rows: z.number() })).nullable()),
  scores: z.record(z.string(), z.object({ low: z.number(), high: z.number() })),
});
export type Coding = z.infer<typeof Coding>;

/** More values than these are amounts, and no classes. */
const mostClasses = 20;

/** How a relation's labels and scores are coded. 1, 1.0 and true are one value. */
export const codingOf = async (engine: Engine, { sql, columns }: Pick<PopulationRelation, "sql" | "columns">, signal?: AbortSignal): Promise<Coding> => {
  const { identifier } = engine.dialect;
  const coding: Coding = { labels: {}, scores: {} };
  for (const { name, column, role } of columns) {
    const of = identifier(column);
    if (role === "label") {
      const rows = await engine.query(`SELECT CAST(${of} AS VARCHAR) AS value, count(*)::DOUBLE AS "rows" FROM ${sql} WHERE ${of} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${mostClasses + 1}`, [], signal);
      coding.labels[name] = rows.length > mostClasses ? null : rows.map((row) => ({ value: sameValue(String(row["value"])), rows: Number(row["rows"]) }));
    } else if (role === "score") {
      const [row] = await engine.query(`SELECT min(value) AS low, max(value) AS high FROM (SELECT TRY_CAST(${of} AS DOUBLE) AS value FROM ${sql}) WHERE isfinite(value)`, [], signal);
      if (typeof row?.["low"] === "number" && typeof row["high"] === "number") coding.scores[name] = { low: row["low"], high: row["high"] };
    }
  }
  return coding;
};

const sameValue = (text: string): string => {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true" ? "1" : "0";
  const number = Number(text);
  return text.trim() === "" || !Number.isFinite(number) ? text : String(number);
};
