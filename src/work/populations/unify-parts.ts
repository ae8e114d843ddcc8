import type { LogGap } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { countOf } from "../../core/wording/count-of.ts";
import type { Engine } from "../../ports/engine.ts";
import type { PopulationField } from "./population-field.ts";
import { isNumberType, typeFamily } from "./type-family.ts";

/** One file of a log, with its columns taken apart into scalars. */
export interface RawPart {
  readonly path: string;
  /** Behind FROM. */
  readonly sql: string;
  readonly fields: readonly PopulationField[];
}

export interface UnifiedParts {
  readonly fields: readonly PopulationField[];
  /** One SELECT per part, all with the columns of `fields` in their order. */
  readonly selects: readonly string[];
  readonly gaps: readonly LogGap[];
}

/**
 * Files of one log brought to the same columns: a column that a file does not have is null in it, and numbers are widened. LS209 where files
 * disagree about a column's type in a way that no number survives.
 */
export const unifyParts = async (engine: Engine, parts: readonly RawPart[]): Promise<UnifiedParts> => {
  const { identifier } = engine.dialect;
  const byName = new Map<string, { name: string; at: { part: RawPart; field: PopulationField }[] }>();
  for (const part of parts) {
    for (const field of part.fields) {
      // The engine does not tell capitals from small letters in a column's name.
      const known = byName.get(field.name.toLowerCase());
      if (known === undefined) byName.set(field.name.toLowerCase(), { name: field.name, at: [{ part, field }] });
      else known.at.push({ part, field });
    }
  }
  const fields: PopulationField[] = [];
  const gaps: LogGap[] = [];
  for (const [key, { name, at }] of byName) {
    const twice = parts.find((part) => at.filter((each) => each.part === part).length > 1);
    if (twice !== undefined) throw new LockstepError("LS209", { message: `${twice.path} has more than one column that is called ${name}, capitals aside`, place: `${twice.path}, column "${name}"`, todo: "Give each column its own name." });
    const isParent = at.length < parts.length && [...byName.keys()].some((other) => other.startsWith(`${key}.`) || other.startsWith(`${key}[`));
    const type = await commonType(engine, name, at);
    if (isParent && type === null) continue;
    fields.push({ name, expression: identifier(name), type: type ?? at[0]?.field.type ?? "VARCHAR" });
    if (at.length < parts.length) gaps.push({ what: name, why: `${countOf(parts.length - at.length, "file")} of ${parts.length} do not have this column; it counts as missing there`, bends: true });
  }
  const selects = parts.map((part) => {
    const own = new Map(part.fields.map((field) => [field.name.toLowerCase(), field]));
    const columns = fields.map(({ name, type }) => {
      const field = own.get(name.toLowerCase());
      const value = field === undefined ? `NULL::${type}` : field.type === type ? field.expression : `CAST(${field.expression} AS ${type})`;
      return value === identifier(name) ? value : `${value} AS ${identifier(name)}`;
    });
    return `SELECT ${columns.join(", ")} FROM ${part.sql}`;
  });
  return { fields, selects, gaps };
};

/** The type that holds a column's values of all files; null where none of them has a value. */
const commonType = async (engine: Engine, name: string, at: readonly { part: RawPart; field: PopulationField }[]): Promise<string | null> => {
  const [first] = at;
  if (first === undefined) return null;
  if (at.length === 1 || at.every(({ field }) => field.type === first.field.type)) return first.field.type;
  const filled: typeof at[number][] = [];
  for (const each of at) if (await hasValues(engine, each)) filled.push(each);
  const [one] = filled;
  if (one === undefined) return null;
  let common = one.field.type;
  for (const { part, field } of filled) {
    const wider = widened(common, field.type);
    if (wider === null) {
      throw new LockstepError("LS209", { message: `Column "${name}" is ${field.type} in ${part.path} and ${common} in ${one.part.path}`, place: `${part.path}, column "${name}"`, todo: "Write the column with one type in all files, or compare the files apart." });
    }
    common = wider;
  }
  return common;
};

const hasValues = async (engine: Engine, { part, field }: { part: RawPart; field: PopulationField }): Promise<boolean> => {
  const rows = await engine.query(`SELECT 1 AS one FROM ${part.sql} WHERE ${field.expression} IS NOT NULL LIMIT 1`);
  return rows.length > 0;
};

const widened = (a: string, b: string): string | null => {
  if (a === b) return a;
  if (isNumberType(a) && isNumberType(b)) {
    if (typeFamily(a) === "real" || typeFamily(b) === "real") return "DOUBLE";
    return [a, b].some((type) => /HUGE|^UBIGINT/.test(type)) ? "HUGEINT" : "BIGINT";
  }
  const families = [typeFamily(a), typeFamily(b)];
  if (families.every((family) => family === "text")) return "VARCHAR";
  // A moment with its zone and one without are not the same kind of thing.
  return families.every((family) => family === "time") && ![a, b].some((type) => type.includes("ZONE")) ? "TIMESTAMP" : null;
};
