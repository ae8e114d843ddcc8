import { randomUUID } from "node:crypto";
import type { Anonymising, LogMapping } from "../../core/domain/log-mapping.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Engine } from "../../ports/engine.ts";
import { anonymised, loadHashKey } from "../../work/populations/anonymise.ts";
import type { PopulationField } from "../../work/populations/population-field.ts";
import { createSecrets, type SecretWorld } from "../connect/resolve-secret.ts";
import { nearest } from "../manifest/nearest.ts";
import type { RawLog } from "./open-raw-log.ts";
import type { ReadMapping } from "./read-mapping.ts";

/** A log in which nothing stands any more that the mapping takes out, and what does the same to a column of another file. */
export interface AnonymisedLog {
  readonly raw: RawLog;
  /** The rule that a column of the log is under, applied to a column that is to be joined with it. */
  readonly same: (column: string, other: PopulationField) => PopulationField;
}

/** Takes out what the mapping says before anything is counted. The key stays within the engine. LS231 for a rule that does not fit, LS103 and LS104 for the key. */
export const anonymiseLog = async (engine: Engine, raw: RawLog, { mapping, wrong }: ReadMapping, world: SecretWorld): Promise<AnonymisedLog> => {
  const rules = Object.entries(mapping.anonymise ?? {});
  if (rules.length === 0) return { raw, same: (_column, other) => other };
  const own: PopulationField[] = raw.presetStandard.map((name) => ({ name, expression: engine.dialect.identifier(name), type: raw.ownTypes.get(name) ?? "VARCHAR" }));
  const names = [...raw.fields, ...own].map(({ name }) => name);
  for (const [name] of rules) {
    if (names.includes(name)) continue;
    const meant = nearest(name, names);
    throw wrong(["anonymise", name], `the log has no column ${name}`, meant === undefined ? `Write one of ${listOf(names.slice(0, 30))}.` : `Did you mean ${meant}?`);
  }
  const key = await keyTable(engine, mapping, world);
  const after = (field: PopulationField, rule: Anonymising): PopulationField | null => {
    const left = anonymised(engine, field, rule, key);
    if (typeof left === "string") throw wrong(["anonymise", field.name], left, rule === "hash" ? "Name a key beside it: anonymiseKey: env:NAME" : "Write hash, drop or {prefix: 3}.");
    return left;
  };
  const ruleOf = new Map(rules);
  const change = (fields: readonly PopulationField[]): { before: PopulationField; after: PopulationField }[] => fields.flatMap((before) => {
    const rule = ruleOf.get(before.name);
    const left = rule === undefined ? before : after(before, rule);
    return left === null ? [] : [{ before, after: left }];
  });
  const fields = change(raw.fields);
  const standard = change(own.filter((field) => !raw.fields.some(({ expression }) => expression === field.expression)));
  const list = [...standard, ...fields].map((each) => (each.after.expression === each.before.expression ? each.before.expression : `${each.after.expression} AS ${each.before.expression}`)).join(", ");
  const changed: RawLog = {
    ...raw,
    fields: fields.map((each) => ({ ...each.after, expression: each.before.expression })),
    presetStandard: raw.presetStandard.filter((name) => standard.some((each) => each.after.name === name)),
    preset: raw.preset.filter((column) => fields.some((each) => each.after.name === column.name)),
    sql: `(SELECT ${list} FROM ${raw.sql})`,
    parts: raw.parts.map((part) => ({ ...part, sql: part.sql === null ? null : `(SELECT ${list} FROM ${part.sql})` })),
  };
  return { raw: changed, same: (column, other) => { const rule = ruleOf.get(column); return rule === undefined ? other : (after(other, rule) ?? other); } };
};

const keyTable = async (engine: Engine, { anonymise, anonymiseKey }: LogMapping, world: SecretWorld): Promise<string | null> => {
  if (anonymiseKey === undefined || !Object.values(anonymise ?? {}).includes("hash")) return null;
  const key = await createSecrets(world).resolveLines(anonymiseKey, "anonymiseKey");
  return loadHashKey(engine, `anonymise_key_${randomUUID().replaceAll("-", "")}`, key);
};
