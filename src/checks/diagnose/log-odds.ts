import { isFloat } from "../../core/domain/dtype.ts";
import type { OutputScope } from "./output-scope.ts";

/** Log-odds lose their digits near 0 and 1; scores nearer than this are left out on that scale. */
export const LOGIT_MARGIN = 1e-6;

/** The candidate's log-odds minus the reference's, and the rows that have them; null when the output is no probability. */
export const logOddsDifference = ({ engine, comparison, facts }: OutputScope): { readonly sql: string; readonly condition: string } | null => {
  const probabilities = isFloat(comparison.dtypeReference) && facts.minReference >= 0 && facts.maxReference <= 1 && facts.minCandidate >= 0 && facts.maxCandidate <= 1;
  if (!probabilities) return null;
  const { double } = engine.dialect;
  const condition = ["a", "b"].map((v) => `${v} > ${double(LOGIT_MARGIN)} and ${v} < ${double(1 - LOGIT_MARGIN)}`).join(" and ");
  // The guard stays inside the expression: an engine may compute it for rows that the condition drops.
  return { sql: `(case when ${condition} then (ln(b / (1 - b)) - ln(a / (1 - a))) end)`, condition };
};
