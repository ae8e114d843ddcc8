import { edgeCases } from "../../core/synth/edge-cases.ts";
import type { SynthPlan, SynthValue } from "../../core/synth/plan-synthesis.ts";
import { synthesise } from "../../core/synth/synthesise.ts";
import type { LoadColumn } from "../../ports/engine.ts";
import type { SynthFlags } from "./synth-flags.ts";

export interface SynthTable {
  readonly columns: readonly LoadColumn[];
  readonly rows: Iterable<readonly SynthValue[]>;
  readonly key: string;
  /** The column that names the case of a row; null where no cases are written. */
  readonly caseColumn: string | null;
  readonly likeProfile: number;
  readonly edgeCases: number;
}

/** What is written: the key first, the plan's columns, and where cases are asked for, what a row is. */
export const synthTable = (plan: SynthPlan, flags: SynthFlags, unfinite: boolean): SynthTable => {
  const free = (name: string): string => (plan.columns.some((column) => column.name === name) ? free(`synth_${name}`) : name);
  const [key, cases] = [free("id"), flags.edgeCases || flags.onlyEdgeCases ? edgeCases(plan, unfinite) : null];
  const caseColumn = cases === null ? null : free("case");
  const likeProfile = flags.onlyEdgeCases ? 0 : flags.rows;
  function* rows(): Generator<readonly SynthValue[]> {
    let place = 0;
    for (const values of synthesise(plan, likeProfile, flags.seed)) yield [`row-${(place += 1)}`, ...values, ...(cases === null ? [] : ["like the profile"])];
    for (const [number, { name, values }] of (cases ?? []).entries()) yield [`edge-${number + 1}`, ...values, name];
  }
  const columns: LoadColumn[] = [{ name: key, dtype: "string" }, ...plan.columns.map(({ name, dtype }) => ({ name, dtype })), ...(caseColumn === null ? [] : [{ name: caseColumn, dtype: "string" as const }])];
  return { columns, rows: rows(), key, caseColumn, likeProfile, edgeCases: cases?.length ?? 0 };
};
