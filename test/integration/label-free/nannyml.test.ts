import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askNannyml, type CarLoan, carLoanDecisions, carLoanMetrics, committedCarLoan } from "../../../bench/label-free/car-loan.ts";
import { countCarLoan, type CountedCarLoan } from "../../../bench/label-free/ours.ts";
import { carLoanRows, largestDifference, writtenTable } from "../../../bench/label-free/table.ts";
import { validateCarLoan } from "../../../bench/label-free/validate-car-loan.ts";
import { marginsOf, verdictsTable } from "../../../bench/label-free/verdicts.ts";

/* NannyML's own files, from NannyML's own environment: counted by our engine, and judged by the command line. */
const data = committedCarLoan();
const folder = mkdtempSync(join(tmpdir(), "lockstep-nannyml-"));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
let now: CarLoan;
let counted: CountedCarLoan;
beforeAll(async () => {
  now = await askNannyml(folder);
  counted = await countCarLoan(folder, "decided");
});

test("NannyML says today what was committed of it", () => {
  expect({ ...now, decided: null, atHalf: null }).toEqual({ ...data, decided: null, atHalf: null });
  for (const decision of carLoanDecisions) {
    expect(now[decision].limits.estimated.alerts).toEqual(data[decision].limits.estimated.alerts);
    expect(now[decision].limits.realised.alerts).toEqual(data[decision].limits.realised.alerts);
    for (const source of ["estimated", "uncalibrated", "realised"] as const) {
      for (const metric of carLoanMetrics) now[decision][source][metric].forEach((value, month) => expect(Math.abs(value - (data[decision][source][metric][month] ?? Number.NaN))).toBeLessThan(1e-9));
    }
  }
});

test("days of its files, added up to months, are its months", () => {
  const rows = carLoanRows(now, counted);
  expect(rows).toHaveLength(now.months.length * carLoanMetrics.length);
  expect(largestDifference(rows, "realised")).toBeLessThan(1e-12);
  expect(largestDifference(rows.filter(({ metric }) => metric !== "auc"), "estimated")).toBeLessThan(1e-12);
  expect(largestDifference(rows.filter(({ metric }) => metric === "auc"), "estimated")).toBeLessThan(1e-6);
});

test("with its own limit as the margin, nothing fails before the change in April, accuracy, F1, precision and specificity fail after it", async () => {
  const margins = marginsOf(now, counted);
  const { code, run, results } = await validateCarLoan(folder, margins);
  expect(code).toBe(1);
  expect(run.validation?.sources.map(({ role, rows }) => [role, rows])).toEqual(expect.arrayContaining([["offline", 50_000], ["production", 50_000]]));
  for (const metric of carLoanMetrics) {
    const { overall, verdict } = results.get(metric) ?? {};
    expect(overall?.labelled).toBe(50_000);
    expect(overall?.history.filter(({ at }) => at < "2019-04-02").map((each) => each.verdict), metric).not.toContain("fail");
    if (metric !== "auc" && metric !== "recall") expect(verdict, metric).toBe("fail");
    // NannyML's months of what came true, from April on.
    expect(now.decided.limits.realised.alerts[metric].slice(-5), metric).toEqual([true, true, true, true, true]);
  }
  expect(run.validation?.features.find(({ feature }) => feature === "car_value")?.changedOn).toBe("2019-04-01");
  expect(writtenTable("car-loan-verdicts")).toBe(verdictsTable(now, margins, results));
});
