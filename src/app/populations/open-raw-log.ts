import type { LogCoverage, LogGap, PopulationColumn, StandardColumn } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Engine } from "../../ports/engine.ts";
import type { LogFormat, LogOptions } from "../../ports/log-format.ts";
import type { PopulationField } from "../../work/populations/population-field.ts";
import { digestFile, sourceExtensions } from "../open-source.ts";
import { logFormatIds, tableFormat } from "./log-registry.ts";
import { openTable } from "./open-table.ts";
import type { Recognition } from "./recognise-log.ts";

/** A log of any format before people's words about it are heard. */
export interface RawLog {
  readonly format: string;
  /** How it was recognised, in words. */
  readonly proof: string;
  readonly fields: readonly PopulationField[];
  /** All of it, behind FROM. */
  readonly sql: string;
  readonly parts: readonly { readonly path: string; readonly digest: string; /** Behind FROM; null where rows belong to several files. */ readonly sql: string | null }[];
  readonly gaps: readonly LogGap[];
  /** What a format said of its columns; nothing for tables. */
  readonly preset: readonly PopulationColumn[];
  readonly presetStandard: readonly StandardColumn[];
  readonly ownTypes: ReadonlyMap<string, string>;
  readonly read: Pick<LogCoverage, "recordsRead" | "dropped" | "nonSuccess" | "sampling">;
}

/** Opens files with the format that was named or recognised, else as a table. LS230 where neither fits. */
export const openRawLog = async (engine: Engine, paths: readonly string[], { format, scores }: Recognition, options: LogOptions): Promise<RawLog> => {
  if (format !== null) return openForeign(engine, paths, format, scores, options);
  const unknown = paths.find((path) => !sourceExtensions.some((extension) => path.toLowerCase().endsWith(extension)));
  if (unknown !== undefined) {
    throw new LockstepError("LS230", { message: `${unknown} has none of the endings of a table (${sourceExtensions.join(", ")}), and no format of a log is seen in it${scores.length === 0 ? "" : `; nearest: ${scores.map(({ id, score }) => `${id} (${score})`).join(", ")}`}`, place: unknown, todo: `Name the format with --format, one of ${logFormatIds.join(", ")}; or take the file out of the folder.` });
  }
  const table = await openTable(engine, paths);
  return {
    ...table, format: tableFormat, proof: scores.length === 0 ? "no record of a known log is in it; columns are told by their names" : `not sure enough of ${scores.map(({ id, score }) => `${id} (${score})`).join(", ")}`,
    preset: [], presetStandard: [], ownTypes: new Map(), read: { recordsRead: table.recordsRead, dropped: [], nonSuccess: null, sampling: null },
  };
};

const openForeign = async (engine: Engine, paths: readonly string[], format: LogFormat, scores: Recognition["scores"], options: LogOptions): Promise<RawLog> => {
  const { relation, read } = await format.open(engine, paths, options);
  const types = new Map((await engine.describe(`SELECT * FROM ${relation.sql}`)).map(({ name, type }) => [name, type]));
  const parts: RawLog["parts"][number][] = [];
  for (const path of paths) parts.push({ path, digest: await digestFile(path), sql: paths.length === 1 ? relation.sql : null });
  const score = scores.find(({ id }) => id === format.id)?.score;
  return {
    format: format.id, proof: score === undefined ? `${format.title}, as it was named` : `${format.title}, as its first records show (${score})`,
    fields: relation.columns.map(({ name, column, type }) => ({ name, expression: engine.dialect.identifier(column), type: types.get(column) ?? type })),
    sql: relation.sql, parts, gaps: relation.gaps, preset: relation.columns, presetStandard: relation.standard, ownTypes: types, read,
  };
};
