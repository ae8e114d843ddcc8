import type { AppliedOverride } from "../../core/domain/agreement.ts";
import type { Run } from "../../core/domain/run.ts";
import { formatDay, formatMoment, formatPlural } from "./format-number.ts";

/** Which recording stood in for an environment that was not asked, and why; null where both sides were. */
export const standInWords = ({ baseline }: Pick<Run, "baseline">): string | null =>
  baseline === null ? null : `version ${baseline.version} of the approved baseline of ${baseline.model} stands in for ${baseline.standsFor}, which was not asked: ${baseline.why} (approved ${formatMoment(baseline.approvedAt)} by ${baseline.approvedBy})`;

/** How long an override holds: `until 31 Dec 2026`. */
export const overrideEnd = ({ until }: AppliedOverride): string => (until === null ? "without an end" : `until ${formatDay(until)}`);

/** What an override sets and allows: `sets version = 8; allows package.version:numpy`; null where it names neither. */
export const overrideEffect = ({ sets, allow }: AppliedOverride): string | null => {
  const parts = [...(sets.length === 0 ? [] : [`sets ${sets.join(", ")}`]), ...(allow.length === 0 ? [] : [`allows ${allow.join(", ")}`])];
  return parts.length === 0 ? null : parts.join("; ");
};

/** An override in one line, what a reader needs first: its name, where, until when, why, and what it changes. */
export const overrideWords = (override: AppliedOverride): string => {
  const effect = overrideEffect(override);
  return `${override.name} on ${override.environment}, ${overrideEnd(override)}: ${override.reason}${effect === null ? "" : ` (${effect})`}`;
};

/** The overrides in force, none without an agreement. */
export const overridesOf = ({ agreement }: Pick<Run, "agreement">): readonly AppliedOverride[] => agreement?.overrides ?? [];

/** What changed since an earlier run, in one line; null where none was named. */
export const sinceWords = ({ since }: Pick<Run, "since">): string | null => {
  if (since === null) return null;
  const parts = [since.appeared.length === 0 ? "no new findings" : formatPlural(since.appeared.length, "new finding"), `${since.gone.length} gone`, `${since.still.length} still there`];
  return `${parts.join(", ")} since run ${since.run} of ${formatMoment(since.startedAt)}`;
};
