import type { SeriesPlan } from "../../../core/domain/measure.ts";
import type { PopulationRelation } from "../../../core/domain/population.ts";
import { zoneOffsets } from "../../../core/measure/zone-offsets.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import { localDay } from "../../../core/sql/local-day.ts";
import { textValue } from "../../../core/sql/text-value.ts";

/** Between which times rows and labels lie, milliseconds UTC; null where there are none. */
export interface TimeSpan {
  readonly first: number;
  readonly last: number;
}

/** SQL over the relation's columns for what cuts it. */
export interface SeriesKeys {
  /** Behind FROM: rows of the population that bear a time. */
  readonly from: string;
  readonly window: string;
  /** Local day of the label's time; null SQL where there is none. */
  readonly arrived: string;
  /** The place of its value among those frozen, from 1, per dimension; null for values that are not frozen. */
  readonly segments: readonly string[];
  /** Whether rows of several parts are counted in one query, and each says in `series_part` which it is of. */
  readonly inParts: boolean;
}

/** The column that says of which part a row is, where several are counted in one query. */
export const partColumn = "series_part";

/** The keys of a plan over a relation. A relation without any time is one window, 0. Dimensions that the relation lacks are empty. */
export const seriesKeys = (dialect: Dialect, relation: PopulationRelation, plan: SeriesPlan, rows: TimeSpan | null, labels: TimeSpan | null): SeriesKeys => {
  const { identifier } = dialect;
  const timed = relation.standard.includes("ts");
  const conditions = [...(plan.where === null ? [] : [`(${plan.where})`]), ...(timed ? [`${identifier("ts")} IS NOT NULL`] : [])];
  const dayOf = (column: string, span: TimeSpan | null): string => localDay(dialect, identifier(column), zoneOffsets(plan.timeZone, span?.first ?? 0, span?.last ?? 0));
  const arrives = relation.standard.includes("label_ts") && plan.measures.some(({ labelled }) => labelled);
  return {
    inParts: relation.columns.some(({ column }) => column === partColumn),
    from: conditions.length === 0 ? relation.sql : `(SELECT * FROM ${relation.sql} WHERE ${conditions.join(" AND ")})`,
    window: !timed ? "0" : windowOf(plan.window, `${dialect.epochSeconds(identifier("ts"))}`, () => dayOf("ts", rows)),
    arrived: arrives ? dayOf("label_ts", labels) : "NULL",
    segments: plan.segments.map(({ column, values }) => {
      const found = relation.columns.find(({ name }) => name === column);
      if (found === undefined || values.length === 0) return "NULL";
      return dialect.placeAmong(textValue(dialect, identifier(found.column), found.type), values);
    }),
  };
};

const windowOf = (window: SeriesPlan["window"], seconds: string, day: () => string): string => {
  if (window === "hour") return `floor(${seconds} / 3600)`;
  // 1970-01-01 was a Thursday, and weeks begin on Mondays.
  return window === "day" ? day() : `(floor((${day()} + 3) / 7) * 7 - 3)`;
};

/** Names of the keys by which every answer is grouped: part where there are several, window, day of arrival. */
export const rowKeys = ({ inParts }: Pick<SeriesKeys, "inParts">): string[] => [...(inParts ? ["series_p"] : []), "series_w", "series_a"];

/** Names of the dimensions' columns in queries. */
export const segmentNames = ({ segments }: Pick<SeriesKeys, "segments">): string[] => segments.map((_, place) => `series_s${place}`);

/** The keys as columns `series_p` (where there are several parts), `series_w`, `series_a`, `series_s0` … */
export const keyColumns = (keys: SeriesKeys): string =>
  [...(keys.inParts ? [`${partColumn} AS series_p`] : []), `${narrow(keys.window)} AS series_w`, `${narrow(keys.arrived)} AS series_a`, ...keys.segments.map((segment, place) => `${segment} AS series_s${place}`)].join(", ");

/** Hours and days fit into 32 bits, which are grouped by faster than doubles. */
const narrow = (key: string): string => (key === "NULL" ? key : `TRY_CAST(${key} AS INTEGER)`);

/**
 * Each dimension by itself, in one scan: `series_g` tells by which a row of the answer was grouped. `by` are further keys. All rows are a grouping of their own, -1, where there is no dimension, or where `whole` asks for
 * it; else they are what the groups of the first dimension add up to, with those whose value is not frozen.
 */
export const groupedBy = (names: readonly string[], by: readonly string[], whole: boolean): { readonly columns: string; readonly groupBy: string } => {
  const sets = [...(whole || names.length === 0 ? [by] : []), ...names.map((name) => [...by, name])];
  // A dimension is grouped by where GROUPING says 0.
  const which = names.length === 0 ? "-1" : `CASE ${names.map((name, place) => `WHEN GROUPING(${name}) = 0 THEN ${place}`).join(" ")} ELSE -1 END`;
  return { columns: [...by, ...names, `${which} AS series_g`].join(", "), groupBy: `GROUP BY GROUPING SETS (${sets.map((set) => `(${set.join(", ")})`).join(", ")})` };
};
