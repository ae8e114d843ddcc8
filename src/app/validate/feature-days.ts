import { featureStability } from "../../checks/corridor/features/feature-stability.ts";
import type { Profile } from "../../core/domain/profile.ts";
import type { PopulationColumn, PopulationRelation } from "../../core/domain/population.ts";
import type { FeatureStability } from "../../core/domain/validation.ts";
import type { Engine } from "../../ports/engine.ts";
import type { ProfileStore } from "../../ports/profile-store.ts";
import { proposeSpec } from "../../work/profile/propose-spec.ts";
import { takeInParts } from "../../work/profile/take-in-parts.ts";
import { takeProfile } from "../../work/profile/take-profile.ts";
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
  const parts = files.map(({ key, path, sql }) => ({ source: path, digest: key, key: `features ${key}`, sql }));
  if (parts.length === 0) return [];
  const { profile } = await takeInParts(engine, relation, parts, offline.spec, store, { name: production.source, takenAt: new Date().toISOString(), tool: toolVersion(), signal: io.signal, progress: io.progress });
  return featureStability(offline, profile);
};

const featuresOf = (columns: readonly PopulationColumn[]): PopulationColumn[] => columns.filter(({ role }) => role === "feature").slice(0, mostFeatures);
