import type { Finding } from "../../../core/domain/finding.ts";
import type { PopulationColumn } from "../../../core/domain/population.ts";
import type { PopulationComparison, PopulationSide } from "../../../core/domain/population-comparison.ts";
import { countOf } from "../../../core/wording/count-of.ts";

/** Columns that only one side has, or that are counted in another way there; types that differ but are counted alike are no problem. */
export const checkSchema = ({ reference, candidate }: { readonly reference: PopulationSide; readonly candidate: PopulationSide }): { readonly schema: PopulationComparison["schema"]; readonly findings: Finding[] } => {
  const counted = ({ columns }: PopulationSide): Map<string, PopulationColumn> => new Map(columns.filter(({ role }) => role !== "ignored").map((column) => [column.name, column]));
  const [before, after] = [counted(reference), counted(candidate)];
  // A column that one side names and the other ignores is there: only a name that does not occur at all is missing.
  const occurs = ({ columns }: PopulationSide, name: string): boolean => columns.some((column) => column.name === name);
  const schema: { column: string; problem: string; role: PopulationColumn["role"] }[] = [];
  for (const [name, column] of before) {
    const other = after.get(name);
    if (other === undefined && !occurs(candidate, name)) schema.push({ column: name, role: column.role, problem: `only ${reference.name} has it` });
    else if (other !== undefined && other.kind !== column.kind) schema.push({ column: name, role: column.role, problem: `${column.kind} (${column.type}) in ${reference.name}, ${other.kind} (${other.type}) in ${candidate.name}` });
  }
  for (const [name, column] of after) if (!occurs(reference, name)) schema.push({ column: name, role: column.role, problem: `only ${candidate.name} has it` });
  const findings = schema.map(({ column, role, problem }): Finding => {
    const isExtra = problem === `only ${candidate.name} has it`;
    const mild = isExtra || role === "segment" || role === "label";
    return {
      id: `population.schema:${column}`, check: "population.schema", subject: { kind: "schema", name: column, segment: null }, verdict: mild ? "warn" : "fail", mode: mild ? "warn" : "enforce", severity: mild ? "low" : "high",
      statement: `${role} ${column}: ${problem}`, estimate: null, unit: "column", interval: null, margin: null, marginOrigin: null, n: 1, noiseFloor: null,
      reason: isExtra ? "a new column cannot be compared" : "a column that is gone or of another type was read by the model that was trained with it", action: isExtra ? "Say what it is for when the reference has it too." : `Find out where ${column} was lost or changed on its way.`, needed: null, evidence: {},
    };
  });
  if (findings.length === 0) {
    findings.push({
      id: "population.schema", check: "population.schema", subject: { kind: "schema", name: "columns", segment: null }, verdict: before.size === 0 ? "inconclusive" : "pass", mode: "enforce", severity: "info",
      statement: `both sides have the same ${countOf(before.size, "column")}`, estimate: null, unit: "column", interval: null, margin: null, marginOrigin: null, n: before.size, noiseFloor: null,
      reason: before.size === 0 ? "there is no column to compare" : "names and kinds agree", action: "nothing to do", needed: null, evidence: {},
    });
  }
  return { schema: schema.map(({ column, problem }) => ({ column, problem })), findings };
};
