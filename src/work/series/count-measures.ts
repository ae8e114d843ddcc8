import type { Measure, SeriesPlan, WindowStatistic } from "../../core/domain/measure.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { mergeStatistics } from "../../core/measure/merge-statistics.ts";
import type { Cell, Engine, Row } from "../../ports/engine.ts";
import { cellOf, type PlacedCell } from "./cell-reader.ts";
import { fillWindows, secondsOfWindow } from "./fill-windows.ts";
import { quantileQuery, scoredQuery, valueQuery } from "./queries/bins.ts";
import { rowSumsQuery } from "./queries/row-sums.ts";
import { segmentNames, type SeriesKeys } from "./queries/series-keys.ts";
import { listSumsQuery, unitSumsQuery } from "./queries/unit-sums.ts";
import { tallyQuantile, tallyScored } from "./tally-bins.ts";
import { valueFailure } from "./value-failure.ts";

/**
 * Every statistic of the plan's measures, by part (0 where there is one): one query for all that adds by rows, one each for what has bins, units or an aggregate of its own. What adds by rows is asked by segment alone, and
 * all rows are what the first dimension adds up to. `timed`: whether windows are times.
 */
export const countMeasures = async (engine: Engine, keys: SeriesKeys, plan: SeriesPlan, timed: boolean, signal?: AbortSignal): Promise<Map<number, WindowStatistic[]>> => {
  const { dialect } = engine;
  const answers = new Map<number, PartAnswers>();
  const answer = ({ part, isRest }: PlacedCell, statistics: readonly WindowStatistic[]): void => {
    let own = answers.get(part);
    if (own === undefined) answers.set(part, (own = { told: [], rest: [] }));
    for (const each of statistics) (isRest ? own.rest : own.told).push(each);
  };
  const ask = (sql: string): Promise<readonly Row[]> => engine.query(sql, [], signal).catch((cause: unknown) => explain(engine, sql, cause));
  const askColumns = (sql: string): ReturnType<Engine["columns"]> => engine.columns(sql, [], signal).catch((cause: unknown) => explain(engine, sql, cause));
  const names = segmentNames(keys);
  const isRowWise = ({ shape, sql }: Measure): boolean => shape === "count" ? timed : shape === "ratio" && sql["group"] === undefined;
  const rowWise = plan.measures.filter(isRowWise);
  if (rowWise.length > 0) {
    const { sql, readers } = rowSumsQuery(dialect, keys, rowWise);
    for (const row of await ask(sql)) {
      const cell = cellOf(plan, names, row);
      if (cell === null) continue;
      for (const { measure, read } of readers) {
        const { rows, labelled, sums } = read(row);
        if (rows === 0) continue;
        if (measure.shape === "count") sums[1] = secondsOfWindow(plan, cell.window);
        answer(cell, byArrival(measure, cell, row["series_a"], { rows, labelled, sums }));
      }
    }
  }
  for (const measure of plan.measures) {
    const { shape, sql } = measure;
    if (isRowWise(measure) || shape === "count" || (shape === "value" && sql["aggregate"] === undefined)) continue;
    if (shape === "quantile") for (const { cell, statistic } of tallyQuantile(plan, measure, await askColumns(quantileQuery(dialect, keys, measure)), names)) answer(cell, [statistic]);
    else if (shape === "scored") for (const { cell, statistic } of tallyScored(plan, measure, await askColumns(scoredQuery(dialect, keys, measure)), names)) answer(cell, [statistic]);
    else {
      const query = shape === "value" ? valueQuery(keys, measure) : sql["score"] === undefined ? unitSumsQuery(dialect, keys, measure) : listSumsQuery(dialect, keys, measure);
      for (const row of await ask(query)) {
        const cell = cellOf(plan, names, row);
        // What is asked of all rows as well needs no rest.
        if (cell === null || cell.isRest) continue;
        const [rows, value] = [number(row["rows"]), row["v"]];
        const sums = shape === "ratio" ? ["n", "m", "d", "mm", "dd", "md"].map((name) => number(row[name])) : typeof value === "number" && Number.isFinite(value) ? [value, rows] : [];
        answer(cell, byArrival(measure, cell, row["series_a"], { rows, labelled: number(row["labelled"]), sums }));
      }
    }
  }
  const isAdded = new Set(plan.measures.filter((measure) => isRowWise(measure) || measure.shape === "quantile" || measure.shape === "scored").map(({ id }) => id));
  return new Map([...answers].map(([part, { told, rest }]) => {
    const sorted = mergeStatistics(told).toSorted(inOrderOf(plan));
    const whole = [...wholeOf(plan, isAdded, sorted, mergeStatistics(rest).toSorted(inOrderOf(plan))), ...sorted];
    return [part, (timed ? fillWindows(plan, whole) : whole).toSorted(inOrderOf(plan))];
  }));
};

/** What was told of a part, and of rows whose value of the first dimension is not frozen: a part of all rows, and of no segment. */
interface PartAnswers {
  readonly told: WindowStatistic[];
  readonly rest: WindowStatistic[];
}

/** All rows of what was asked by segment alone, added up in one order whatever the engine's was. */
const wholeOf = ({ segments: [first] }: SeriesPlan, isAdded: ReadonlySet<string>, told: readonly WindowStatistic[], rest: readonly WindowStatistic[]): WindowStatistic[] => {
  if (first === undefined) return [];
  const segments = told.filter(({ measure, segment }) => segment?.column === first.column && isAdded.has(measure));
  return mergeStatistics([...segments, ...rest].map((each) => ({ ...each, segment: null })));
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

/** Rows whose label has not come are a statistic of their own, which bears nothing; where nobody knows when labels came, all are one. */
const byArrival = (measure: Measure, { window, segment }: PlacedCell, arrived: Cell | undefined, counted: Pick<WindowStatistic, "rows" | "labelled" | "sums">): WindowStatistic[] => {
  const common = { measure: measure.id, window, segment, ...counted, bins: [] };
  if (!measure.labelled) return [{ ...common, arrived: null, labelled: counted.rows }];
  const day = arrivedOf(arrived);
  if (day === null) return [{ ...common, arrived: null }];
  const waiting = counted.rows - counted.labelled;
  return [
    ...(counted.labelled > 0 ? [{ ...common, arrived: day, rows: counted.labelled }] : []),
    ...(waiting > 0 ? [{ ...common, arrived: null, rows: waiting, labelled: 0, sums: counted.sums.map(() => 0) }] : []),
  ];
};
