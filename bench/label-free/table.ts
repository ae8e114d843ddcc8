import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CarLoan, carLoanMetrics } from "./car-loan.ts";
import { scatterOfMonth, tellMonth } from "./ours.ts";

const page = join(import.meta.dirname, "../../docs/late-labels.md");
const [begin, end] = ["<!-- car-loan: begin -->", "<!-- car-loan: end -->"];

/** What came true, what NannyML said before, and what Lockstep said before, month by month; `scatter` is the standard deviation of the first about the last, if scores mean what they meant. */
export interface CarLoanRow {
  readonly month: string;
  readonly metric: (typeof carLoanMetrics)[number];
  readonly rows: number;
  readonly realised: number;
  readonly nannyml: number;
  readonly ours: number;
  readonly scatter: number;
}

export const carLoanRows = (data: CarLoan): CarLoanRow[] =>
  carLoanMetrics.flatMap((metric) => data.months.map((month, index) => {
    const cbpe = tellMonth(data, index, metric).find(({ method }) => method === "CBPE");
    const [scatter, realised, nannyml] = [scatterOfMonth(data, index, metric), data.realised[metric][index], data.estimated[metric][index]];
    if (cbpe === undefined || scatter === null || realised === undefined || nannyml === undefined) throw new Error(`nothing was told of ${metric} in ${month}`);
    return { month, metric, rows: cbpe.n, realised, nannyml, ours: cbpe.estimate, scatter };
  }));

/** Mean distance of what was told to what came true, in points. */
export const meanDistance = (rows: readonly CarLoanRow[], of: (row: CarLoanRow) => number): number => (100 * rows.reduce((sum, row) => sum + Math.abs(of(row) - row.realised), 0)) / rows.length;

/** The table of docs/late-labels.md: per month and metric `what came true / NannyML / Lockstep`, in per cent. */
export const carLoanTable = (rows: readonly CarLoanRow[]): string => {
  const months = [...new Set(rows.map(({ month }) => month))];
  const cell = (value: number): string => (value * 100).toFixed(2);
  const lines = months.map((month) => {
    const of = rows.filter((row) => row.month === month);
    return `| ${month} | ${of[0]?.rows ?? 0} | ${of.map(({ realised, nannyml, ours }) => `${cell(realised)} / ${cell(nannyml)} / ${cell(ours)}`).join(" | ")} |`;
  });
  const distances = carLoanMetrics.map((metric) => {
    const of = rows.filter((row) => row.metric === metric);
    return `${meanDistance(of, ({ nannyml }) => nannyml).toFixed(2)} / ${meanDistance(of, ({ ours }) => ours).toFixed(2)}`;
  });
  return [`| month | rows | ${carLoanMetrics.join(" | ")} |`, `| --- | --- | ${carLoanMetrics.map(() => "---").join(" | ")} |`, ...lines, `| mean distance, points: NannyML / Lockstep | | ${distances.join(" | ")} |`].join("\n");
};

/** Puts the table between its marks; true when the page was changed by it. */
export const writeTable = (table: string): boolean => {
  const text = existsSync(page) ? readFileSync(page, "utf8") : "";
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no place for the table: ${begin} … ${end}`);
  const next = `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`;
  if (next !== text) writeFileSync(page, next);
  return next !== text;
};

/** The table as the page holds it now. */
export const writtenTable = (): string => {
  const text = readFileSync(page, "utf8");
  return text.slice(text.indexOf(begin) + begin.length, text.indexOf(end)).trim();
};
