import { pathText } from "../manifest/value-at.ts";
import { nearest } from "../manifest/nearest.ts";
import type { Placed, PlacedMap, ValuePath } from "../manifest/placed.ts";
import type { ContractProblem } from "./contract-problem.ts";

const element = ["id", "name", "physicalType", "description", "businessName", "authoritativeDefinitions", "tags", "customProperties"];
/** The keys of the standard, v3.0 and v3.1. */
const odcsKeys = {
  contract: ["version", "kind", "apiVersion", "id", "name", "tenant", "tags", "status", "servers", "dataProduct", "description", "domain", "schema", "support", "price", "team", "roles", "slaDefaultElement", "slaProperties", "authoritativeDefinitions", "customProperties", "contractCreatedTs"],
  object: [...element, "logicalType", "physicalName", "dataGranularityDescription", "properties", "relationships", "quality"],
  property: [...element, "primaryKey", "primaryKeyPosition", "logicalType", "logicalTypeOptions", "physicalName", "required", "unique", "partitioned", "partitionKeyPosition", "classification", "encryptedName", "transformSourceObjects", "transformLogic", "transformDescription", "examples", "criticalDataElement", "relationships", "quality", "properties", "items"],
  quality: ["id", "authoritativeDefinitions", "businessImpact", "customProperties", "description", "dimension", "method", "name", "schedule", "scheduler", "severity", "tags", "type", "unit", "metric", "rule", "arguments", "query", "engine", "implementation", "mustBe", "mustNotBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo", "mustBeLessThan", "mustBeLessOrEqualTo", "mustBeBetween", "mustNotBeBetween", "validValues", "pattern"],
  sla: ["id", "property", "value", "valueExt", "unit", "element", "driver", "description", "scheduler", "schedule"],
  arguments: ["missingValues", "validValues", "pattern", "properties"],
} as const satisfies Record<string, readonly string[]>;

/** Keys of one map that the standard does not have, each with what was probably meant. */
export const unknownKeys = (map: PlacedMap, kind: keyof typeof odcsKeys, path: ValuePath): ContractProblem[] => unknownAmong(map, odcsKeys[kind], path);

/** The same against any list of keys. */
export const unknownAmong = (map: PlacedMap, known: readonly string[], path: ValuePath): ContractProblem[] => [...map.entries].flatMap(([key, { key: place }]) => {
  if (known.includes(key)) return [];
  const meant = nearest(key, known);
  return [{ message: `the key ${key} is not known ${path.length === 0 ? "at the top of a data contract" : `under ${pathText(path)}`}`, place, todo: meant === undefined ? `Remove it, or put it under customProperties. Known here: ${known.join(", ")}.` : `Did you mean ${meant}?` }];
});

/** A scalar's value at a key; undefined when there is none. */
export const scalarAt = (map: PlacedMap, key: string): Extract<Placed, { kind: "scalar" }> | undefined => {
  const value = map.entries.get(key)?.value;
  return value?.kind === "scalar" && value.value !== null ? value : undefined;
};

/** A text at a key, a number as it is written. */
export const textOfKey = (map: PlacedMap, key: string): string | undefined => {
  const found = scalarAt(map, key);
  return found === undefined ? undefined : typeof found.value === "string" ? found.value : found.source;
};

/** The texts of a list at a key; null values are left out. */
export const textsOfKey = (map: PlacedMap, key: string): string[] | undefined => {
  const list = map.entries.get(key)?.value;
  return list?.kind !== "list" ? undefined : list.items.flatMap((item) => (item.kind === "scalar" && item.value !== null ? [typeof item.value === "string" ? item.value : item.source] : []));
};
