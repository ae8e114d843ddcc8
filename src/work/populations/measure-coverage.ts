import type { LogCoverage, StandardColumn } from "../../core/domain/population.ts";
import type { Engine } from "../../ports/engine.ts";

/** What of a log's coverage can be counted from its relation alone. */
export type CountedCoverage = Pick<LogCoverage, "rowsParsed" | "nonSuccess" | "sampling" | "duplicates" | "firstTs" | "lastTs" | "clockSkewSeconds"> & { readonly labels: LogCoverage["labels"] };

export interface CoverageQuestion {
  /** Behind FROM. */
  readonly sql: string;
  readonly standard: readonly StandardColumn[];
  /** SQL columns of the labels; a row is labelled when the first has a value. */
  readonly labels: readonly string[];
  /** Labels that came in a file of their own and whose prediction is not there. */
  readonly orphans: number;
  /** When the youngest file was written, milliseconds since the epoch. */
  readonly writtenAt: number;
}

/** The delays that are told. */
const quantiles = [0.05, 0.5, 0.95, 0.99];

/** Counts, by one query, what a log's rows say about themselves. Duplicates are exact. */
export const measureCoverage = async (engine: Engine, { sql, standard, labels, orphans, writtenAt }: CoverageQuestion): Promise<CountedCoverage> => {
  const { countIf, identifier } = engine.dialect;
  const has = (name: StandardColumn): boolean => standard.includes(name);
  const [label] = labels;
  const delay = "epoch(label_ts) - epoch(ts)";
  const known = label === undefined ? "false" : `${identifier(label)} IS NOT NULL`;
  const asked = [
    "count(*) AS n",
    ...(has("id") ? ["count(id) - count(DISTINCT id) AS duplicates"] : []),
    ...(has("ts") ? ["strftime(min(ts), '%Y-%m-%dT%H:%M:%S.%gZ') AS first_ts", "strftime(max(ts), '%Y-%m-%dT%H:%M:%S.%gZ') AS last_ts", "epoch(max(ts)) AS last_epoch"] : []),
    ...(has("status") ? ["count(status) AS statuses", `${countIf("status NOT BETWEEN 200 AND 299")} AS failures`] : []),
    ...(has("weight") ? ["min(1 / weight) FILTER (WHERE weight > 0) AS low", "max(1 / weight) FILTER (WHERE weight > 0) AS high"] : []),
    ...(label === undefined ? [] : [`${countIf(known)} AS labelled`]),
    ...(has("ts") && has("label_ts") ? [`${countIf(`label_ts < ts AND ${label === undefined ? "true" : known}`)} AS early`, ...quantiles.map((q, index) => `quantile_cont(${delay}, ${q}) FILTER (WHERE ${known}) AS q${index}`)] : []),
  ];
  const [row] = await engine.query(`SELECT ${asked.join(", ")} FROM ${sql}`);
  const number = (name: string): number | null => (row?.[name] === null || row?.[name] === undefined ? null : Number(row[name]));
  const text = (name: string): string | null => (typeof row?.[name] === "string" ? row[name] : null);
  const last = number("last_epoch");
  return {
    rowsParsed: number("n") ?? 0,
    nonSuccess: (number("statuses") ?? 0) === 0 ? null : { records: number("failures") ?? 0, of: number("statuses") ?? 0 },
    sampling: number("low") === null ? null : { low: number("low") ?? 0, high: number("high") ?? 0 },
    duplicates: has("id") ? (number("duplicates") ?? 0) : null,
    firstTs: text("first_ts"), lastTs: text("last_ts"),
    // A file's time says nothing about clocks until a row claims to be younger.
    clockSkewSeconds: last === null ? null : Math.max(0, last - writtenAt / 1000),
    labels: label === undefined ? null : { labelled: number("labelled") ?? 0, beforePrediction: number("early") ?? 0, orphans, delayQuantiles: quantiles.flatMap((q, index) => { const seconds = number(`q${index}`); return seconds === null ? [] : [{ q, seconds }]; }) },
  };
};
