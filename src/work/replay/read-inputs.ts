import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { JsonValue } from "../../core/json/json-value.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Engine } from "../../ports/engine.ts";
import type { InputRow } from "../../ports/serving.ts";
import type { SourceRelation } from "../../ports/source.ts";
import { inputColumn } from "./input-column.ts";

export interface InputOptions {
  /** The column that identifies a row; null when there is none. */
  readonly key: string | null;
  readonly label: string | null;
  /** Columns that are not sent, whatever the model says. */
  readonly exclude: readonly string[];
  /** Names that the models' own descriptions list as inputs; null where they list none. */
  readonly signature: readonly string[] | null;
}

/** The rows to ask, in the order of the file. */
export interface Inputs {
  readonly rows: readonly InputRow[];
  /** One per row, unique. */
  readonly keys: readonly string[];
  /** Null when rows are known by their number, from 0. */
  readonly keyColumn: string | null;
  readonly keyOrigin: "agreed" | "guessed";
  /** How a row is identified, in one sentence. */
  readonly keyNote: string;
  /** The columns that are sent. */
  readonly features: readonly string[];
  /** The columns that are not sent. */
  readonly heldBack: readonly string[];
  readonly label: string | null;
  /** sha256 of the file, hex; of the seed and the description when the rows were made up. */
  readonly digest: string;
  /** Whether the rows were made up. */
  readonly synthetic: boolean;
}

const keyAlias = "lockstep_key";

/**
 * Reads the rows to ask. The key and the label are sent only when a model says that it wants them: a model that is given its own
 * label answers well everywhere. Rejects with LS202, LS205, LS207, LS210, LS211.
 */
export const readInputs = async (engine: Engine, source: SourceRelation, options: InputOptions): Promise<Inputs> => {
  const { key, label, exclude, signature } = options;
  for (const [column, option] of [[key, "--key"], [label, "--label"], ...exclude.map((name) => [name, "--exclude"])] as const) checkColumn(source, column, option as string);
  const wanted = (name: string): boolean => !exclude.includes(name) && ((name !== key && name !== label) || signature?.includes(name) === true);
  const sent = source.columns.filter(({ name }) => wanted(name)).map(({ name, type }) => ({ name, column: inputColumn(type) }));
  const heldBack = source.columns.map(({ name }) => name).filter((name) => !wanted(name));
  if (sent.length === 0) throw new LockstepError("LS210", { message: `The inputs have no column to send; held back: ${listOf(heldBack)}.`, todo: "Give a file that holds the model's inputs." });

  const identifier = engine.dialect.identifier;
  const selected = sent.map(({ name, column }, index) => `${column.sql(identifier(name))} AS c${index}`);
  if (key !== null) selected.push(`CAST(${identifier(key)} AS VARCHAR) AS ${keyAlias}`);
  const cells = await engine.query(`SELECT ${selected.join(", ")} FROM ${source.sql} ORDER BY ${source.position}`);
  if (cells.length === 0) throw new LockstepError("LS202", { message: "The inputs hold no rows." });

  const rows = cells.map((row): InputRow => {
    const values = new Map<string, JsonValue>();
    for (const [index, { name, column }] of sent.entries()) {
      const cell = row[`c${index}`] ?? null;
      values.set(name, cell === null ? null : column.read(cell));
    }
    return values;
  });
  const keys = key === null ? rows.map((_, index) => String(index)) : checkedKeys(key, cells.map((row) => row[keyAlias] as string | null));
  return {
    rows, keys, keyColumn: key, keyOrigin: key === null ? "guessed" : "agreed", label, heldBack, digest: source.digest, synthetic: false,
    keyNote: key === null ? "rows are known by their number, from 0, for no key column was named" : `rows are known by the column ${key}`,
    features: sent.map(({ name }) => name),
  };
};

const checkColumn = (source: SourceRelation, column: string | null, option: string): void => {
  if (column === null || source.columns.some(({ name }) => name === column)) return;
  throw new LockstepError("LS207", { message: `The inputs have no column ${column}; they have ${listOf(source.columns.map(({ name }) => name))}.`, place: option });
};

const checkedKeys = (column: string, keys: readonly (string | null)[]): readonly string[] => {
  const missing = keys.flatMap((key, row) => (key === null ? [row] : []));
  if (missing.length > 0) throw new LockstepError("LS211", { message: `The key ${column} is null in ${missing.length} of ${keys.length} rows, first in row ${missing[0]} (from 0).`, place: column });
  const firstRow = new Map<string, number>();
  const duplicates: string[] = [];
  for (const [row, key] of (keys as readonly string[]).entries()) {
    const before = firstRow.get(key);
    if (before === undefined) firstRow.set(key, row);
    else duplicates.push(`${key} in rows ${before} and ${row}`);
  }
  if (duplicates.length > 0) {
    const shown = duplicates.slice(0, 3);
    const more = duplicates.length - shown.length;
    throw new LockstepError("LS205", { message: `The key ${column} is not unique: ${shown.join(", ")}${more > 0 ? `, and ${more} more` : ""} (rows from 0).`, place: column });
  }
  return keys as readonly string[];
};
