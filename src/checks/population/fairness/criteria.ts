import type { Profile, ProfileSpec } from "../../../core/domain/profile.ts";
import { type Decided, judgedRates, positiveRates, type RateOfGroups } from "./group-rates.ts";

/** What is to be equal between groups: one rate or two, by difference or by ratio. */
export interface Criterion {
  readonly criterion: "demographic-parity" | "equal-opportunity" | "equalised-odds" | "predictive-parity" | "four-fifths";
  readonly words: string;
  readonly scale: "gap" | "ratio";
  readonly needsLabels: boolean;
  readonly rates: (profile: Profile, cohort: string, decided: Decided) => readonly RateOfGroups[];
}

export const criteria: readonly Criterion[] = [
  { criterion: "demographic-parity", words: "positive decisions", scale: "gap", needsLabels: false, rates: (profile, cohort, decided) => [positiveRates(profile, cohort, decided)] },
  { criterion: "four-fifths", words: "positive decisions", scale: "ratio", needsLabels: false, rates: (profile, cohort, decided) => [positiveRates(profile, cohort, decided)] },
  { criterion: "equal-opportunity", words: "positives that were found", scale: "gap", needsLabels: true, rates: (profile, cohort, decided) => [judgedRates(profile, cohort, decided).tpr] },
  { criterion: "equalised-odds", words: "positives found and negatives wrongly called positive", scale: "gap", needsLabels: true, rates: (profile, cohort, decided) => { const { tpr, fpr } = judgedRates(profile, cohort, decided); return [tpr, fpr]; } },
  { criterion: "predictive-parity", words: "positive decisions that were right", scale: "gap", needsLabels: true, rates: (profile, cohort, decided) => [judgedRates(profile, cohort, decided).ppv] },
];

/** Words for yes that need nobody to say what they mean. */
const yes = new Set(["1", "true", "yes", "y", "t", "approve", "approved", "accept", "accepted", "grant", "granted", "positive"]);

/** Decisions of the spec with their positive value: the spec's own where it is one of the decision's, else a word for yes. Null where there is none to see. */
export const decisionsOf = (spec: ProfileSpec): { readonly decision: string; readonly decided: Decided | null }[] =>
  spec.columns.filter(({ role, kind }) => role === "decision" && kind === "category").map(({ name, categories }) => {
    const values = categories ?? [];
    const positive = spec.positive !== null && values.includes(spec.positive) ? spec.positive : values.find((value) => yes.has(value.toLowerCase()));
    return { decision: name, decided: positive === undefined ? null : { decision: name, positive, label: spec.judged.find(({ output, task }) => output === name && task === "classes")?.label ?? null } };
  });
