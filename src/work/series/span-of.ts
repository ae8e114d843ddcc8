import type { SeriesPlan } from "../../core/domain/measure.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import type { Engine, Row } from "../../ports/engine.ts";
import { partColumn, type TimeSpan } from "./queries/series-keys.ts";

/** How many rows a population has, how many of them bear no time, and between which times predictions and labels lie; `early` labels came before their prediction. */
export interface SeriesSpan {
  readonly rows: number;
  readonly untimed: number;
  readonly early: number;
  readonly predictions: TimeSpan | null;
  readonly labels: TimeSpan | null;
}

/** Asked in one scan, of each of so many parts; `series_part` says of which a row is where there are several. */
export const spansOf = async (engine: Engine, { sql, standard }: PopulationRelation, { where }: SeriesPlan, parts: number, signal?: AbortSignal): Promise<SeriesSpan[]> => {
  const { identifier, epochSeconds, countIf } = engine.dialect;
  const has = (name: "ts" | "label_ts"): boolean => standard.includes(name);
  const extent = (name: "ts" | "label_ts"): string => (has(name) ? `${epochSeconds(`min(${identifier(name)})`)} AS first_${name}, ${epochSeconds(`max(${identifier(name)})`)} AS last_${name}` : `NULL AS first_${name}, NULL AS last_${name}`);
  const asked = [`count(*)::DOUBLE AS "rows"`, `${has("ts") ? "count(ts)" : "0"}::DOUBLE AS timed`, `${has("ts") && has("label_ts") ? countIf("label_ts < ts") : "0"}::DOUBLE AS early`, extent("ts"), extent("label_ts")];
  const [by, groups] = parts === 1 ? ["", ""] : [`${partColumn} AS series_p, `, ` GROUP BY ${partColumn}`];
  const answers = await engine.query(`SELECT ${by}${asked.join(", ")} FROM ${sql}${where === null ? "" : ` WHERE (${where})`}${groups}`, [], signal);
  const byPart = new Map(answers.map((row) => [Number(row["series_p"] ?? 0), row]));
  return Array.from({ length: parts }, (_, part) => spanIn(byPart.get(part)));
};

const spanIn = (row: Row | undefined): SeriesSpan => {
  const span = (name: string): TimeSpan | null => {
    const [first, last] = [row?.[`first_${name}`], row?.[`last_${name}`]];
    return typeof first === "number" && typeof last === "number" ? { first: first * 1000, last: last * 1000 } : null;
  };
  const rows = Number(row?.["rows"] ?? 0);
  return { rows, untimed: rows - Number(row?.["timed"] ?? 0), early: Number(row?.["early"] ?? 0), predictions: span("ts"), labels: span("label_ts") };
};

/** From the first of several to the last. */
export const joinSpans = (spans: readonly (TimeSpan | null)[]): TimeSpan | null =>
  spans.reduce((joined, span) => (joined === null || span === null ? joined ?? span : { first: Math.min(joined.first, span.first), last: Math.max(joined.last, span.last) }), null);
