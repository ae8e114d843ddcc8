import type { Engine } from "../../ports/engine.ts";
import { featureTables, type FeatureGroup } from "./feature-tables.ts";

/**
 * For each online value the offline one of its own time: the last row up to it, of several the one created last, of those the last in the file. Online
 * times that a store has cut to `precision` microseconds are held against offline times cut likewise. Besides, each entity's newest offline time when it was asked.
 */
export const joinAsOf = async (engine: Engine, groups: readonly FeatureGroup[], precision: number): Promise<void> => {
  const { offline, online, newest, asOf } = featureTables;
  for (const [group, { features }] of groups.entries()) {
    await engine.execute(`CREATE TABLE ${asOf(group)} AS SELECT entity, ${features.map((index) => `f${index} AS w${index}`).join(", ")} FROM (
      SELECT f.*, row_number() OVER (PARTITION BY f.entity ORDER BY f.ts DESC, f.created DESC NULLS LAST, f.place DESC) AS nth
      FROM ${online} o JOIN ${offline} f ON f.entity = o.entity WHERE o.t${group} IS NOT NULL AND f.ts - f.ts % ${precision} <= o.t${group}
    ) WHERE nth = 1`);
  }
  await engine.execute(`CREATE TABLE ${newest} AS SELECT o.entity, max(f.ts - f.ts % ${precision}) AS newest FROM ${online} o JOIN ${offline} f ON f.entity = o.entity WHERE f.ts <= o.asked GROUP BY o.entity`);
};
