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

const ByMetric = z.object(Object.fromEntries(carLoanMetrics.map((name) => [name, z.array(z.number())])) as Record<CarLoanMetric, z.ZodArray<z.ZodNumber>>);
const Bins = z.array(z.array(z.number()));

/** What NannyML said of its own data, month by month, and the bins of the same rows. */
export const CarLoan = z.object({ version: z.string(), months: z.array(z.string()), edges: z.array(z.number()), reference: Bins, bins: z.array(Bins), estimated: ByMetric, uncalibrated: ByMetric, realised: ByMetric });
export type CarLoan = z.infer<typeof CarLoan>;

/** As it was committed. */
export const committedCarLoan = (): CarLoan => CarLoan.parse(JSON.parse(readFileSync(carLoanFile, "utf8")));

/** As NannyML says it now, from its own environment. */
export const askNannyml = async (): Promise<CarLoan> => {
  const { python } = await ensureEnvironment("nannyml");
  const { stdout } = await promisify(execFile)(python, [join(here, "car_loan.py")], { env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" }, maxBuffer: 1e8 });
  return CarLoan.parse(JSON.parse(stdout));
};
