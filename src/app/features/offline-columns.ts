import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { SourceRelation } from "../../ports/source.ts";
import { readTime } from "../../work/populations/read-time.ts";
import { typeFamily } from "../../work/populations/type-family.ts";
import { nearest } from "../manifest/nearest.ts";
import type { FeaturesOptions } from "./features-options.ts";

/** How the offline file's columns are read, and what they are called where they are compared. */
export interface OfflineColumns {
  readonly entities: readonly string[];
  readonly time: string;
  readonly created: string | null;
  readonly features: readonly { readonly name: string; readonly expression: string; readonly type: string }[];
}

/** Finds the columns that were named. LS207 for one that is not there, LS209 for one of a type that cannot be compared, or be a key. */
export const offlineColumns = (dialect: Dialect, source: SourceRelation, path: string, options: FeaturesOptions): OfflineColumns => {
  const all = source.columns.map(({ name }) => name);
  const column = (flag: string, ...candidates: readonly string[]): SourceRelation["columns"][number] => {
    const found = candidates.map((wanted) => source.columns.find(({ name }) => name === wanted)).find((each) => each !== undefined);
    if (found !== undefined) return found;
    const meant = nearest(candidates.at(-1) as string, all);
    throw new LockstepError("LS207", { message: `${path} has no column ${candidates.map((each) => `"${each}"`).join(" or ")}; it has: ${listOf(all)}`, place: flag, ...(meant === undefined ? {} : { todo: `Did you mean ${meant}?` }) });
  };
  const moment = (flag: string, wanted: string): string => {
    const { name, type } = column(flag, wanted);
    return readTime(dialect, dialect.identifier(name), type, options.zone).expression;
  };
  const bare = options.features.map((feature) => feature.slice(feature.indexOf(":") + 1));
  const keyName = options.entity.join(",");
  return {
    entities: options.entity.map((wanted) => {
      const { name, type } = column("--entity", wanted);
      const family = typeFamily(type);
      if (family !== "integer" && family !== "text") throw new LockstepError("LS209", { message: `${name} of ${path} is ${type}: keys of entities are whole numbers or texts`, place: `--entity ${wanted}`, todo: "Write the key as a whole number or a text." });
      return `CAST(${dialect.identifier(name)} AS ${family === "integer" ? "BIGINT" : "VARCHAR"})`;
    }),
    time: moment("--time", options.time),
    created: options.created === null ? null : moment("--created", options.created),
    features: options.features.map((feature, index) => {
      const short = bare[index] as string;
      const { name, type } = column(`--features ${feature}`, feature.replace(":", "__"), short);
      const read = compared(dialect.identifier(name), type);
      if (read === null) throw new LockstepError("LS209", { message: `${name} of ${path} is ${type}: numbers, texts and booleans are compared`, place: `--features ${feature}`, todo: "Leave this feature out." });
      const isTaken = bare.indexOf(short) !== bare.lastIndexOf(short) || short === keyName;
      return { ...read, name: isTaken ? feature : short };
    }),
  };
};

/** JSON has one kind of integer and one of real number: widths that it cannot tell are taken off, float32 stays. */
const compared = (column: string, type: string): { readonly expression: string; readonly type: string } | null => {
  const as = (to: string) => ({ expression: `CAST(${column} AS ${to})`, type: to });
  switch (typeFamily(type)) {
    case "boolean": return as("BOOLEAN");
    case "integer": return /^(UBIGINT|U?HUGEINT)$/.test(type) ? { expression: column, type } : as("BIGINT");
    case "real": return as(type === "FLOAT" || type === "REAL" ? "FLOAT" : "DOUBLE");
    case "text": return as("VARCHAR");
    default: return null;
  }
};
