import type { PopulationRelation } from "../../core/domain/population.ts";
import type { Profile, ProfileSpec } from "../../core/domain/profile.ts";
import { mergeProfiles } from "../../core/profile/merge-profiles.ts";
import { specDigest } from "../../core/profile/spec-digest.ts";
import type { Engine } from "../../ports/engine.ts";
import type { ProfileStore } from "../../ports/profile-store.ts";
import type { ProgressListener } from "../../ports/progress.ts";
import { takeProfile } from "./take-profile.ts";

/** One file of a population, with the SQL behind FROM that has its rows alone. */
export interface PartToCount {
  readonly source: string;
  /** sha256 of the file. */
  readonly digest: string;
  /** What its profile is kept by: a digest of all that makes its rows, the file, how it is mapped, the labels that join it. */
  readonly key: string;
  readonly sql: string;
}

export interface TakeInPartsOptions {
  readonly name: string;
  readonly takenAt: string;
  readonly tool: string;
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
  const profiles: Profile[] = [];
  let counted = 0;
  for (const [place, part] of parts.entries()) {
    options.signal?.throwIfAborted();
    const kept = store.get(part.key, digest);
    if (kept !== null) profiles.push(kept);
    else {
      const { takenAt, tool, signal } = options;
      const taken = await takeProfile(engine, { ...relation, sql: part.sql }, spec, { name: options.name, sources: [{ source: part.source, digest: part.digest, takenAt, tool }], ...(signal === undefined ? {} : { signal }) });
      store.put(part.key, taken);
      profiles.push(taken);
      counted += 1;
    }
    options.progress?.({ kind: "count", step: `counting ${options.name}`, done: place + 1, total: parts.length, etaSeconds: null });
  }
  return { profile: { ...mergeProfiles(withoutEmptyTwins(profiles)), name: options.name }, counted };
};

/** Days without a row are the same file, and count for nothing. */
const withoutEmptyTwins = (profiles: readonly Profile[]): Profile[] => {
  const seen = new Set<string>();
  return profiles.filter(({ sources }) => {
    const twin = sources.every(({ digest, rows }) => rows === 0 && seen.has(digest));
    for (const { digest } of sources) seen.add(digest);
    return !twin;
  });
};
