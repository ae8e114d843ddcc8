import type { FeatureStability } from "../../../core/domain/validation.ts";
import { listOf } from "../../../core/wording/list-of.ts";

export interface StalenessQuestion {
  /** YYYY-MM-DD of the look. */
  readonly asOf: string;
  /** Last day the hypothesis holds without being looked at; null: never falls due. */
  readonly review: string | null;
  readonly features: readonly FeatureStability[];
  /** Feature columns of the backtest and of production's log with their kinds; null where one is not known. */
  readonly columns: { readonly offline: readonly FeatureColumn[]; readonly production: readonly FeatureColumn[] } | null;
  /** Versions (or digests) of the transformation: that of the estimate and that of now; null where nobody wrote one down. */
  readonly transformation: { readonly offline: string; readonly production: string } | null;
}

export interface FeatureColumn {
  readonly name: string;
  /** numeric, category, time, text. */
  readonly kind: string;
}

/** Why an offline estimate should not be trusted any longer, in one sentence with all that speaks against it; null while nothing does. A feature that production added is no reason: the estimate never had it. */
export const staleness = ({ asOf, review, features, columns, transformation }: StalenessQuestion): string | null => {
  const now = new Map(columns?.production.map(({ name, kind }) => [name, kind]));
  const gone = columns === null ? [] : columns.offline.filter(({ name }) => !now.has(name)).map(({ name }) => name);
  const retyped = columns === null ? [] : columns.offline.filter(({ name, kind }) => now.has(name) && now.get(name) !== kind).map(({ name, kind }) => `${name} (${kind}, now ${now.get(name) ?? ""})`);
  const changed = features.filter(({ feature, changedOn }) => changedOn !== null && !gone.includes(feature));
  const reasons = [
    ...(gone.length > 0 ? [`production no longer logs ${few(gone)}`] : []),
    ...(retyped.length > 0 ? [`${few(retyped)} ${retyped.length === 1 ? "has" : "have"} another type than in the backtest`] : []),
    ...(transformation !== null && transformation.offline !== transformation.production ? [`the transformation is ${transformation.production} and was ${transformation.offline}`] : []),
    ...(changed.length > 0 ? [`${few(changed.map(({ feature, changedOn }) => `${feature} changed on ${changedOn ?? ""}`))}`] : []),
    ...(review !== null && asOf > review ? [`its review fell due on ${review}`] : []),
  ];
  return reasons.length === 0 ? null : `The offline estimate may be stale: ${reasons.join("; ")}.`;
};

const few = (names: readonly string[]): string => (names.length <= 4 ? listOf(names) : listOf([...names.slice(0, 3), `${names.length - 3} more`]));
