import type { Finding } from "../../core/domain/finding.ts";
import type { Run } from "../../core/domain/run.ts";

/** Where the hypothesis that a finding is about is written, when the run knows it: its own line says more than the first of the file. */
export const placeOfFinding = ({ validation }: Pick<Run, "validation">, { subject: { kind, name } }: Finding): { readonly file: string; readonly line: number } | null =>
  (kind === "hypothesis" ? (validation?.hypotheses.find(({ hypothesis }) => hypothesis.id === name)?.place ?? null) : null);
