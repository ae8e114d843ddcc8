import type { Run } from "../../core/domain/run.ts";
import type { PreprocessingCaseResult } from "../../core/domain/stage.ts";

export interface CaseRow {
  readonly name: string;
  readonly through: string;
  /** One for each environment of the grid; null where it was not run. */
  readonly cells: readonly (PreprocessingCaseResult | null)[];
}

export interface CaseGrid {
  readonly environments: readonly string[];
  readonly rows: readonly CaseRow[];
}

/** Preprocessing cases by what they went through, in the order they were run, against the environments. */
export const caseGrid = ({ cases }: Pick<Run, "cases">): CaseGrid => {
  const environments = [...new Set(cases.map(({ environment }) => environment))];
  const rows = [...Map.groupBy(cases, (result) => JSON.stringify([result.case, result.through])).values()].map((results): CaseRow => ({
    name: results[0]?.case ?? "", through: results[0]?.through ?? "", cells: environments.map((name) => results.find(({ environment }) => environment === name) ?? null),
  }));
  return { environments, rows };
};
