import type { Measure, SeriesPlan, WindowStatistic } from "../../core/domain/measure.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { mergeStatistics } from "../../core/measure/merge-statistics.ts";
import type { Cell, Engine, Row } from "../../ports/engine.ts";
import { fillWindows, secondsOfWindow } from "./fill-windows.ts";
import { quantileQuery, scoredColumns, scoredQuery, valueQuery } from "./queries/bins.ts";
import { rowSumsQuery } from "./queries/row-sums.ts";
import { segmentNames, type SeriesKeys } from "./queries/series-keys.ts";
import { valueFailure } from "./value-failure.ts";
import { listSumsQuery, unitSumsQuery } from "./queries/unit-sums.ts";

/** Every statistic of the plan's measures, by part (0 where there is one): one query for all that adds by rows, one each for what has bins, units or an aggregate of its own. `timed`: whether windows are times. */
export const countMeasures = async (engine: Engine, keys: SeriesKeys, plan: SeriesPlan, timed: boolean, signal?: AbortSignal): Promise<Map<number, WindowStatistic[]>> => {
  const { dialect } = engine;
  const answers = new Map<number, WindowStatistic[]>();
  const answer = (part: number, statistics: readonly WindowStatistic[]): void => {
    const own = answers.get(part);
    if (own === undefined) answers.set(part, [...statistics]);
    else for (const each of statistics) own.push(each);
  };
  const ask = (sql: string): Promise<readonly Row[]> => engine.query(sql, [], signal).catch((cause: unknown) => explain(engine, sql, cause));
  const cellOf = cellReader(plan, segmentNames(keys));
  const isRowWise = ({ shape, sql }: Measure): boolean => shape === "count" ? timed : shape === "ratio" && sql["group"] === undefined;
  const rowWise = plan.measures.filter(isRowWise);
  if (rowWise.length > 0) {
    const { sql, readers } = rowSumsQuery(dialect, keys, rowWise);
    for (const row of await ask(sql)) {
      const cell = cellOf(row);
      if (cell === null) continue;
      for (const { measure, read } of readers) {
        const { rows, labelled, sums } = read(row);
        if (rows === 0) continue;
        if (measure.shape === "count") sums[1] = secondsOfWindow(plan, cell.window);
        answer(partOf(row), byArrival(measure, cell, row["series_a"], { rows, labelled, sums }));
      }
    }
  }
  for (const measure of plan.measures) {
    const { shape, sql } = measure;
    if (isRowWise(measure) || shape === "count" || (shape === "value" && sql["aggregate"] === undefined)) continue;
    if (shape === "quantile") for (const [part, statistics] of binned(measure, await ask(quantileQuery(dialect, keys, measure)), cellOf, "code", ["rows"])) answer(part, statistics);
    else if (shape === "scored") for (const [part, statistics] of binned(measure, await ask(scoredQuery(dialect, keys, measure)), cellOf, "bin", scoredColumns(measure))) answer(part, statistics);
    else {
      const query = shape === "value" ? valueQuery(keys, measure) : sql["score"] === undefined ? unitSumsQuery(dialect, keys, measure) : listSumsQuery(dialect, keys, measure);
      for (const row of await ask(query)) {
        const cell = cellOf(row);
        if (cell === null) continue;
        const [rows, value] = [number(row["rows"]), row["v"]];
        const sums = shape === "ratio" ? ["n", "m", "d", "mm", "dd", "md"].map((name) => number(row[name])) : typeof value === "number" && Number.isFinite(value) ? [value, rows] : [];
        answer(partOf(row), byArrival(measure, cell, row["series_a"], { rows, labelled: number(row["labelled"]), sums }));
      }
    }
  }
  for (const [part, statistics] of answers) {
    const merged = mergeStatistics(statistics);
    answers.set(part, (timed ? fillWindows(plan, merged) : merged).toSorted(inOrderOf(plan)));
  }
  return answers;
};

/** An engine answers groups in whatever order its threads end; what is told of the same rows is told in one order. */
const inOrderOf = ({ measures, segments }: SeriesPlan): ((a: WindowStatistic, b: WindowStatistic) => number) => {
  const placeOf = new Map(measures.map(({ id }, place) => [id, place]));
  const cuts = new Map(segments.map(({ column }, place) => [column, place]));
  const cutOf = ({ segment }: WindowStatistic): number => (segment === null ? -1 : cuts.get(segment.column) ?? segments.length);
  return (a, b) => (placeOf.get(a.measure) ?? 0) - (placeOf.get(b.measure) ?? 0) || a.window - b.window || cutOf(a) - cutOf(b) || inCodeOrder(a.segment?.value ?? "", b.segment?.value ?? "") || (a.arrived ?? Infinity) - (b.arrived ?? Infinity) || 0;
};

const inCodeOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A plan is frozen from one side and counts both: where the query does not even bind, this side has other columns, or others of its types. */
const explain = async (engine: Engine, sql: string, cause: unknown): Promise<never> => {
  const ofValue = valueFailure(cause);
  if (ofValue !== null) throw ofValue;
  const why = await engine.describe(sql).then(() => null, (failure: unknown) => failure as Error);
  if (why === null) throw cause;
  throw new LockstepError("LS253", { message: `the plan that was frozen for this population cannot be counted over the columns of this log: ${why.message}`, todo: "Map the log's columns as the other side's are, or count anew.", cause });
};

const number = (cell: Cell | undefined): number => Number(cell ?? 0);
const arrivedOf = (cell: Cell | undefined): number | null => (cell === null || cell === undefined ? null : Number(cell));

const partOf = (row: Row): number => Number(row["series_p"] ?? 0);

type StatisticCell = Pick<WindowStatistic, "window" | "segment">;

/** The cell that a row of an answer belongs to; null for values of a dimension that are not frozen. */
const cellReader = (plan: SeriesPlan, names: readonly string[]) => (row: Row): StatisticCell | null => {
  if (row["series_w"] === null) return null;
  const window = Number(row["series_w"]);
  const dimension = Number(row["series_g"]);
  if (dimension === -1) return { window, segment: null };
  const [value, column] = [row[names[dimension] ?? ""], plan.segments[dimension]?.column];
  return value === null || value === undefined || column === undefined ? null : { window, segment: { column, value: String(value) } };
};

/** Rows whose label has not come are a statistic of their own, which bears nothing; where nobody knows when labels came, all are one. */
const byArrival = (measure: Measure, cell: StatisticCell, arrived: Cell | undefined, counted: Pick<WindowStatistic, "rows" | "labelled" | "sums">): WindowStatistic[] => {
  const common = { measure: measure.id, ...cell, ...counted, bins: [] };
  if (!measure.labelled) return [{ ...common, arrived: null, labelled: counted.rows }];
  const day = arrivedOf(arrived);
  if (day === null) return [{ ...common, arrived: null }];
  const waiting = counted.rows - counted.labelled;
  return [
    ...(counted.labelled > 0 ? [{ ...common, arrived: day, rows: counted.labelled }] : []),
    ...(waiting > 0 ? [{ ...common, arrived: null, rows: waiting, labelled: 0, sums: counted.sums.map(() => 0) }] : []),
  ];
};

/**
 * Answers of one row per bin, gathered by part, cell and day of arrival. Rows without a value are in no bin; labelled and not labelled rows of a bin are one entry where nobody knows when labels came.
 */
const binned = (measure: Measure, rows: readonly Row[], cellOf: (row: Row) => StatisticCell | null, bin: string, kept: readonly string[]): Map<number, WindowStatistic[]> => {
  const found = new Map<string, WindowStatistic>();
  const parts = new Map<number, WindowStatistic[]>();
  const come = measure.labelled ? "labelled" : "rows";
  for (const row of rows) {
    const cell = cellOf(row);
    if (cell === null) continue;
    const part = partOf(row);
    const arrived = measure.labelled ? arrivedOf(row["series_a"]) : null;
    const key = `${part} ${cell.window} ${arrived ?? ""} ${cell.segment === null ? "" : `${cell.segment.column}\n${cell.segment.value}`}`;
    let statistic = found.get(key);
    if (statistic === undefined) {
      found.set(key, (statistic = { measure: measure.id, ...cell, arrived, rows: 0, labelled: 0, sums: [], bins: [] }));
      const own = parts.get(part);
      if (own === undefined) parts.set(part, [statistic]);
      else own.push(statistic);
    }
    statistic.rows += number(row["rows"]);
    statistic.labelled += number(row[come]);
    const code = row[bin];
    if (code === null || code === undefined) continue;
    const entry = [number(code)];
    for (const name of kept) entry.push(number(row[name]));
    statistic.bins.push(entry);
  }
  for (const { bins } of found.values()) bins.sort(([a = 0], [b = 0]) => a - b);
  return parts;
};
