import { writeFileSync } from "node:fs";
import type { Bench } from "../bench.ts";
import { askNannyml, carLoanFile, carLoanMetrics, committedCarLoan } from "./car-loan.ts";
import { tellUncalibrated } from "./ours.ts";
import { type CarLoanRow, carLoanRows, carLoanTable, meanDistance, writeTable } from "./table.ts";

/** The month in which the data's mix of customers changes, and with it what a score means. */
const change = "2019-04";

/** Estimates before labels beside NannyML's on the data that ship with it. Whole: asks NannyML anew, and writes its numbers and the table of docs/late-labels.md. */
export const bench: Bench = {
  name: "label-free",
  question: "estimates without labels, month by month, against what came true and against NannyML's CBPE on its own car-loan data",
  run: async ({ quick, note }) => {
    note(quick ? "NannyML's numbers as committed" : "asking NannyML, from its own environment");
    const data = quick ? committedCarLoan() : await askNannyml();
    const rows = carLoanRows(data);
    if (!quick) {
      writeFileSync(carLoanFile, `${JSON.stringify(data)}\n`);
      note(writeTable(carLoanTable(rows)) ? "docs/late-labels.md has a new table" : "the table of docs/late-labels.md is as it was");
    }
    const apart = Math.max(...carLoanMetrics.filter((metric) => metric !== "auc").flatMap((metric) => data.months.map((_, month) => Math.abs((tellUncalibrated(data, month, metric) ?? Number.NaN) - (data.uncalibrated[metric][month] ?? Number.NaN)))));
    const inside = (of: readonly CarLoanRow[]): string => `${of.filter(({ realised, ours, scatter }) => Math.abs(realised - ours) <= 1.96 * scatter).length} of ${of.length}`;
    return [
      { label: "largest difference to NannyML, scores taken at their word, metrics of decisions", value: apart.toExponential(1), goal: "<= 1e-12", met: apart <= 1e-12 },
      ...carLoanMetrics.map((metric) => {
        const of = rows.filter((row) => row.metric === metric);
        const [theirs, ours] = [meanDistance(of, ({ nannyml }) => nannyml), meanDistance(of, (row) => row.ours)];
        return { label: `${metric}: mean distance to what came true, points, NannyML / Lockstep`, value: `${theirs.toFixed(3)} / ${ours.toFixed(3)}`, goal: "no further than NannyML's by more than 0.05", met: ours <= theirs + 0.05 };
      }),
      { label: `what came true lies within the 95 % scatter that was told, before ${change}`, value: inside(rows.filter(({ month }) => month < change)), goal: null, met: null },
      { label: `the same from ${change} on, when what a score means has changed`, value: inside(rows.filter(({ month }) => month >= change)), goal: null, met: null },
    ];
  },
};
