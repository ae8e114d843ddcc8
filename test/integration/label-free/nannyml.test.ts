import { describe, expect, test } from "vitest";
import { askNannyml, carLoanMetrics, committedCarLoan } from "../../../bench/label-free/car-loan.ts";
import { tellMonth, tellUncalibrated } from "../../../bench/label-free/ours.ts";
import { carLoanRows, carLoanTable, writtenTable } from "../../../bench/label-free/table.ts";

const data = committedCarLoan();
const apart = (found: number | null | undefined, expected: number | undefined): number => Math.abs((found ?? Number.NaN) - (expected ?? Number.NaN));

test("NannyML says today what was committed of it", async () => {
  const now = await askNannyml();
  expect(now.months).toEqual(data.months);
  for (const metric of carLoanMetrics) {
    for (const source of ["estimated", "uncalibrated", "realised"] as const) now[source][metric].forEach((value, month) => expect(apart(value, data[source][metric][month])).toBeLessThan(1e-9));
  }
  expect(now.bins).toEqual(data.bins);
});

describe.each(data.months.map((month, index) => ({ month, index })))("$month", ({ index }) => {
  test.each(carLoanMetrics)("%s without calibration is NannyML's, from bins alone", (metric) => {
    expect(apart(tellUncalibrated(data, index, metric), data.uncalibrated[metric][index])).toBeLessThan(metric === "auc" ? 1e-5 : 1e-12);
  });
  test.each(carLoanMetrics)("%s, recalibrated, is NannyML's isotonic estimate", (metric) => {
    const told = tellMonth(data, index, metric).find(({ method }) => method === "CBPE");
    expect(apart(told?.estimate, data.estimated[metric][index])).toBeLessThan(metric === "auc" ? 1e-5 : 1e-12);
    expect(told?.interval?.low).toBeLessThan(told?.estimate ?? 0);
    expect(told?.interval?.high).toBeGreaterThan(told?.estimate ?? 1);
  });
});

test("the month with 207 rows is doubted, the others are not; a changed mix is no shift of the rate alone", () => {
  const doubts = data.months.map((_, index) => Object.fromEntries(tellMonth(data, index, "accuracy").map(({ method, doubt }) => [method, doubt])));
  expect(doubts[0]?.["CBPE"]).toBe("only 207 rows, fewer than 300");
  for (const [index, month] of data.months.entries()) {
    if (index > 0) expect(doubts[index]?.["CBPE"]).toBeNull();
    if (month >= "2019-04") expect(doubts[index]?.["BBSE"]).toMatch(/not a mix of those that positives and negatives had offline/);
    else if (index > 0) expect(doubts[index]?.["BBSE"]).toBeNull();
  }
});

test("the table of the page is the one these numbers give", () => {
  expect(writtenTable()).toBe(carLoanTable(carLoanRows(data)));
});
