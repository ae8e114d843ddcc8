import type { QualityRule } from "../../core/domain/quality.ts";
import { familyOfEngine, familyOfWanted } from "../../checks/quality/type-family.ts";
import { nearest } from "../manifest/nearest.ts";
import type { PlacedMap, ValuePath } from "../manifest/placed.ts";
import { pathText } from "../manifest/value-at.ts";
import { scalarAt, textOfKey, unknownKeys } from "./odcs-keys.ts";
import { readOptions } from "./odcs-options.ts";
import { readQuality } from "./odcs-quality.ts";
import { customProperty, type OdcsReading, type ReadRule } from "./odcs-reading.ts";

/** The name that the data have for it. */
export const columnOfProperty = (property: PlacedMap): string | undefined => textOfKey(property, "physicalName") ?? textOfKey(property, "name");

const logicalTypes = ["string", "date", "timestamp", "time", "number", "integer", "object", "array", "boolean"];
/** Classes of data whose values nobody prints. */
const privateClasses = /restricted|confidential|private|secret|sensitive|personal|\bpii\b|\bphi\b/i;

/** One column of the contract as rules: that it is there, its type, its bounds, whether it may be missing or repeat, and its own quality rules. */
export const readProperty = (property: PlacedMap, path: ValuePath, objects: readonly string[], reading: OdcsReading): void => {
  for (const problem of unknownKeys(property, "property", path)) reading.refuse(problem);
  const column = columnOfProperty(property);
  if (column === undefined) return reading.refuse({ message: `${pathText(path)} has no name`, place: property.place, todo: "Write name: and the column's name." });
  const isPrivate = privateClasses.test(textOfKey(property, "classification") ?? "") || customProperty(property, "lockstepPrivate") === "true";
  const origin: QualityRule["origin"] = customProperty(property, "lockstepOrigin") === "observed" ? "observed" : "agreed";
  const add = (rule: ReadRule): void => reading.add({ column, private: isPrivate, origin, ...rule }, undefined, `${column} ${rule.dimension}`);
  const flag = (key: string): boolean => {
    const value = scalarAt(property, key);
    if (value !== undefined && typeof value.value !== "boolean") reading.refuse({ message: `${pathText([...path, key])} is ${value.source}, where true or false is wanted`, place: value.place, todo: `Write ${key}: true` });
    return value?.value === true;
  };

  add({ dimension: "schema", statement: `there is a column ${column}`, severity: "critical" });
  const logical = scalarAt(property, "logicalType");
  const physical = textOfKey(property, "physicalType");
  if (logical !== undefined) {
    const name = String(logical.value);
    if (logicalTypes.includes(name)) add({ dimension: "type", type: name, statement: `${column} is of the type ${name}` });
    else reading.refuse({ message: `${pathText([...path, "logicalType"])}: ${name} is no logical type`, place: logical.place, todo: nearest(name, logicalTypes) === undefined ? `Write one of ${logicalTypes.join(", ")}.` : `Did you mean ${nearest(name, logicalTypes) ?? ""}?` });
  } else if (physical !== undefined) {
    const family = familyOfEngine(physical.replace(/\bint\b/i, "INTEGER"));
    if (family !== "other" && familyOfWanted(family) !== null) add({ dimension: "type", type: family, statement: `${column} is of the type ${physical}` });
    else reading.leave(property.entries.get("physicalType")?.value.place ?? property.place, `the physical type ${physical} is another system's; write a logicalType`);
  }
  const key = flag("primaryKey");
  if (flag("required") || key) add({ dimension: "null", statement: `${column} has a value` });
  if (flag("unique")) add({ dimension: "uniqueness", statement: `${column} is unique` });
  const options = property.entries.get("logicalTypeOptions")?.value;
  if (options?.kind === "map") readOptions(options, [...path, "logicalTypeOptions"], { column, type: textOfKey(property, "logicalType") ?? "" }, reading, add);
  for (const nested of ["properties", "items", "relationships"]) {
    const entry = property.entries.get(nested);
    if (entry !== undefined) reading.leave(entry.key, nested === "relationships" ? "a relation to another table is not looked up" : `what lies inside of ${column} is not asked one by one`);
  }
  const rules = property.entries.get("quality")?.value;
  if (rules?.kind === "list") for (const [index, rule] of rules.items.entries()) if (rule.kind === "map") readQuality(rule, { path: [...path, "quality", index], column, isPrivate, origin, objects }, reading);
};
