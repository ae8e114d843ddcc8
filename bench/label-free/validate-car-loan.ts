import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HypothesisResult } from "../../src/core/domain/validation.ts";
import type { Run } from "../../src/core/domain/run.ts";
import { type CarLoanMetric, carLoanMetrics } from "./car-loan.ts";

/** How far below the reference each metric may lie. */
export type CarLoanMargins = Readonly<Record<CarLoanMetric, number>>;

const hypothesisOf = (metric: CarLoanMetric, margin: number): string => `      ${metric}-holds:
        claim: ${metric} is what it was in the reference
        metric: {name: ${metric}, output: ${metric === "auc" ? "y_pred_proba" : "y_pred"}, label: repaid, positive: 1}
        expected: {backtest: reference.csv, zone: UTC}
        margin: ${margin}
        labelMaturity: 1d
        owner: {name: ada}
`;

const manifestOf = (margins: CarLoanMargins): string => `version: 1
models:
  car-loan:
    production:
      log: analysis.csv
      zone: UTC
      labels: {source: targets.csv, key: id, label: repaid}
    hypotheses:
${carLoanMetrics.map((metric) => hypothesisOf(metric, margins[metric])).join("")}`;

const main = join(import.meta.dirname, "..", "..", "src", "cli", "main.ts");

/** What `lockstep validate --backfill` says of the exported data, by metric: reference as the backtest, analysis as production, targets joined by id. */
export const validateCarLoan = async (folder: string, margins: CarLoanMargins): Promise<{ readonly code: number | null; readonly run: Run; readonly results: ReadonlyMap<CarLoanMetric, HypothesisResult> }> => {
  writeFileSync(join(folder, "lockstep.yaml"), manifestOf(margins));
  const { status: code, stdout, stderr } = spawnSync(process.execPath, [main, "validate", "--backfill", "--json", "--quiet"], { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (stdout === "") throw new Error(stderr);
  const run = JSON.parse(stdout) as Run;
  const results = new Map(carLoanMetrics.map((metric) => {
    const found = run.validation?.hypotheses.find(({ hypothesis }) => hypothesis.name === `${metric}-holds`);
    if (found === undefined) throw new Error(`nothing was said of ${metric}`);
    return [metric, found] as const;
  }));
  return { code, run, results };
};
