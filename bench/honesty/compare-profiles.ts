import { LogFlags, PopulationOptions } from "../../src/app/compare/compare-options.ts";
import { judgePopulations } from "../../src/app/compare/judge-populations.ts";
import type { OpenedSide } from "../../src/app/compare/open-sides.ts";
import { sideOfProfile } from "../../src/app/compare/side-of-profile.ts";
import type { Finding } from "../../src/core/domain/finding.ts";
import type { ColumnShift, PopulationMetric } from "../../src/core/domain/population-comparison.ts";
import type { Profile } from "../../src/core/domain/profile.ts";
import { judgeRun } from "../../src/core/judge/decide.ts";
import { defaultMargins, familyAlpha, type PopulationSettings } from "../../src/core/judge/population-settings.ts";
import type { ProfilePair } from "./draw/two-profiles.ts";
import type { Outcome } from "./scenario.ts";

export interface Compared {
  readonly shifts: readonly ColumnShift[];
  readonly metrics: readonly PopulationMetric[];
  readonly findings: readonly Finding[];
}

export const settingsFor = (claims: number, margins = defaultMargins): PopulationSettings => ({ margins, agreed: new Set(), alphaPerClaim: familyAlpha / Math.max(1, claims), names: { reference: "reference", candidate: "candidate" } });

/** Every check of populations on two profiles, the family shared out: what `lockstep compare` does with two profiles. */
export const compareProfiles = ({ reference, candidate }: ProfilePair, cohort: readonly string[] = []): Compared => {
  const flags = LogFlags.parse({});
  const options = { ...PopulationOptions.parse({ cohort }), reference: { ...flags, name: null, target: "reference" }, candidate: { ...flags, name: null, target: "candidate" } };
  const side = (profile: Profile): OpenedSide => ({ kind: "profile", profile, side: sideOfProfile(profile, profile.name, profile.name) });
  return judgePopulations({ reference: side(reference), candidate: side(candidate) }, { reference, candidate }, options);
};

/** What the whole comparison said. `called` is a warning because something was judged to differ, and not because rows were too few to tell. */
export const verdictOf = ({ findings }: Compared): Outcome => {
  const verdict = judgeRun(findings);
  return {
    fail: verdict === "fail", pass: verdict === "pass", inconclusive: verdict === "inconclusive", warn: verdict === "warn",
    called: findings.some((finding) => finding.mode === "warn" && finding.verdict === "fail"), error: verdict === "error",
  };
};

/** The measure of a column's shift over all rows. */
export const measureOf = ({ shifts }: Pick<Compared, "shifts">, column: string, measure: string): ColumnShift["measures"][number] | undefined =>
  shifts.find((shift) => shift.column === column && shift.segment === null)?.measures.find((each) => each.measure === measure);

/** Whether an interval holds the true value; null where the tool refused to give one. The level must be the one that the bench holds it to. */
export const covers = (interval: { readonly low: number | null; readonly high: number | null; readonly level: number } | null | undefined, truth: number, level: number): boolean | null => {
  if (interval === null || interval === undefined) return null;
  if (Math.abs(interval.level - level) > 1e-12) throw new Error(`the bench holds this interval to ${level}, it says ${interval.level}`);
  return (interval.low === null || interval.low <= truth) && (interval.high === null || truth <= interval.high);
};
