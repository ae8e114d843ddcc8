import type { ColumnShift } from "../../../core/domain/population-comparison.ts";
import type { ColumnSpec, ProfileCell } from "../../../core/domain/profile.ts";
import type { PopulationSettings } from "../../../core/judge/population-settings.ts";
import { categoryShift } from "./category-shift.ts";
import type { ColumnDependence } from "../dependence/column-dependence.ts";
import { judgeShareShift } from "./judge-share-shift.ts";
import { numericShift } from "./numeric-shift.ts";
import { rowsBehind } from "./rows-behind.ts";
import type { ShiftClaim } from "./shift-claim.ts";
import type { ShiftParts } from "./shift-parts.ts";
import { textShift } from "./text-shift.ts";

export interface ColumnShiftQuestion {
  readonly column: ColumnSpec;
  readonly gamma: number;
  readonly reference: ProfileCell;
  readonly candidate: ProfileCell;
  /** Of the whole column, also in segments: a segment's rows hang together no more than all rows do. */
  readonly dependence: { readonly reference: ColumnDependence; readonly candidate: ColumnDependence };
  readonly settings: PopulationSettings;
  readonly bars: number;
}

export interface JudgedColumn {
  readonly shift: ColumnShift;
  /** The claim about values first, then missing and unseen ones. */
  readonly claims: readonly ShiftClaim[];
  readonly told: () => string | null;
}

const worstFirst = ["fail", "inconclusive", "pass"] as const;

/** One column in one cell of both sides; null where a side was counted without it. */
export const columnShift = (question: ColumnShiftQuestion): JudgedColumn | null => {
  const { column, reference: cellReference, candidate: cellCandidate, dependence, settings, bars, gamma } = question;
  const [reference, candidate] = [cellReference.columns[column.name], cellCandidate.columns[column.name]];
  if (reference === undefined || candidate === undefined) return null;
  const [missingReference, missingCandidate] = [missingOf(reference), missingOf(candidate)];
  const counts = { reference: cellReference.rows - missingReference, candidate: cellCandidate.rows - missingCandidate };
  const rows = rowsBehind(counts, { reference: dependence.reference.values, candidate: dependence.candidate.values });
  const all = rowsBehind({ reference: cellReference.rows, candidate: cellCandidate.rows }, { reference: dependence.reference.missing, candidate: dependence.candidate.missing });
  const missing = judgeShareShift("missing", { reference: { k: missingReference, n: cellReference.rows }, candidate: { k: missingCandidate, n: cellCandidate.rows } }, all, settings);
  let parts: ShiftParts;
  if (reference.kind === "numeric" && candidate.kind === "numeric") parts = numericShift({ reference, candidate, column, gamma, rows, settings, bars });
  else if (reference.kind === "category" && candidate.kind === "category") parts = categoryShift({ reference, candidate, column, rows, settings, bars });
  else if (reference.kind === "text" && candidate.kind === "text") parts = textShift({ reference, candidate, rows, settings });
  else throw new RangeError(`${column.name} was counted as ${reference.kind} and as ${candidate.kind}: profiles of different specs are not compared`);
  const claims = [...parts.claims.slice(0, 1), missing, ...parts.claims.slice(1)];
  // Of a time it is no fault to go on.
  const judged = column.kind === "time" ? [missing] : claims;
  const deciding = worstFirst.map((verdict) => judged.find((claim) => claim.verdict === verdict)).find((claim) => claim !== undefined) ?? missing;
  const { segment } = cellReference;
  return {
    claims, told: parts.told,
    shift: {
      column: column.name, role: column.role, kind: column.kind, segment: segment === null ? null : `${segment.column} = ${segment.value}`,
      nReference: counts.reference, nCandidate: counts.candidate,
      effectiveReference: dependence.reference.values === null ? null : rows.effectiveReference, effectiveCandidate: dependence.candidate.values === null ? null : rows.effectiveCandidate,
      missingReference, missingCandidate,
      measures: [...parts.measures, { measure: missing.measure, value: missing.estimate, interval: missing.interval, nullMean: null, null95: null, p: null, method: "candidate minus reference" }],
      deciding: deciding.measure, margin: deciding.margin, verdict: deciding.verdict, summary: [...parts.summary], picture: parts.picture,
    },
  };
};

const missingOf = (profile: NonNullable<ProfileCell["columns"][string]>): number => profile.nulls + (profile.kind === "numeric" ? profile.nan : 0);
