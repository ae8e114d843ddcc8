import { createHash } from "node:crypto";
import type { Anonymising } from "../../core/domain/log-mapping.ts";
import type { Engine } from "../../ports/engine.ts";
import type { PopulationField } from "./population-field.ts";
import { textOf } from "./text-of.ts";
import { isNumberType } from "./type-family.ts";

/** The block that HMAC-SHA-256 works on, bytes. */
const block = 64;

/** So many hex digits of a keyed hash: 128 bits, which no two values of a log share. */
const hashDigits = 32;

/**
 * Puts a secret key where the engine can hash with it and no query spells it: a table of the two padded keys of HMAC-SHA-256 (RFC 2104). Returns the table's
 * name, which says nothing of the key.
 */
export const loadHashKey = async (engine: Engine, table: string, key: string): Promise<string> => {
  const bytes = Buffer.from(key, "utf8");
  const short = bytes.length > block ? createHash("sha256").update(bytes).digest() : bytes;
  const padded = Buffer.alloc(block);
  short.copy(padded);
  const pad = (mask: number): string => Buffer.from(padded.map((byte) => byte ^ mask)).toString("hex");
  await engine.load(table, [{ name: "inner_pad", dtype: "string" }, { name: "outer_pad", dtype: "string" }], [[pad(0x36), pad(0x5c)]]);
  return table;
};

/** A value as the rule leaves it; null for a column that goes; a sentence where the rule does not fit its type. */
export const anonymised = (engine: Engine, field: PopulationField, rule: Anonymising, keyTable: string | null): PopulationField | string | null => {
  const { identifier } = engine.dialect;
  const value = field.expression;
  if (rule === "drop") return null;
  if (rule === "hash") {
    if (keyTable === null) return "a hash needs a key, for without one anybody can hash a list of names and compare";
    const pad = (name: string): string => `unhex((SELECT ${name} FROM ${identifier(keyTable)}))`;
    const text = textOf(value, field.type);
    return { ...field, type: "VARCHAR", expression: `CASE WHEN ${value} IS NOT NULL THEN left(sha256(${pad("outer_pad")} || unhex(sha256(${pad("inner_pad")} || encode(${text})))), ${hashDigits}) END` };
  }
  if ("prefix" in rule) return { ...field, type: "VARCHAR", expression: `left(${textOf(value, field.type)}, ${rule.prefix})` };
  if (!isNumberType(field.type)) return `${field.name} is ${field.type}, and only numbers can be rounded`;
  if ("round" in rule) return { ...field, type: "DOUBLE", expression: `round((${value})::DOUBLE, ${rule.round})` };
  return { ...field, type: "DOUBLE", expression: `floor((${value})::DOUBLE / ${engine.dialect.double(rule.bucket)}) * ${engine.dialect.double(rule.bucket)}` };
};
