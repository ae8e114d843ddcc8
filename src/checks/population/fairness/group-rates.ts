import type { JudgedProfile, Profile, ProfileCell } from "../../../core/domain/profile.ts";
import { populationCell } from "../measured/population-cell.ts";

/** k of the n rows of a cohort's group. */
export interface GroupRate {
  readonly group: string;
  readonly k: number;
  readonly n: number;
}

/** One rate of all groups: what a criterion holds to be equal. */
export interface RateOfGroups {
  /** `share of positive decisions`, for sentences. */
  readonly rate: string;
  readonly groups: readonly GroupRate[];
}

export interface Decided {
  readonly decision: string;
  /** The decision that counts as positive. */
  readonly positive: string;
  readonly label: string | null;
}

/** Share of positive decisions, by group. */
export const positiveRates = (profile: Profile, cohort: string, { decision, positive }: Decided): RateOfGroups => {
  const index = profile.spec.columns.find(({ name }) => name === decision)?.categories?.indexOf(positive) ?? -1;
  return {
    rate: `share of ${decision} = ${positive}`,
    groups: groupsOf(profile, cohort, ({ columns }) => {
      const column = columns[decision];
      return column?.kind === "category" ? { k: index < 0 ? 0 : (column.counts[index] ?? 0), n: column.n } : { k: 0, n: 0 };
    }),
  };
};

type Matrix = { readonly tp: number; readonly fp: number; readonly fn: number; readonly tn: number };

/** True positive rate, false positive rate and share of positive decisions that were right, by group; empty groups where no label came. */
export const judgedRates = (profile: Profile, cohort: string, decided: Decided): { readonly tpr: RateOfGroups; readonly fpr: RateOfGroups; readonly ppv: RateOfGroups } => {
  const { decision } = decided;
  const of = (rate: string, count: (matrix: Matrix) => { k: number; n: number }): RateOfGroups => ({ rate, groups: groupsOf(profile, cohort, (cell) => count(matrixOf(cell, decided, profile.spec.positive))) });
  return {
    tpr: of(`true positive rate of ${decision}`, ({ tp, fn }) => ({ k: tp, n: tp + fn })),
    fpr: of(`false positive rate of ${decision}`, ({ fp, tn }) => ({ k: fp, n: fp + tn })),
    ppv: of(`precision of ${decision}`, ({ tp, fp }) => ({ k: tp, n: tp + fp })),
  };
};

const groupsOf = (profile: Profile, cohort: string, count: (cell: ProfileCell) => { k: number; n: number }): GroupRate[] =>
  (profile.spec.segments.find(({ column }) => column === cohort)?.values ?? []).map((value) => {
    const cell = populationCell(profile, { column: cohort, value });
    return { group: value, ...(cell === undefined ? { k: 0, n: 0 } : count(cell)) };
  });

const matrixOf = ({ judged }: ProfileCell, { decision, positive, label }: Decided, positiveLabel: string | null): Matrix => {
  const found = judged.find((each): each is Extract<JudgedProfile, { task: "classes" }> => each.task === "classes" && each.output === decision && each.label === label);
  const matrix = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (const cell of found?.cells ?? []) {
    const [said, was] = [cell.output === positive, cell.label === (positiveLabel ?? positive)];
    matrix[said ? (was ? "tp" : "fp") : was ? "fn" : "tn"] += cell.count;
  }
  return matrix;
};
