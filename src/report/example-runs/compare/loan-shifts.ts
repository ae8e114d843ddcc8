import type { ColumnShift } from "../../../core/domain/population-comparison.ts";
import { exampleCategoryShift, exampleNumericShift } from "./example-shift.ts";

/** How the candidate's loans lie, in deviations of the reference; 0 is the same. */
export interface LoanChange {
  readonly income: number;
  readonly missingIncome: number;
  readonly score: number;
  readonly channel: readonly number[];
}

export const unchanged: LoanChange = { income: 0, missingIncome: 0.011, score: 0, channel: [0.52, 0.31, 0.12, 0.05] };

const decisions = ["approve", "refer", "decline"] as const;

/** Every column of the loan examples between two populations of these sizes. */
export const loanShifts = (nReference: number, nCandidate: number, change: LoanChange = unchanged, segment: string | null = null, seed = 40): ColumnShift[] => {
  const numeric = (column: string, role: "feature" | "score", mean: number, sd: number, moved: number, missing: readonly [number, number], at: number): ColumnShift =>
    exampleNumericShift(column, role, { mean, sd, n: nReference, missing: Math.round(nReference * missing[0]) }, { mean: mean + moved * sd, sd, n: nCandidate, missing: Math.round(nCandidate * missing[1]) }, seed + at, segment);
  const category = (column: string, role: "feature" | "decision" | "label", names: readonly string[], reference: readonly number[], candidate: readonly number[], at: number): ColumnShift =>
    exampleCategoryShift(column, role, names, { n: nReference, missing: 0, shares: reference }, { n: nCandidate, missing: 0, shares: candidate }, seed + at, segment);
  const shift = 0.09 * change.score;
  return [
    numeric("income", "feature", 41_200, 13_400, change.income, [0.011, change.missingIncome], 1),
    numeric("age", "feature", 44.1, 11.8, 0.005, [0, 0], 2),
    numeric("tenure_months", "feature", 37.4, 18.2, -0.01, [0.002, 0.002], 3),
    numeric("loan_amount", "feature", 12_900, 4_300, 0.012, [0, 0], 4),
    numeric("debt_ratio", "feature", 0.34, 0.11, 0, [0.004, 0.004], 5),
    category("employment", "feature", ["employed", "self-employed", "retired", "student", "none"], [0.61, 0.17, 0.12, 0.06, 0.04], [0.612, 0.168, 0.12, 0.06, 0.04], 6),
    category("purpose", "feature", ["car", "home", "debt", "education", "business", "other"], [0.28, 0.24, 0.21, 0.1, 0.09, 0.08], [0.28, 0.238, 0.212, 0.1, 0.09, 0.08], 7),
    category("channel", "feature", ["app", "web", "branch", "partner"], [0.52, 0.31, 0.12, 0.05], change.channel, 8),
    numeric("score", "score", 0.31, 0.14, change.score, [0, 0], 9),
    category("decision", "decision", decisions, [0.64, 0.22, 0.14], [0.64 - shift, 0.22 + shift * 0.6, 0.14 + shift * 0.4], 10),
    category("defaulted", "label", ["no", "yes"], [0.93, 0.07], [0.929, 0.071], 11),
  ];
};
