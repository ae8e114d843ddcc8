import { basename } from "node:path";
import type { LogGap } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Engine } from "../../ports/engine.ts";
import { flattenColumns } from "../../checks/parity/relation/flatten-columns.ts";
import type { PopulationField } from "../../work/populations/population-field.ts";
import { typeFamily } from "../../work/populations/type-family.ts";
import { type RawPart, unifyParts } from "../../work/populations/unify-parts.ts";
import { openSource } from "../open-source.ts";

/** Plain files, whose columns nobody has given a meaning yet. */
interface OpenedTable {
  readonly fields: readonly PopulationField[];
  readonly parts: readonly { readonly path: string; readonly digest: string; /** Behind FROM. */ readonly sql: string }[];
  /** All parts, behind FROM. */
  readonly sql: string;
  readonly recordsRead: number;
  readonly gaps: readonly LogGap[];
}

/** Plain files of Parquet, CSV or JSON lines as one relation with scalar columns. Rejects as `openSource` does, and with LS209 where files disagree. */
export const openTable = async (engine: Engine, paths: readonly string[]): Promise<OpenedTable> => {
  const parts: (RawPart & { digest: string })[] = [];
  const gaps: LogGap[] = [];
  const seen = new Map<string, string>();
  let recordsRead = 0;
  for (const path of paths) {
    const source = await openSource(engine, path).catch((error: unknown) => {
      // One part of several may be empty; a whole log may not.
      if (paths.length > 1 && error instanceof LockstepError && error.code === "LS202") return null;
      throw error;
    });
    if (source === null) {
      gaps.push({ what: basename(path), why: "this file holds no rows", bends: false });
      continue;
    }
    const twin = seen.get(source.digest);
    if (twin !== undefined) gaps.push({ what: "files", why: `${basename(path)} and ${basename(twin)} hold the same bytes, and their rows count twice`, bends: true });
    seen.set(source.digest, path);
    recordsRead += source.rows;
    parts.push({ path, digest: source.digest, sql: source.sql, fields: await scalarFields(engine, source.sql, source.columns) });
  }
  if (parts.length === 0) throw new LockstepError("LS202", { message: `none of the ${paths.length} files holds a row`, place: paths[0] ?? "" });
  const { fields, selects, gaps: missing } = await unifyParts(engine, parts);
  return {
    fields, recordsRead, gaps: [...gaps, ...missing],
    parts: parts.map(({ path, digest }, index) => ({ path, digest, sql: `(${selects[index] ?? ""})` })),
    sql: `(${selects.join("\nUNION ALL\n")})`,
  };
};

const scalarFields = async (engine: Engine, sql: string, columns: readonly { readonly name: string; readonly type: string }[]): Promise<readonly PopulationField[]> => {
  const fields: PopulationField[] = [];
  for (const column of columns) {
    const isNested = typeFamily(column.type) === "other" && /^STRUCT|\]$/.test(column.type);
    if (!isNested) fields.push({ name: column.name, expression: engine.dialect.identifier(column.name), type: column.type });
    else for (const { name, expression } of await flattenColumns(engine, sql, [column])) fields.push({ name, expression, type: "" });
  }
  if (fields.every(({ type }) => type !== "")) return fields;
  const types = await engine.describe(`SELECT ${fields.map(({ expression }, index) => `${expression} AS c${index}`).join(", ")} FROM ${sql}`);
  return fields.map((field, index) => ({ ...field, type: types[index]?.type ?? field.type }));
};
