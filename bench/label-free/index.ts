import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { askNannyml, carLoanFile, carLoanMetrics, committedCarLoan } from "./car-loan.ts";
import { countCarLoan } from "./ours.ts";
import { type CarLoanRow, carLoanRows, carLoanTable, largestDifference, meanDistance, writeTable } from "./table.ts";
import { validateCarLoan } from "./validate-car-loan.ts";
import { marginsOf, verdictsTable } from "./verdicts.ts";
import { writeCells } from "./write-cells.ts";

/** The month in which the data's mix of customers changes, and with it what a score means. */
const change = "2019-04";

/** Estimates before labels, and what came true, beside NannyML's on the data that ship with it, counted by our engine. Whole: asks NannyML anew, judges its data, and writes its numbers and the tables of docs/late-labels.md. */
export const bench: Bench = {
  name: "label-free",
  question: "estimates without labels, month by month, against what came true and against NannyML's on its own car-loan data",
  run: async ({ quick, cache, note }) => {
    note(quick ? "NannyML's numbers as committed" : "asking NannyML, from its own environment");
    const folder = join(cache, quick ? "car-loan-cells" : "car-loan");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const data = quick ? committedCarLoan() : await askNannyml(folder);
    if (quick) writeCells(folder, data);
    const counted = await countCarLoan(folder, "decided");
    const rows = carLoanRows(data, counted);
    if (!quick) {
      writeFileSync(carLoanFile, `${JSON.stringify(data)}\n`);
      note("judging its data with lockstep validate --backfill");
      const margins = marginsOf(data, counted);
      const { results } = await validateCarLoan(folder, margins);
      const written = [writeTable("car-loan", carLoanTable(rows)), writeTable("car-loan-verdicts", verdictsTable(data, margins, results))];
      note(written.includes(true) ? "docs/late-labels.md has new tables" : "the tables of docs/late-labels.md are as they were");
    }
    const inside = (of: readonly CarLoanRow[]): string => `${of.filter(({ realised, estimated, scatter }) => Math.abs(realised.ours - estimated.ours) <= 1.96 * scatter).length} of ${of.length}`;
    return [
      ...carLoanMetrics.flatMap((metric) => {
        const of = rows.filter((row) => row.metric === metric);
        const [estimated, realised, goal] = [largestDifference(of, "estimated"), largestDifference(of, "realised"), metric === "auc" ? 1e-6 : 1e-9];
        return [
          { label: `${metric}: largest difference to NannyML, estimated`, value: estimated.toExponential(1), goal: `<= ${goal}`, met: estimated <= goal },
          { label: `${metric}: largest difference to NannyML, what came true`, value: realised.toExponential(1), goal: "<= 1e-9", met: realised <= 1e-9 },
          { label: `${metric}: mean distance of estimate and truth, points, NannyML / Lockstep`, value: `${meanDistance(of, "nannyml").toFixed(3)} / ${meanDistance(of, "ours").toFixed(3)}`, goal: null, met: null },
        ];
      }),
      { label: `what came true lies within the 95 % scatter that was told, before ${change}`, value: inside(rows.filter(({ month }) => month < change)), goal: null, met: null },
      { label: `the same from ${change} on, when what a score means has changed`, value: inside(rows.filter(({ month }) => month >= change)), goal: null, met: null },
    ];
  },
};
