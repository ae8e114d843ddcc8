import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { carLoanDecisions, carLoanMetrics, committedCarLoan } from "../../../bench/label-free/car-loan.ts";
import { countCarLoan, type CountedCarLoan, realisedOf, tellMonth, tellUncalibrated } from "../../../bench/label-free/ours.ts";
import { carLoanRows, carLoanTable, writtenTable } from "../../../bench/label-free/table.ts";
import { writeCells } from "../../../bench/label-free/write-cells.ts";

/*
 * Our engine over as many rows of each score, decision and outcome as NannyML's data have in each month, against what NannyML said of them; no Python. AUC is held to less: NannyML rounds its running sums of
 * recalibrated rows to five decimals.
 */
const data = committedCarLoan();
const folder = mkdtempSync(join(tmpdir(), "lockstep-car-loan-"));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
beforeAll(() => { writeCells(folder, data); });
const apart = (found: number | null | undefined, expected: number | undefined): number => Math.abs((found ?? Number.NaN) - (expected ?? Number.NaN));

describe.each(carLoanDecisions)("%s", (decision) => {
  let counted: CountedCarLoan;
  beforeAll(async () => { counted = await countCarLoan(folder, decision); });

  test.each(carLoanMetrics)("%s is NannyML's in every month, before labels and after", (metric) => {
    expect(counted.months.map(({ month }) => month)).toEqual(data.months);
    for (const [index, month] of data.months.entries()) {
      const told = tellMonth(counted, month, metric).find(({ method }) => method === "CBPE");
      expect(apart(realisedOf(counted, month, metric), data[decision].realised[metric][index]), `came true in ${month}`).toBeLessThan(1e-12);
      expect(apart(told?.estimate, data[decision].estimated[metric][index]), `estimated of ${month}`).toBeLessThan(metric === "auc" ? 1e-6 : 1e-12);
      expect(apart(tellUncalibrated(counted, month, metric), data[decision].uncalibrated[metric][index]), `estimated of ${month}, scores at their word`).toBeLessThan(1e-12);
      expect(told?.interval?.low).toBeLessThan(told?.estimate ?? 0);
      expect(told?.interval?.high).toBeGreaterThan(told?.estimate ?? 1);
    }
  });

  if (decision === "decided") {
    test("the month with 207 rows is doubted, the others are not; a changed mix is no shift of the rate alone", () => {
      const doubts = data.months.map((month) => Object.fromEntries(tellMonth(counted, month, "accuracy").map(({ method, doubt }) => [method, doubt])));
      expect(doubts[0]?.["CBPE"]).toBe("only 207 rows, fewer than 300");
      for (const [index, month] of data.months.entries()) {
        if (index > 0) expect(doubts[index]?.["CBPE"]).toBeNull();
        if (month >= "2019-04") expect(doubts[index]?.["BBSE"]).toMatch(/not a mix of those that positives and negatives had offline/);
        else if (index > 0) expect(doubts[index]?.["BBSE"]).toBeNull();
      }
    });

    test("the table of the page is the one these numbers give", () => {
      expect(writtenTable("car-loan")).toBe(carLoanTable(carLoanRows(data, counted)));
    });
  }
});
