import { QualityRule, type QualityContract } from "../../core/domain/quality.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Placed, PlacedMap } from "../manifest/placed.ts";
import { contractError, placeOf } from "./contract-problem.ts";
import type { ContractTree } from "./contract-tree.ts";
import { scalarAt, textOfKey, unknownKeys } from "./odcs-keys.ts";
import { ownerOf } from "./odcs-owner.ts";
import { columnOfProperty, readProperty } from "./odcs-property.ts";
import { readQuality } from "./odcs-quality.ts";
import { beginReading, type OdcsReading } from "./odcs-reading.ts";
import { readSla } from "./odcs-sla.ts";

/**
 * A contract of the Open Data Contract Standard (v3.1, v3.0) as rules. What nothing here can hold data against is listed in `notRead` with its place.
 * LS232 with line and column for every mistake: another kind or version, unknown keys, values that cannot be used, several tables and none chosen.
 */
export const readOdcs = ({ file, text, tree }: ContractTree, object: string | null): QualityContract => {
  const reading = beginReading();
  const kind = scalarAt(tree, "kind");
  if (kind?.value !== "DataContract") throw contractError([{ message: kind === undefined ? "it does not say what it is" : `it is a ${kind.source}, not a DataContract`, place: kind?.place ?? tree.place, todo: "Write kind: DataContract" }], text);
  const version = scalarAt(tree, "apiVersion");
  const older = /^v3\.0\.\d+$/.test(version?.source ?? "");
  if (!older && !/^v3\.1\.\d+$/.test(version?.source ?? "")) {
    throw contractError([{ message: version === undefined ? "it does not say of which version of the standard it is" : `version ${version.source} of the standard is not read here`, place: version?.place ?? tree.place, todo: "Write apiVersion: v3.1.0; v3.0 is read as well." }], text);
  }
  if (older && version !== undefined) reading.leave(version.place, `version ${version.source} of the standard is read as v3.1.0 would be`);
  for (const problem of unknownKeys(tree, "contract", [])) reading.refuse(problem);
  for (const key of ["id", "version", "status"]) if (textOfKey(tree, key) === undefined) reading.refuse({ message: `the key ${key} is missing, which the standard asks for`, place: tree.place, todo: `Write ${key}: and its value.` });
  const status = textOfKey(tree, "status");
  if (status === "retired" || status === "deprecated") reading.leave(tree.entries.get("status")?.value.place ?? tree.place, `the contract is ${status}; it is asked all the same`);

  const chosen = chooseObject(tree, object, text);
  if (chosen !== null) readObject(chosen.map, chosen.index, reading);
  const objects = chosen === null ? [] : namesOf(chosen.map);
  const levels = tree.entries.get("slaProperties")?.value;
  if (levels?.kind === "list") for (const [index, sla] of levels.items.entries()) if (sla.kind === "map") readSla(sla, ["slaProperties", index], textOfKey(tree, "slaDefaultElement"), objects, reading);
  if (reading.problems.length > 0) throw contractError(reading.problems, text);
  const rules = reading.rules.map((rule) => QualityRule.parse({ column: null, ...rule }));
  if (rules.length === 0) throw new LockstepError("LS232", { message: "the data contract asks nothing that data could be held against", place: file, todo: "Write its schema, or have one written with: lockstep contract infer LOG -o contract.yaml" });
  return { name: textOfKey(tree, "name") ?? textOfKey(tree, "id") ?? file, version: textOfKey(tree, "version") ?? null, source: file, owner: ownerOf(tree), rules, notRead: reading.notRead };
};

const namesOf = (object: PlacedMap): string[] => ["name", "physicalName", "id"].flatMap((key) => textOfKey(object, key) ?? []);

const chooseObject = (tree: PlacedMap, wanted: string | null, text: string): { readonly map: PlacedMap; readonly index: number } | null => {
  const schema = tree.entries.get("schema")?.value;
  const objects = schema?.kind === "list" ? schema.items.flatMap((item, index) => (item.kind === "map" ? [{ map: item, index }] : [])) : [];
  if (schema !== undefined && schema.kind !== "list") throw contractError([{ message: "the schema is not a list of tables", place: schema.place, todo: "Write each table below it, after \"- \"." }], text);
  const names = objects.flatMap(({ map }) => textOfKey(map, "name") ?? []);
  if (wanted !== null) {
    const found = objects.find(({ map }) => namesOf(map).includes(wanted));
    if (found === undefined) throw new LockstepError("LS232", { message: `the data contract has no table ${wanted}; it has ${names.join(", ")}`, place: placeOf(schema?.place ?? tree.place), todo: "Name one of these with --object." });
    return found;
  }
  const [only, second] = objects;
  if (second !== undefined) throw new LockstepError("LS232", { message: `the data contract has ${objects.length} tables: ${names.join(", ")}`, place: placeOf(second.map.place), todo: "Say which one the data are, with --object NAME." });
  return only ?? null;
};

const readObject = (object: PlacedMap, index: number, reading: OdcsReading): void => {
  const path = ["schema", index];
  for (const problem of unknownKeys(object, "object", path)) reading.refuse(problem);
  const properties = itemsOf(object.entries.get("properties")?.value);
  for (const [at, property] of properties.entries()) readProperty(property, [...path, "properties", at], namesOf(object), reading);
  const keys = properties.filter((property) => scalarAt(property, "primaryKey")?.value === true).toSorted((a, b) => Number(textOfKey(a, "primaryKeyPosition") ?? 0) - Number(textOfKey(b, "primaryKeyPosition") ?? 0)).flatMap((property) => columnOfProperty(property) ?? []);
  if (keys.length > 0) reading.add({ dimension: "uniqueness", column: keys.length === 1 ? (keys[0] ?? null) : null, columns: keys.length === 1 ? null : keys, statement: `${keys.join(" and ")} ${keys.length === 1 ? "is" : "together are"} unique` }, undefined, "primary key");
  const relations = object.entries.get("relationships");
  if (relations !== undefined) reading.leave(relations.key, "a relation to another table is not looked up");
  for (const [at, rule] of itemsOf(object.entries.get("quality")?.value).entries()) {
    const place = { path: [...path, "quality", at], column: null, isPrivate: false, origin: "agreed" as const, objects: namesOf(object) };
    const implementation = rule.entries.get("implementation")?.value;
    const only = implementation?.kind === "map" && textOfKey(rule, "engine") === "lockstep" && scalarAt(implementation, "onlyTheseColumns")?.value === true;
    if (!only) readQuality(rule, place, reading);
    else reading.add({ dimension: "schema", column: null, columns: properties.flatMap((property) => columnOfProperty(property) ?? []), statement: textOfKey(rule, "description") ?? "there are no columns but those of the contract" }, textOfKey(rule, "id"), "no other columns");
  }
};

const itemsOf = (value: Placed | undefined): PlacedMap[] => (value?.kind === "list" ? value.items.flatMap((item) => (item.kind === "map" ? [item] : [])) : []);
