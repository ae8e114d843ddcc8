import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CarLoan, carLoanMetrics } from "./car-loan.ts";
import { type CountedCarLoan, realisedOf, scatterOfMonth, tellMonth } from "./ours.ts";

const page = join(import.meta.dirname, "../../docs/late-labels.md");
export type TableName = "car-loan" | "car-loan-verdicts";
const marks = (name: TableName): [string, string] => [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];

/** What either tool said of a metric in a month before its labels came, and after; `scatter` is the standard deviation of what comes true about what we said, if scores mean what they meant. */
export interface CarLoanRow {
  readonly month: string;
  readonly metric: (typeof carLoanMetrics)[number];
  readonly rows: number;
  readonly estimated: { readonly nannyml: number; readonly ours: number };
  readonly realised: { readonly nannyml: number; readonly ours: number };
  readonly scatter: number;
}

export const carLoanRows = (data: CarLoan, counted: CountedCarLoan): CarLoanRow[] =>
  carLoanMetrics.flatMap((metric) => data.months.map((month, index) => {
    const cbpe = tellMonth(counted, month, metric).find(({ method }) => method === "CBPE");
    const [scatter, realised, nannyml] = [scatterOfMonth(counted, month, metric), data.decided.realised[metric][index], data.decided.estimated[metric][index]];
    if (cbpe === undefined || scatter === null || realised === undefined || nannyml === undefined) throw new Error(`nothing was told of ${metric} in ${month}`);
    return { month, metric, rows: cbpe.n, estimated: { nannyml, ours: cbpe.estimate }, realised: { nannyml: realised, ours: realisedOf(counted, month, metric) }, scatter };
  }));

/** Mean distance of what was told to what came true, in points. */
export const meanDistance = (rows: readonly CarLoanRow[], whose: "nannyml" | "ours"): number => (100 * rows.reduce((sum, { estimated, realised }) => sum + Math.abs(estimated[whose] - realised[whose]), 0)) / rows.length;

/** The largest difference between the two tools, as a share. */
export const largestDifference = (rows: readonly CarLoanRow[], of: "estimated" | "realised"): number => Math.max(...rows.map((row) => Math.abs(row[of].nannyml - row[of].ours)));

const percent = (value: number): string => (value * 100).toFixed(2);
/** Differences that are nothing but the last digits of doubles are said to be that, for they are others on another machine. */
const difference = (value: number): string => (value < 1e-12 ? "< 1e-12" : value.toExponential(0));
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

/** The months of docs/late-labels.md: `estimated NannyML / ours; came true NannyML / ours`, in per cent. */
export const carLoanTable = (rows: readonly CarLoanRow[]): string => {
  const months = [...new Set(rows.map(({ month }) => month))];
  const of = (metric: string): CarLoanRow[] => rows.filter((each) => each.metric === metric);
  return [
    row(["month", "rows", ...carLoanMetrics]), row(Array.from({ length: carLoanMetrics.length + 2 }, () => "---")),
    ...months.map((month) => {
      const own = rows.filter((each) => each.month === month);
      return row([month, own[0]?.rows ?? 0, ...own.map(({ estimated, realised }) => `${percent(estimated.nannyml)} / ${percent(estimated.ours)}; ${percent(realised.nannyml)} / ${percent(realised.ours)}`)]);
    }),
    row(["largest difference, estimated", "", ...carLoanMetrics.map((metric) => difference(largestDifference(of(metric), "estimated")))]),
    row(["largest difference, came true", "", ...carLoanMetrics.map((metric) => difference(largestDifference(of(metric), "realised")))]),
    row(["mean distance of estimate and truth, points", "", ...carLoanMetrics.map((metric) => `${meanDistance(of(metric), "nannyml").toFixed(2)} / ${meanDistance(of(metric), "ours").toFixed(2)}`)]),
  ].join("\n");
};

/** Puts a table between its marks; true when the page was changed by it. */
export const writeTable = (name: TableName, table: string): boolean => {
  const text = readFileSync(page, "utf8");
  const [begin, end] = marks(name);
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no place for the table: ${begin} … ${end}`);
  const next = `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`;
  if (next !== text) writeFileSync(page, next);
  return next !== text;
};

/** The table as the page holds it now. */
export const writtenTable = (name: TableName): string => {
  const text = readFileSync(page, "utf8");
  const [begin, end] = marks(name);
  return text.slice(text.indexOf(begin) + begin.length, text.indexOf(end)).trim();
};
