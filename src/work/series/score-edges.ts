import type { Measure } from "../../core/domain/measure.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import type { Engine } from "../../ports/engine.ts";

/** Bins of equal mass. Of 200, half a percent each, an AUC is off by less than a thousandth even where a bin holds both classes evenly. */
const bins = 200;

/** Scores beyond these are sampled: edges need no more. */
const mostRows = 2_000_000;

/**
 * Upper edges of bins that hold about equally many of the scores there are, ascending; a score that many rows share is an edge once, so that up to 200 distinct scores have a bin
 * each. The same rows give the same edges.
 */
export const scoreEdges = async (engine: Engine, relation: PopulationRelation, { sql }: Measure, where: string | null, signal?: AbortSignal): Promise<number[]> => {
  const conditions = [where, sql["where"] ?? null].filter((each) => each !== null).map((each) => `(${each})`);
  const score = `SELECT ${sql["score"] ?? "NULL"} AS p FROM ${relation.sql}${conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`}`;
  const shares = Array.from({ length: bins - 1 }, (_, place) => (place + 1) / bins);
  const [counted] = await engine.query(`SELECT count(p)::DOUBLE AS n, ${engine.dialect.approximateDistinct("p")}::DOUBLE AS about FROM (${score})`, [], signal);
  const rows = Number(counted?.["n"] ?? 0);
  if (rows === 0) return [];
  const ask = async (query: string): Promise<number[]> => (await engine.query(query, [], signal)).map((row) => Number(row["edge"]));
  if (Number(counted?.["about"]) <= 2 * bins) {
    const distinct = await ask(`SELECT DISTINCT p AS edge FROM (${score}) WHERE p IS NOT NULL ORDER BY p`);
    // The last bin is open above.
    if (distinct.length <= bins) return distinct.slice(0, -1);
  }
  return ask(`SELECT DISTINCT unnest(quantile_disc(p, [${shares.join(", ")}])) AS edge FROM (${sampled(engine, score, rows)}) ORDER BY edge`);
};

/** Continuous scores of more rows than need be: by their own hash, which takes each score or leaves it. */
const sampled = (engine: Engine, score: string, rows: number): string =>
  rows <= mostRows ? `${score}` : `SELECT p FROM (${score}) WHERE ${engine.dialect.hash("p")} % 1000 < ${Math.max(1, Math.floor((mostRows / rows) * 1000))}`;
