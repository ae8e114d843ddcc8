import type { Measure } from "../../core/domain/measure.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import type { WholeValue } from "../../core/offline/about-backtest.ts";
import { countOf } from "../../core/wording/count-of.ts";
import type { Engine, Row } from "../../ports/engine.ts";
import { type BootstrapSource, bootstrapQuery, plainQuery } from "./bootstrap-query.ts";

export interface BootstrapOptions {
  /** The same seed gives the same numbers. */
  readonly seed: number;
  /** SQL: rows of which it is not true are not of this population. */
  readonly where: string | null;
  /** 200 when left out: a standard error to 5 %. */
  readonly replicates?: number;
  /** Of larger sources a share is resampled, and the error scaled; 100,000 when left out. */
  readonly mostRows?: number;
}

/** A replicate's mean further from the value than this many standard errors: resampling does not do what a new sample would. */
const mostBias = 0.5;

/** Of replicates without a value (no denominator) as many are left out, at most. */
const mostEmpty = 0.02;

/**
 * A SQL aggregate over a whole relation with its standard error by a Poisson bootstrap in the engine: the spread over replicates in which each row comes 0, 1, 2 … times. Rows are told apart by `id`, so that those of one id stay together;
 * without ids by their order. Null where resampling cannot tell the error and days have to: the aggregate is no number, replicates lie beside the value (largest values, counts of
 * distinct ones), none of them differs, a share of a large source has another value than the whole (sums), or there are no rows.
 * Source: Chamandy, Muralidharan, Najmi & Naidu, Estimating uncertainty for massive data streams (2012).
 */
export const bootstrapMetric = async (
  engine: Engine, relation: Pick<PopulationRelation, "sql" | "standard">, measure: Measure, options: BootstrapOptions, signal?: AbortSignal,
): Promise<WholeValue | null> => {
  const { aggregate, where } = measure.sql;
  if (aggregate === undefined) return null;
  const conditions = [options.where, where].filter((condition) => condition !== undefined && condition !== null).map((condition) => `(${condition})`);
  const rows = conditions.length === 0 ? relation.sql : `(SELECT * FROM ${relation.sql} WHERE ${conditions.join(" AND ")})`;
  const hasId = relation.standard.includes("id");
  const whole: BootstrapSource = {
    from: hasId ? rows : `(SELECT *, row_number() OVER () AS series_place FROM ${rows})`, key: hasId ? engine.dialect.identifier("id") : "series_place",
    aggregate, seed: options.seed, replicates: options.replicates ?? 200, share: 1,
  };
  const all = valueOf((await engine.query(plainQuery(engine.dialect, whole), [], signal))[0]);
  if (all.rows === 0) return null;
  const share = Math.min(1, (options.mostRows ?? 100_000) / all.rows);
  const source = { ...whole, share };
  const taken = share === 1 ? all : valueOf((await engine.query(plainQuery(engine.dialect, source), [], signal))[0]);
  const drawn = (await engine.query(bootstrapQuery(engine.dialect, source), [], signal)).map((row) => valueOf(row).value).filter((value) => value !== null);
  if (all.value === null || taken.value === null || drawn.length < (1 - mostEmpty) * source.replicates) return null;
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const deviation = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (drawn.length - 1));
  if (!(deviation > 0) || Math.abs(mean - taken.value) > mostBias * deviation || Math.abs(taken.value - all.value) > 5 * deviation) return null;
  return {
    estimate: all.value, standardError: deviation * Math.sqrt(taken.rows / all.rows), rows: all.rows,
    method: `Poisson bootstrap, ${countOf(drawn.length, "replicate")}${share === 1 ? "" : ` of ${countOf(taken.rows, "row")}, scaled to ${all.rows.toLocaleString("en-US")}`}`,
  };
};

const valueOf = (row: Row | undefined): { readonly value: number | null; readonly rows: number } => {
  const [value, rows] = [row?.["v"], row?.["rows"]];
  return { value: typeof value === "number" && Number.isFinite(value) ? value : null, rows: typeof rows === "number" ? rows : 0 };
};
