import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { ensureEnvironment } from "../../test/integration/python/environments.ts";

const here = import.meta.dirname;
export const carLoanFile = join(here, "car-loan.json");
export const carLoanMetrics = ["auc", "f1", "precision", "recall", "specificity", "accuracy"] as const;
export type CarLoanMetric = (typeof carLoanMetrics)[number];

/** The model's own decisions (`y_pred`, as the data have them), and those that a threshold of 0.5 makes of its scores: they differ in one row of forty. */
export const carLoanDecisions = ["decided", "atHalf"] as const;
export type CarLoanDecision = (typeof carLoanDecisions)[number];

const by = <T extends z.ZodType>(of: T) => z.object(Object.fromEntries(carLoanMetrics.map((name) => [name, of])) as Record<CarLoanMetric, T>);
const Months = by(z.array(z.number()));
const Limits = z.object({ alerts: by(z.array(z.boolean())), lower: by(z.number()) });
const Told = z.object({ estimated: Months, uncalibrated: Months, realised: Months, limits: z.object({ estimated: Limits, realised: Limits }) });
/** Score in per cent, decision, outcome, rows. */
const Cells = z.array(z.tuple([z.number().int(), z.number().int(), z.number().int(), z.number().int()]));

/** What NannyML said of its own data, month by month, and how many rows there are of each score, decision and outcome: all that either tool's months can depend on. */
const CarLoan = z.object({ version: z.string(), months: z.array(z.string()), reference: Cells, analysis: z.array(Cells), decided: Told, atHalf: Told });
export type CarLoan = z.infer<typeof CarLoan>;

/** As it was committed. */
export const committedCarLoan = (): CarLoan => CarLoan.parse(JSON.parse(readFileSync(carLoanFile, "utf8")));

/** As NannyML says it now, from its own environment; writes its data into `folder` as CSV: reference, analysis, targets. */
export const askNannyml = async (folder: string): Promise<CarLoan> => {
  const { python } = await ensureEnvironment("nannyml");
  const { stdout } = await promisify(execFile)(python, [join(here, "car_loan.py"), folder], { env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" }, maxBuffer: 1e8 });
  return CarLoan.parse(JSON.parse(stdout));
};
