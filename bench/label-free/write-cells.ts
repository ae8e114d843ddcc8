import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CarLoan } from "./car-loan.ts";

/**
 * The files that NannyML's data are written into, made anew from the committed counts: as many rows of each score, decision and outcome in each month, every one of them on the month's first day. Months are what
 * they were; days are not, and neither are features.
 */
export const writeCells = (folder: string, { months, reference, analysis }: CarLoan): void => {
  let id = 0;
  const rowsOf = (cells: CarLoan["reference"], day: string): { readonly row: string; readonly outcome: string }[] =>
    cells.flatMap(([score, decision, outcome, n]) => Array.from({ length: n }, () => {
      id += 1;
      return { row: `${id},${day} 12:00:00.000,${(score / 100).toFixed(2)},${decision}`, outcome: `${id},${outcome}` };
    }));
  const [before, after] = [rowsOf(reference, "2018-01-01"), months.flatMap((month, index) => rowsOf(analysis[index] ?? [], `${month}-01`))];
  const write = (name: string, header: string, lines: readonly string[]): void => writeFileSync(join(folder, `${name}.csv`), `${header}\n${lines.join("\n")}\n`);
  write("reference", "id,timestamp,y_pred_proba,y_pred,repaid", before.map(({ row, outcome }) => `${row},${outcome.split(",")[1] ?? ""}`));
  write("analysis", "id,timestamp,y_pred_proba,y_pred", after.map(({ row }) => row));
  write("targets", "id,repaid", after.map(({ outcome }) => outcome));
};
