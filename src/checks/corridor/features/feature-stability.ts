import type { ColumnSpec, Profile, ProfileCell, ProfileSpec } from "../../../core/domain/profile.ts";
import type { FeatureStability } from "../../../core/domain/validation.ts";
import { defaultMargins, familyAlpha, type PopulationMargins } from "../../../core/judge/population-settings.ts";
import { collapseWindows } from "../../../core/profile/collapse-windows.ts";
import { mergeCells } from "../../../core/profile/merge-cells.ts";
import { lastingChange } from "./lasting-change.ts";
import { type DayOfFeature, dayOfFeature } from "./day-of-feature.ts";
import { stabilitySentence } from "./stability-sentence.ts";

export interface FeatureStabilitySettings {
  readonly margins: Pick<PopulationMargins, "distance" | "missing" | "unseen">;
  /** The whole family, all features on all days, names a day out where none is this often at most. */
  readonly alpha: number;
}

/** Days that are told together, where single ones tell too little: four of each weekday. */
const recentDays = 28;

/**
 * Every feature per day of production (UTC) against the offline profile: whether it is there, whether it lies as it did, and since when not. `daily` is a profile by windows (hours are put together to days) of the columns of
 * `offline`, in the same bins; the offline one may be by windows, too. A feature warns and never fails: what it does to the model shows in the model's own metrics.
 * RangeError for profiles that were not counted alike.
 */
export const featureStability = (offline: Profile, daily: Profile, { margins, alpha }: FeatureStabilitySettings = { margins: defaultMargins, alpha: familyAlpha }): FeatureStability[] => {
  requireAlike(offline.spec, daily.spec);
  const reference = allRows(collapseWindows(offline).cells);
  const days = cellsByDay(daily);
  if (reference === undefined) return [];
  const features = offline.spec.columns.filter(({ role }) => role === "feature");
  const gone = new Set(daily.absent.map(({ column }) => column));
  const settings = { margins: { ...defaultMargins, ...margins }, agreed: new Set<never>(), alphaPerClaim: alpha / Math.max(1, 3 * features.length * days.length), names: { reference: "offline", candidate: "production" } };
  // A change of the last month is not to be outweighed by the year before it.
  const recent = days.slice(-recentDays);
  const whole = recent.length === 0 ? null : mergeCells(recent.map(({ cell }) => ({ ...cell, blocks: [], blockSeconds: null })), { ...daily.spec, window: "all" });
  return features.flatMap((column): FeatureStability[] => {
    if (reference.columns[column.name] === undefined) return [];
    const question = { column, gamma: offline.spec.gamma, reference, settings };
    const told = days.map(({ day, cell }) => dayOfFeature({ ...question, day, cell }));
    const together = whole === null ? null : dayOfFeature({ ...question, day: "", cell: { ...whole, blocks: recent.flatMap(({ cell }) => cell.blocks).map((block, place) => ({ ...block, block: place })) } });
    return [stabilityOf(column, told, together, gone.has(column.name) || told.every(({ rows, present }) => rows > 0 && present === 0))];
  });
};

const stabilityOf = (column: ColumnSpec, days: readonly DayOfFeature[], together: DayOfFeature | null, isGone: boolean): FeatureStability => {
  const change = lastingChange(days);
  const rows = days.reduce((sum, day) => sum + day.rows, 0);
  const verdict = rows === 0 ? "inconclusive" : isGone || change !== null || together?.out === true ? "warn" : together?.out === false ? "pass" : "inconclusive";
  return {
    feature: column.name, days: days.map(({ day, rows: n, missing, distance }) => ({ day, rows: n, missing, distance })),
    availability: rows === 0 ? null : days.reduce((sum, { present }) => sum + present, 0) / rows,
    changedOn: change?.lasting === true ? change.since : null, verdict,
    sentence: stabilitySentence({ feature: column.name, days, together, change, isGone, rows }),
  };
};

/** Bins and frozen values must be the same; how windows are cut may differ. */
const requireAlike = (one: ProfileSpec, other: ProfileSpec): void => {
  const shape = ({ gamma, columns }: ProfileSpec): string => JSON.stringify([gamma, columns.map(({ name, kind, binning, pivot, categories }) => [name, kind, binning, pivot, categories])]);
  if (shape(one) !== shape(other)) throw new RangeError("profiles that were not counted in the same bins are not compared");
  if (other.window === "all") throw new RangeError("a profile of all time has no days");
};

const allRows = (cells: readonly ProfileCell[]): ProfileCell | undefined => cells.find(({ window, segment }) => window === null && segment === null);

/** Rows that bear no time are on no day. */
const cellsByDay = ({ cells, spec }: Profile): { readonly day: string; readonly cell: ProfileCell }[] => {
  const days = new Map<string, ProfileCell[]>();
  for (const cell of cells) if (cell.segment === null && cell.window !== null) days.set(cell.window.slice(0, 10), [...(days.get(cell.window.slice(0, 10)) ?? []), cell]);
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, parts]) => ({ day, cell: mergeCells(parts, spec) }));
};
