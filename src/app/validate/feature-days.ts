import { featureStability } from "../../checks/corridor/features/feature-stability.ts";
import type { Profile } from "../../core/domain/profile.ts";
import type { PopulationColumn, PopulationRelation } from "../../core/domain/population.ts";
import type { FeatureStability } from "../../core/domain/validation.ts";
import { planDigest } from "../../core/measure/plan-digest.ts";
import type { Engine } from "../../ports/engine.ts";
import type { ProfileStore } from "../../ports/profile-store.ts";
import type { CountedPart } from "../../ports/series-store.ts";
import { proposeSpec } from "../../work/profile/propose-spec.ts";
import { type PartToCount, takeInParts } from "../../work/profile/take-in-parts.ts";
import { takeProfile } from "../../work/profile/take-profile.ts";
import { partColumn } from "../../work/series/queries/series-keys.ts";
import type { CommandIo } from "../command-io.ts";
import { toolVersion } from "../tool-version.ts";
import type { CountedProduction } from "./production-side.ts";

/** Blocks per day: enough to see whether neighbours hang together. */
const blocksADay = 8;
/** More features than these are not told day by day: each day of each is a claim, and a claim among so many can no longer be made. */
const mostFeatures = 100;

/** The features of a backtest counted per day; null where it has none, or no times. */
export const profileFeatures = async (engine: Engine, relation: PopulationRelation, source: string, digest: string, io: CommandIo): Promise<Profile | null> => {
  const columns = featuresOf(relation.columns);
  if (columns.length === 0 || !relation.standard.includes("ts")) return null;
  const of = { ...relation, columns };
  const spec = await proposeSpec(engine, of, { window: "day", blocks: blocksADay, judged: [], correlationShare: 0, signal: io.signal });
  return takeProfile(engine, of, { ...spec, cross: [] }, { name: "backtest", sources: [{ source, digest, takenAt: new Date().toISOString(), tool: toolVersion() }], signal: io.signal });
};

/** Each feature per day of production against the backtest. Files that were counted before are not read. */
export const featureDays = async (engine: Engine, offline: Profile, production: CountedProduction, store: ProfileStore, io: CommandIo): Promise<FeatureStability[]> => {
  const { opened, files } = production;
  const relation = opened === null ? { name: production.source, sql: "", columns: [], standard: [], gaps: [] } : { ...opened.relation, columns: featuresOf(opened.relation.columns) };
  // Times are told of all rows only where none was left out.
  const counted = new Map(production.plan.where === null ? production.series.parts(planDigest(production.plan)).map((part) => [part.part, part]) : []);
  const parts = files.map(({ key, path, sql }): PartToCount => {
    const lie = lieOf(counted.get(key));
    return { source: path, digest: key, key: `features ${key}`, sql, ...(lie === null ? {} : { lie }) };
  });
  if (parts.length === 0) return [];
  const several = opened?.several ?? null;
  const { profile } = await takeInParts(engine, relation, parts, offline.spec, store, { name: production.source, takenAt: new Date().toISOString(), tool: toolVersion(), signal: io.signal, progress: io.progress, ...(several === null ? {} : { together: (some) => several(some.map(({ source }) => source), partColumn) }) });
  return featureStability(offline, profile);
};

const lieOf = (part: CountedPart | undefined): Exclude<PartToCount["lie"], undefined> | null => {
  if (part === undefined || part.untimed > 0 || part.firstTs === null || part.lastTs === null) return null;
  const dayOf = (iso: string): number => Math.floor(Date.parse(iso) / 86_400_000);
  return { rows: part.rows, firstDay: dayOf(part.firstTs), lastDay: dayOf(part.lastTs) };
};

const featuresOf = (columns: readonly PopulationColumn[]): PopulationColumn[] => columns.filter(({ role }) => role === "feature").slice(0, mostFeatures);
