import type { Finding } from "../../../core/domain/finding.ts";
import type { ColumnShift } from "../../../core/domain/population-comparison.ts";
import type { Profile, ProfileCell } from "../../../core/domain/profile.ts";
import type { PopulationSettings } from "../../../core/judge/population-settings.ts";
import { type ColumnDependence, columnDependence } from "../dependence/column-dependence.ts";
import { columnShift } from "./column-shift.ts";
import { familyOf } from "./count-shift-claims.ts";
import { dependenceWords, type SeenDependence } from "../dependence/dependence-words.ts";
import { shiftFindings } from "./shift-findings.ts";

export { countShiftClaims } from "./count-shift-claims.ts";

export interface ShiftQuestion {
  readonly reference: Profile;
  readonly candidate: Profile;
  readonly settings: PopulationSettings;
  /** One family only, with the error probability that `settings` has for it; both where it is left out. */
  readonly family?: "features" | "outcomes";
}

export interface CheckedShifts {
  readonly shifts: ColumnShift[];
  readonly findings: Finding[];
  readonly dependence: string;
}

const unknown: ColumnDependence = { values: null, missing: null };

/**
 * How far every column of two profiles of one spec is apart, in all rows and in every segment: values, missing values, values never seen. Reads the cells without a window. Pictures
 * are drawn for all rows only, of fewer bars the more columns there are.
 */
export const checkShifts = ({ reference, candidate, settings, family }: ShiftQuestion): CheckedShifts => {
  if (reference.specDigest !== candidate.specDigest) throw new RangeError(`profiles of different specs are not compared: ${reference.specDigest} and ${candidate.specDigest}`);
  const { spec } = reference;
  const columns = spec.columns.filter((column) => (family === undefined ? familyOf(column) !== null : familyOf(column) === family));
  const bars = columns.length <= 100 ? 40 : columns.length <= 300 ? 20 : 10;
  const [whole, other] = [allRows(reference), allRows(candidate)];
  const shifts: ColumnShift[] = [];
  const findings: Finding[] = [];
  const seen: SeenDependence[] = [];
  for (const column of columns) {
    const dependenceOf = (side: string, cell: ProfileCell | undefined): ColumnDependence => {
      const profile = cell?.columns[column.name];
      if (cell === undefined || profile === undefined) return unknown;
      const dependence = columnDependence(cell, column.name, profile);
      seen.push({ column: column.name, side, dependence });
      return dependence;
    };
    const dependence = { reference: dependenceOf(settings.names.reference, whole), candidate: dependenceOf(settings.names.candidate, other) };
    for (const [cell, against] of pairedCells(reference, candidate)) {
      if (cell.segment?.column === column.name) continue;
      const judged = columnShift({ column, gamma: spec.gamma, reference: cell, candidate: against, dependence, settings, bars: cell.segment === null ? bars : 0 });
      if (judged === null) continue;
      shifts.push(judged.shift);
      findings.push(...shiftFindings(column, judged, settings));
    }
  }
  const sides = [{ name: settings.names.reference, blocks: whole?.blocks.length ?? 0 }, { name: settings.names.candidate, blocks: other?.blocks.length ?? 0 }];
  return { shifts, findings, dependence: dependenceWords(seen, sides) };
};

const allRows = ({ cells }: Profile): ProfileCell | undefined => cells.find(({ window, segment }) => window === null && segment === null);

/** The cells without a window that both sides have, those of all rows first. */
const pairedCells = (reference: Profile, candidate: Profile): (readonly [ProfileCell, ProfileCell])[] => {
  const key = ({ segment }: ProfileCell): string => JSON.stringify(segment === null ? null : [segment.column, segment.value]);
  const others = new Map(candidate.cells.filter(({ window }) => window === null).map((cell) => [key(cell), cell]));
  return reference.cells.filter(({ window }) => window === null).flatMap((cell) => {
    const other = others.get(key(cell));
    return other === undefined ? [] : [[cell, other] as const];
  }).sort(([a], [b]) => Number(a.segment !== null) - Number(b.segment !== null));
};
