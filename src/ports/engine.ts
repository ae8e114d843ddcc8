import type { DType } from "../core/domain/dtype.ts";
import type { Dialect } from "../core/sql/dialect.ts";

/** A value as the engine returns it: integers of 64 bits and more are `bigint`, doubles are `number`. */
export type Cell = null | boolean | number | bigint | string;
export type Row = Readonly<Record<string, Cell>>;

export interface EngineColumn {
  readonly name: string;
  /** The engine's own name of the type. */
  readonly type: string;
}

export interface LoadColumn {
  readonly name: string;
  readonly dtype: DType;
}

/** Runs SQL that others have spelled. It knows nothing of models. */
export interface Engine {
  readonly dialect: Dialect;
  /** Rows of a query; `params` are bound by position ($1, $2 …). */
  query(sql: string, params?: readonly Cell[], signal?: AbortSignal): Promise<readonly Row[]>;
  /** The same answer column by column, by name: a hundred thousand rows take a fraction of the memory and time that as many objects do. */
  columns(sql: string, params?: readonly Cell[], signal?: AbortSignal): Promise<Readonly<Record<string, readonly Cell[]>>>;
  /** A statement without rows. */
  execute(sql: string, params?: readonly Cell[], signal?: AbortSignal): Promise<void>;
  /** The columns a query would return, without running it. */
  describe(sql: string): Promise<readonly EngineColumn[]>;
  /** Creates a table and fills it in bulk; values must fit their column's dtype (`json` and `string` take text). */
  load(table: string, columns: readonly LoadColumn[], rows: Iterable<readonly Cell[]>): Promise<void>;
  close(): Promise<void>;
}
