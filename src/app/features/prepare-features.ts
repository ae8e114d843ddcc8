import { join } from "node:path";
import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import { countGroup, type GroupCounts } from "../../checks/features/count-group.ts";
import { featureTables } from "../../checks/features/feature-tables.ts";
import { joinAsOf } from "../../checks/features/join-as-of.ts";
import { takeOffline } from "../../checks/features/take-offline.ts";
import { writePairs } from "../../checks/features/write-pairs.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { countOf } from "../../core/wording/count-of.ts";
import type { Engine } from "../../ports/engine.ts";
import type { EntityColumn } from "../../ports/online-features.ts";
import type { SourceRelation } from "../../ports/source.ts";
import { askOnline, entitiesPerRequest } from "../../work/features/ask-online.ts";
import { loadOnline } from "../../work/features/load-online.ts";
import { PRODUCTION_RATE_PER_SECOND } from "../../work/replay/replay-defaults.ts";
import type { CommandIo } from "../command-io.ts";
import type { FeaturesOptions } from "./features-options.ts";
import { offlineColumns } from "./offline-columns.ts";
import type { ReachedStore } from "./reach-store.ts";

export interface PreparedFeatures {
  /** Two Parquet files of the key and the features. */
  readonly online: string;
  readonly offline: string;
  readonly keyName: string;
  /** Columns of both. */
  readonly columns: readonly string[];
  readonly groups: readonly GroupCounts[];
  readonly asked: number;
  /** Whether these are all entities of the offline file. */
  readonly everyEntity: boolean;
}

/** Asks the online store for the entities of the offline file and lays beside each value what offline held at that value's own time. LS206 when nothing is common. */
export const prepareFeatures = async (engine: Engine, source: SourceRelation, path: string, reached: ReachedStore, options: FeaturesOptions, folder: string, io: CommandIo): Promise<PreparedFeatures> => {
  const note = (message: string): void => io.progress({ kind: "note", message });
  const columns = offlineColumns(engine.dialect, source, path, options);
  const facts = await takeOffline(engine, { sql: source.sql, position: source.position, ...columns, features: columns.features.map(({ expression }) => expression), rows: options.rows });
  if (facts.withoutKey > 0) note(`${countOf(facts.withoutKey, "offline row")} without a key ${facts.withoutKey === 1 ? "is" : "are"} left out`);
  if (facts.withoutTime > 0) note(`${countOf(facts.withoutTime, "offline row")} without a time that can be read ${facts.withoutTime === 1 ? "is" : "are"} left out`);
  if (facts.asked === 0) throw new LockstepError("LS206", { message: `no row of ${path} has both a key and a time`, place: path });
  const rate = options.maxRate ?? (reached.production ? PRODUCTION_RATE_PER_SECOND : null);
  note(`asking ${reached.name} for ${countOf(options.features.length, "feature")} of ${facts.asked.toLocaleString("en-US")} of ${countOf(facts.entities, "entity", "entities")}, in ${countOf(Math.ceil(facts.asked / entitiesPerRequest), "request")}${rate === null ? "" : `, at most ${rate} a second`}`);
  const keys = await engine.query(`SELECT ${options.entity.map((_, index) => `k${index}`).join(", ")} FROM ${featureTables.asked} ORDER BY entity`);
  const entities: EntityColumn[] = options.entity.map((name, index) => ({ name, values: keys.map((row) => row[`k${index}`] as bigint | string) }));
  const answered = await askOnline({ store: reached.store, features: options.features, entities, ratePerSecond: rate, clock: systemClock, progress: io.progress, signal: io.signal });
  const { groups, dtypes, precision } = await loadOnline(engine, options.features, answered);
  await joinAsOf(engine, groups, precision);
  const counts: GroupCounts[] = [];
  for (const [at, group] of groups.entries()) counts.push(await countGroup(engine, group, at, options));
  const comparable = counts.flatMap(({ found, unreached, group: { features } }, group) => (found > unreached ? features.map((index) => ({ index, group })) : []));
  if (comparable.length === 0) throw new LockstepError("LS206", { message: `${reached.name} has no value of ${options.features.join(", ")} that an offline row reaches back to, for any of ${countOf(facts.asked, "entity", "entities")}`, place: reached.store.address, todo: "Look whether the features were materialised, under these keys, and how far back the offline file goes." });
  const paired = comparable.map(({ index, group }) => {
    const { name, type } = columns.features[index] as (typeof columns.features)[number];
    return { index, group, name, offlineType: type, dtype: dtypes[index] ?? "null" };
  });
  const files = { online: join(folder, "online.parquet"), offline: join(folder, "offline.parquet") };
  const keyName = options.entity.join(",");
  const pairs = await writePairs(engine, paired, keyName, files);
  const most = Math.max(...counts.map(({ found, unreached }) => found - unreached));
  if (pairs === 0) throw new LockstepError("LS206", { message: "no entity has all of these features online", place: "--features", todo: "Compare the features of one view at a time." });
  if (pairs < most) note(`values are compared for ${countOf(pairs, "entity", "entities")} that have every feature, of ${most.toLocaleString("en-US")} that have some`);
  return { ...files, keyName, columns: paired.map(({ name }) => name), groups: counts, asked: facts.asked, everyEntity: facts.asked === facts.entities };
};
