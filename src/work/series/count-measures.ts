import type { Measure, SeriesPlan, WindowStatistic } from "../../core/domain/measure.ts";
import { mergeStatistics } from "../../core/measure/merge-statistics.ts";
import type { Cell, Engine, Row } from "../../ports/engine.ts";
import { fillWindows, secondsOfWindow } from "./fill-windows.ts";
import { quantileQuery, scoredQuery, valueQuery } from "./queries/bins.ts";
import { rowSumsQuery } from "./queries/row-sums.ts";
import { segmentNames, type SeriesKeys } from "./queries/series-keys.ts";
import { listSumsQuery, unitSumsQuery } from "./queries/unit-sums.ts";

/** Every statistic of the plan's measures: one query for all that adds by rows, one each for what has bins, units or an aggregate of its own. `timed`: whether windows are times. */
export const countMeasures = async (engine: Engine, keys: SeriesKeys, plan: SeriesPlan, timed: boolean, signal?: AbortSignal): Promise<WindowStatistic[]> => {
  const { dialect } = engine;
  const answers: WindowStatistic[] = [];
  const ask = (sql: string): Promise<readonly Row[]> => engine.query(sql, [], signal);
  const cells = cellsOf(plan, segmentNames(keys));
  const isRowWise = ({ shape, sql }: Measure): boolean => shape === "count" ? timed : shape === "ratio" && sql["group"] === undefined;
  const rowWise = plan.measures.filter(isRowWise);
  if (rowWise.length > 0) {
    const { sql, readers } = rowSumsQuery(dialect, keys, rowWise);
    for (const row of await ask(sql)) {
      for (const { measure, read } of readers) {
        const { rows, labelled, sums } = read(row);
        if (rows === 0) continue;
        if (measure.shape === "count") sums[1] = secondsOfWindow(plan, Number(row["series_w"]));
        answers.push(...cells(row, true).flatMap((cell) => byArrival(measure, cell, row["series_a"], { rows, labelled, sums, bins: [] })));
      }
    }
  }
  for (const measure of plan.measures) {
    const { shape, sql } = measure;
    if (isRowWise(measure) || shape === "count" || (shape === "value" && sql["aggregate"] === undefined)) continue;
    if (shape === "ratio") {
      for (const row of await ask(sql["score"] === undefined ? unitSumsQuery(dialect, keys, measure) : listSumsQuery(dialect, keys, measure))) {
        const sums = ["n", "m", "d", "mm", "dd", "md"].map((name) => number(row[name]));
        answers.push(...cells(row, false).flatMap((cell) => byArrival(measure, cell, row["series_a"], { rows: number(row["rows"]), labelled: number(row["labelled"]), sums, bins: [] })));
      }
    } else if (shape === "quantile") {
      for (const row of await ask(quantileQuery(dialect, keys, measure))) {
        const [rows, code] = [number(row["rows"]), row["code"]];
        answers.push(...cells(row, true).flatMap((cell) => byArrival(measure, cell, null, { rows, labelled: rows, sums: [], bins: typeof code === "number" ? [[code, rows]] : [] })));
      }
    } else if (shape === "scored") {
      for (const row of await ask(scoredQuery(dialect, keys, measure))) {
        const [rows, labelled] = [number(row["rows"]), number(row["labelled"])];
        const kept = ["bin", "rows", "p", "pp", "labelled", "positives", "p_labelled", "decided", "right_ones"].map((name) => number(row[name]));
        // Labelled and not labelled rows of a bin are one entry where nobody knows when labels came.
        answers.push(...cells(row, true).map((cell) => ({ ...cell, measure: measure.id, arrived: arrivedOf(row["series_a"]), rows, labelled, sums: [], bins: row["bin"] === null ? [] : [kept] })));
      }
    } else {
      for (const row of await ask(valueQuery(keys, measure))) {
        const [rows, value] = [number(row["rows"]), row["v"]];
        const sums = typeof value === "number" && Number.isFinite(value) ? [value, rows] : [];
        answers.push(...cells(row, false).flatMap((cell) => byArrival(measure, cell, null, { rows, labelled: rows, sums, bins: [] })));
      }
    }
  }
  return fillWindows(plan, mergeStatistics(answers));
};

const number = (cell: Cell | undefined): number => Number(cell ?? 0);
const arrivedOf = (cell: Cell | undefined): number | null => (cell === null || cell === undefined ? null : Number(cell));

type StatisticCell = Pick<WindowStatistic, "window" | "segment">;

/** The cells that a row of an answer belongs to. `summed`: all rows are not in the answer, and are the sum of the first dimension. */
const cellsOf = (plan: SeriesPlan, names: readonly string[]) => (row: Row, summed: boolean): StatisticCell[] => {
  if (row["series_w"] === null) return [];
  const window = Number(row["series_w"]);
  const dimension = Number(row["series_g"]);
  if (dimension === -1) return [{ window, segment: null }];
  const [value, column] = [row[names[dimension] ?? ""], plan.segments[dimension]?.column];
  const all: StatisticCell[] = summed && dimension === 0 ? [{ window, segment: null }] : [];
  return value === null || value === undefined || column === undefined ? all : [...all, { window, segment: { column, value: String(value) } }];
};

/** Rows whose label has not come are a statistic of their own, which bears nothing; where nobody knows when labels came, all are one. */
const byArrival = (measure: Measure, cell: StatisticCell, arrived: Cell | undefined, counted: Pick<WindowStatistic, "rows" | "labelled" | "sums" | "bins">): WindowStatistic[] => {
  const common = { measure: measure.id, ...cell };
  if (!measure.labelled) return [{ ...common, arrived: null, ...counted, labelled: counted.rows }];
  const day = arrivedOf(arrived);
  if (day === null) return [{ ...common, arrived: null, ...counted }];
  const waiting = counted.rows - counted.labelled;
  return [
    ...(counted.labelled > 0 ? [{ ...common, arrived: day, ...counted, rows: counted.labelled }] : []),
    ...(waiting > 0 ? [{ ...common, arrived: null, rows: waiting, labelled: 0, sums: counted.sums.map(() => 0), bins: [] }] : []),
  ];
};
