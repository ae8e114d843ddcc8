import type { Finding } from "../../core/domain/finding.ts";
import type { Run } from "../../core/domain/run.ts";

/** Findings that no hypothesis of the run tells by itself, with its warnings: data, features, coverage. Of a run that judged no production, all of them. */
export const besideHypotheses = ({ validation }: Pick<Run, "validation">, findings: readonly Finding[]): Finding[] => {
  if (validation === null) return [...findings];
  const told = new Set(validation.hypotheses.flatMap(({ hypothesis: { id, name, claim } }) => [id, name, claim]));
  return findings.filter(({ subject: { kind, name } }) => kind !== "hypothesis" || !told.has(name));
};
