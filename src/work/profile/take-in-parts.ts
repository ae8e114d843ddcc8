import type { PopulationRelation } from "../../core/domain/population.ts";
import type { Profile, ProfileSpec } from "../../core/domain/profile.ts";
import { mergeProfiles } from "../../core/profile/merge-profiles.ts";
import { specDigest } from "../../core/profile/spec-digest.ts";
import type { Engine } from "../../ports/engine.ts";
import type { ProfileStore } from "../../ports/profile-store.ts";
import type { ProgressListener } from "../../ports/progress.ts";
import { batchesOf } from "./batches-of.ts";
import { takeProfile } from "./take-profile.ts";

/** One file of a population, with the SQL behind FROM that has its rows alone. */
export interface PartToCount {
  readonly source: string;
  /** sha256 of the file. */
  readonly digest: string;
  /** What its profile is kept by: a digest of all that makes its rows, the file, how it is mapped, the labels that join it. */
  readonly key: string;
  readonly sql: string;
  /** Its rows, and the first and last UTC day of their times, where all of them have one: small parts of different days are then counted at once. Left out: by itself. */
  readonly lie?: { readonly rows: number; readonly firstDay: number; readonly lastDay: number };
}

export interface TakeInPartsOptions {
  readonly name: string;
  readonly takenAt: string;
  readonly tool: string;
  /** Behind FROM, the rows of several parts; left out, each part is counted by itself. */
  readonly together?: (parts: readonly PartToCount[]) => string;
  readonly progress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/**
 * The profile of all parts, of which only those are counted that the store does not have under this spec: a new day costs a new day. `counted` says how many were.
 * Two parts of the same bytes are LS235, unless there is no row in them.
 */
export const takeInParts = async (
  engine: Engine, relation: PopulationRelation, parts: readonly PartToCount[], spec: ProfileSpec, store: ProfileStore, options: TakeInPartsOptions,
): Promise<{ readonly profile: Profile; readonly counted: number }> => {
  const digest = specDigest(spec);
  const profiles = new Map<PartToCount, Profile>();
  const { name, takenAt, tool, signal, together } = options;
  const sourceOf = ({ source, digest: own }: PartToCount) => ({ source, digest: own, takenAt, tool });
  const take = (sql: string, several: readonly PartToCount[]): Promise<Profile> => takeProfile(engine, { ...relation, sql }, spec, { name, sources: several.map(sourceOf), ...(signal === undefined ? {} : { signal }) });
  for (const part of parts) {
    const kept = store.get(part.key, digest);
    if (kept !== null) profiles.set(part, kept);
  }
  const pending = parts.filter((part) => !profiles.has(part));
  const canJoin = together !== undefined && spec.window === "day" && relation.standard.includes("ts");
  for (const several of batchesOf(pending, ({ lie }) => (canJoin ? lie?.rows ?? Infinity : Infinity), mostRows, onOtherDays)) {
    signal?.throwIfAborted();
    const [only, second] = several;
    const taken = only !== undefined && (second === undefined || together === undefined) ? [await take(only.sql, several)] : splitByDay(await take(together?.(several) ?? "", several), several);
    for (const [place, part] of several.entries()) {
      const own = taken[place] as Profile;
      store.put(part.key, own);
      profiles.set(part, own);
    }
    options.progress?.({ kind: "count", step: `counting ${name}`, done: profiles.size, total: parts.length, etaSeconds: null });
  }
  return { profile: { ...mergeProfiles(withoutEmptyTwins(parts.flatMap((part) => profiles.get(part) ?? []))), name }, counted: pending.length };
};

/** Rows of a batch: beyond that reading costs more than planning. */
const mostRows = 20_000;

const onOtherDays = ({ lie }: PartToCount, before: readonly PartToCount[]): boolean =>
  lie !== undefined && before.every((each) => each.lie !== undefined && (each.lie.lastDay < lie.firstDay || each.lie.firstDay > lie.lastDay));

/** What was counted by the day of several parts that share no day, as it would have been counted of each. */
const splitByDay = (together: Profile, parts: readonly PartToCount[]): Profile[] => parts.map((part, place) => {
  const { firstDay, lastDay } = part.lie ?? { firstDay: Infinity, lastDay: -Infinity };
  const cells = together.cells.filter(({ window }) => { const day = window === null ? Number.NaN : Math.floor(Date.parse(window) / 86_400_000); return day >= firstDay && day <= lastDay; });
  const rows = cells.reduce((sum, cell) => sum + (cell.segment === null ? cell.rows : 0), 0);
  return { ...together, cells, sources: together.sources.filter((_, index) => index === place).map((source) => ({ ...source, rows })), absent: together.absent.map((column) => ({ ...column, rows })) };
});

/** Days without a row are the same file, and count for nothing. */
const withoutEmptyTwins = (profiles: readonly Profile[]): Profile[] => {
  const seen = new Set<string>();
  return profiles.filter(({ sources }) => {
    const twin = sources.every(({ digest, rows }) => rows === 0 && seen.has(digest));
    for (const { digest } of sources) seen.add(digest);
    return !twin;
  });
};
