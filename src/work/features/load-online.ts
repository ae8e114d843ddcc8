import { featureTables, type FeatureGroup } from "../../checks/features/feature-tables.ts";
import type { DType } from "../../core/domain/dtype.ts";
import type { JsonValue } from "../../core/json/json-value.ts";
import { writeJson } from "../../core/json/write-json.ts";
import type { Cell, Engine } from "../../ports/engine.ts";
import type { OutputValue } from "../../ports/serving.ts";
import { cellFor, OutputColumns } from "../replay/output-columns.ts";
import type { OnlineEntity } from "./ask-online.ts";

/** What the answers turned out to be. */
export interface LoadedOnline {
  readonly groups: readonly FeatureGroup[];
  /** Of each feature; `null` where no value came. */
  readonly dtypes: readonly DType[];
  /** Microseconds to which the store keeps its times: a million where all are whole seconds. */
  readonly precision: number;
}

/** Puts the answers into the engine and tells which features share their times. */
export const loadOnline = async (engine: Engine, features: readonly string[], entities: readonly OnlineEntity[]): Promise<LoadedOnline> => {
  const seen = new OutputColumns();
  for (const { values } of entities) seen.add(new Map(values.map(({ value }, index) => [String(index), outputOf(value)])));
  const found = new Map(seen.columns().map(({ path, dtype }) => [path, dtype]));
  const dtypes = features.map((_, index) => found.get(String(index)) ?? "null");
  const groups = groupsOf(features, entities);
  const columns = [
    { name: "entity", dtype: "int64" as const }, { name: "asked", dtype: "int64" as const },
    ...groups.map((_, group) => ({ name: `t${group}`, dtype: "int64" as const })), ...dtypes.map((dtype, index) => ({ name: `v${index}`, dtype: dtype === "null" ? "string" as const : dtype })),
  ];
  await engine.load(featureTables.online, columns, rowsOf(entities, groups, dtypes));
  return { groups, dtypes, precision: precisionOf(entities) };
};

function* rowsOf(entities: readonly OnlineEntity[], groups: readonly FeatureGroup[], dtypes: readonly DType[]): Generator<Cell[]> {
  for (const [entity, { askedAt, values }] of entities.entries()) {
    yield [
      BigInt(entity), askedAt, ...groups.map(({ features }) => values[features[0] as number]?.eventTime ?? null),
      ...values.map(({ value }, index) => cellFor(outputOf(value), dtypes[index] as DType)),
    ];
  }
}

/** Lists and records are held as their JSON. */
const outputOf = (value: JsonValue): OutputValue => {
  switch (typeof value) {
    case "boolean": return { dtype: "bool", value };
    case "bigint": return { dtype: "int64", value };
    case "number": return { dtype: "float64", value };
    case "string": return { dtype: "string", value };
    default: return value === null ? { dtype: "null", value } : { dtype: "json", value: writeJson(value) };
  }
};

const groupsOf = (features: readonly string[], entities: readonly OnlineEntity[]): FeatureGroup[] => {
  const groups: { names: string[]; features: number[] }[] = [];
  for (const [index, name] of features.entries()) {
    const same = groups.find(({ features: [first] }) => entities.every(({ values }) => values[first as number]?.eventTime === values[index]?.eventTime));
    if (same === undefined) groups.push({ names: [name], features: [index] });
    else {
      same.names.push(name);
      same.features.push(index);
    }
  }
  return groups;
};

/** Some stores cut times to the second; an offline time within it is then the same moment. */
const precisionOf = (entities: readonly OnlineEntity[]): number => {
  const times = entities.flatMap(({ values }) => values.flatMap(({ eventTime }) => (eventTime === null ? [] : [eventTime])));
  if (times.length === 0) return 1;
  return [1_000_000, 1000].find((unit) => times.every((time) => time % BigInt(unit) === 0n)) ?? 1;
};
