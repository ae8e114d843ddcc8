import type { Engine } from "../../ports/engine.ts";
import { featureTables } from "./feature-tables.ts";

/** How the offline file's columns are read: expressions over `sql`. */
export interface OfflineReading {
  readonly sql: string;
  /** The row's place in the file. */
  readonly position: string;
  /** BIGINT or VARCHAR each. */
  readonly entities: readonly string[];
  /** TIMESTAMP in UTC, null where it cannot be read. */
  readonly time: string;
  readonly created: string | null;
  readonly features: readonly string[];
  /** Entities to take at most, chosen by hash. */
  readonly rows: number;
}

export interface OfflineFacts {
  /** Entities of the file, and how many of them are asked. */
  readonly entities: number;
  readonly asked: number;
  /** Rows left out for a key that is null, or a time that is. */
  readonly withoutKey: number;
  readonly withoutTime: number;
}

/** Chooses whom to ask and keeps their offline rows; the same file gives the same choice. */
export const takeOffline = async (engine: Engine, reading: OfflineReading): Promise<OfflineFacts> => {
  const { countIf, epochSeconds, hash, text, literal } = engine.dialect;
  const micros = (time: string): string => `CAST(round(${epochSeconds(time)} * 1000000) AS BIGINT)`;
  const keys = reading.entities.map((_, index) => `k${index}`);
  const noKey = keys.map((key) => `${key} IS NULL`).join(" OR ");
  const rows = `(SELECT ${reading.entities.map((entity, index) => `${entity} AS k${index}`).join(", ")}, ${micros(reading.time)} AS ts, ${reading.created === null ? "CAST(NULL AS BIGINT)" : micros(reading.created)} AS created,
    ${reading.position} AS place, ${reading.features.map((feature, index) => `${feature} AS f${index}`).join(", ")} FROM ${reading.sql})`;
  const key = keys.map((each) => text(each)).join(` || ${literal(",")} || `);
  const distinct = `(SELECT DISTINCT ${keys.join(", ")} FROM ${rows} WHERE NOT (${noKey}) AND ts IS NOT NULL)`;
  const [counted] = await engine.query(`SELECT ${countIf(noKey)} AS without_key, ${countIf(`NOT (${noKey}) AND ts IS NULL`)} AS without_time, (SELECT count(*) FROM ${distinct}) AS entities FROM ${rows}`);
  await engine.execute(`CREATE TABLE ${featureTables.asked} AS SELECT row_number() OVER (ORDER BY ${hash("key")}, key) - 1 AS entity, *
    FROM (SELECT ${key} AS key, ${keys.join(", ")} FROM ${distinct} ORDER BY ${hash(key)}, ${key} LIMIT ${reading.rows})`);
  await engine.execute(`CREATE TABLE ${featureTables.offline} AS SELECT a.entity, o.* FROM ${rows} o JOIN ${featureTables.asked} a ON ${keys.map((each) => `a.${each} = o.${each}`).join(" AND ")} WHERE o.ts IS NOT NULL`);
  const count = (name: string): number => Number(counted?.[name] ?? 0);
  return { entities: count("entities"), asked: Math.min(count("entities"), reading.rows), withoutKey: count("without_key"), withoutTime: count("without_time") };
};
