import type { DType } from "../../core/domain/dtype.ts";
import type { Engine } from "../../ports/engine.ts";
import { featureTables } from "./feature-tables.ts";

/** One feature as both sides are written. */
export interface PairedFeature {
  /** Its place among the asked ones, and that of its group. */
  readonly index: number;
  readonly group: number;
  /** Its column in both files. */
  readonly name: string;
  /** The engine's type of the offline column. */
  readonly offlineType: string;
  /** What online answered. */
  readonly dtype: DType;
}

/**
 * Writes what online served and what offline held at the same time, as two Parquet files of the key and one column per feature: entities for which
 * every one of these features is there on both sides, so that no share is thinned by pairs that are none. Gives how many there are.
 */
export const writePairs = async (engine: Engine, features: readonly PairedFeature[], keyName: string, paths: { readonly online: string; readonly offline: string }): Promise<number> => {
  const { identifier, literal } = engine.dialect;
  const { asked, online, asOf } = featureTables;
  const groups = [...new Set(features.map(({ group }) => group))];
  const from = `FROM ${asked} a JOIN ${online} o ON o.entity = a.entity ${groups.map((group) => `JOIN ${asOf(group)} g${group} ON g${group}.entity = a.entity`).join(" ")}`;
  const copy = (path: string, columnOf: (feature: PairedFeature) => string): Promise<void> =>
    engine.execute(`COPY (SELECT a.key AS ${identifier(keyName)}, ${features.map((feature) => `${columnOf(feature)} AS ${identifier(feature.name)}`).join(", ")} ${from} ORDER BY a.entity) TO ${literal(path)} (FORMAT parquet)`);
  await copy(paths.offline, ({ index, group }) => `g${group}.w${index}`);
  await copy(paths.online, (feature) => onlineValue(engine, feature));
  const [counted] = await engine.query(`SELECT count(*) AS n ${from}`);
  return Number(counted?.["n"] ?? 0);
};

/** JSON has no float32, and many a writer leaves the point off a whole number: a number is read as the type that offline declares, where it holds it. */
const onlineValue = (engine: Engine, { index, offlineType, dtype }: PairedFeature): string => {
  const value = `o.v${index}`;
  const isNumber = dtype === "float64" || dtype === "int64";
  if (offlineType === "FLOAT" && isNumber) return engine.dialect.narrowToFloat32(engine.dialect.float64(value));
  return offlineType === "DOUBLE" && isNumber ? engine.dialect.float64(value) : value;
};
