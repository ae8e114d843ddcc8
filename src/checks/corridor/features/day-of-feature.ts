import type { ColumnSpec, ProfileCell } from "../../../core/domain/profile.ts";
import type { PopulationSettings } from "../../../core/judge/population-settings.ts";
import { columnDependence } from "../../population/dependence/column-dependence.ts";
import { columnShift } from "../../population/shift/column-shift.ts";
import { independentShare } from "../../population/shift/independent-share.ts";
import { rowsBehind } from "../../population/shift/rows-behind.ts";
import { missingShift } from "./missing-shift.ts";

/** One feature on one day against offline. */
export interface DayOfFeature {
  readonly day: string;
  readonly rows: number;
  /** Rows in which the feature has a value. */
  readonly present: number;
  readonly missing: number | null;
  /** Of values, less what sampling adds to it; null where it cannot be told. */
  readonly distance: number | null;
  /** What is out: values, missing values, values never seen; null where nothing can be told. */
  readonly out: boolean | null;
  readonly why: readonly ("values" | "missing" | "unseen")[];
}

export interface DayQuestion {
  readonly column: ColumnSpec;
  readonly gamma: number;
  readonly reference: ProfileCell;
  readonly settings: PopulationSettings;
  readonly day: string;
  readonly cell: ProfileCell;
}

/** Told at the error probability of one claim; rows that hang together count for fewer. A day on which the feature is in no row is out by its missing values. */
export const dayOfFeature = ({ column, gamma, reference, settings, day, cell }: DayQuestion): DayOfFeature => {
  const [before, after] = [reference.columns[column.name], cell.columns[column.name]];
  const absent = { day, rows: cell.rows, present: 0, missing: cell.rows === 0 ? null : 1, distance: null };
  if (before === undefined || cell.rows === 0) return { ...absent, out: null, why: [] };
  const missingBefore = before.nulls + (before.kind === "numeric" ? before.nan : 0);
  const missingAfter = after === undefined ? cell.rows : after.nulls + (after.kind === "numeric" ? after.nan : 0);
  const dependence = { reference: columnDependence(reference, column.name, before), candidate: after === undefined ? { values: null, missing: null } : columnDependence(cell, column.name, after) };
  const behind = rowsBehind({ reference: reference.rows, candidate: cell.rows }, { reference: dependence.reference.missing, candidate: dependence.candidate.missing });
  const missing = behind.refused === null ? missingShift(
    independentShare({ k: missingBefore, n: reference.rows }, behind.effectiveReference / reference.rows),
    independentShare({ k: missingAfter, n: cell.rows }, behind.effectiveCandidate / cell.rows),
    settings.margins.missing, settings.alphaPerClaim,
  ) : null;
  if (after === undefined || after.n === 0) return { ...absent, out: missing === null ? null : missing === "out", why: missing === "out" ? ["missing"] : [] };
  const judged = columnShift({ column, gamma, reference, candidate: cell, dependence, settings, bars: 0 });
  // Of a time it is no fault to go on.
  const claims = column.kind === "time" ? [] : (judged?.claims.filter(({ claim }) => claim !== "missing") ?? []);
  const why = [...(missing === "out" ? ["missing" as const] : []), ...claims.filter(({ verdict }) => verdict === "fail").map(({ claim }) => (claim === "unseen" ? "unseen" as const : "values" as const))];
  const values = claims.find(({ claim }) => claim === "distance");
  const isInside = missing === "inside" && claims.every(({ verdict }) => verdict === "pass");
  return { day, rows: cell.rows, present: cell.rows - missingAfter, missing: missingAfter / cell.rows, distance: values?.measure === "chi-square-distance" ? values.estimate : null, out: why.length > 0 ? true : isInside ? false : null, why };
};
