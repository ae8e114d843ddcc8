import { DuckDBDataChunk, DuckDBInstance, type DuckDBConnection, type DuckDBMaterializedResult, type DuckDBValue, DOUBLE, HUGEINT, BIGINT, VARCHAR, BOOLEAN, SQLNULL, type DuckDBType } from "@duckdb/node-api";
import { duckDbDialect } from "../../../core/sql/dialects/duckdb.ts";
import type { Cell, Engine, EngineColumn, LoadColumn, Row } from "../../../ports/engine.ts";
import { cellOfValue, isNativeType } from "./cell-of-value.ts";
import { columnTypes } from "./column-types.ts";
import { engineFailure } from "./engine-failure.ts";

export interface DuckDbEngineOptions {
  /** What the engine may hold in memory; beyond it spills into `temporaryDirectory`. */
  readonly memoryLimitBytes: number;
  /** All processors when left out. */
  readonly threads?: number;
  /** Where large intermediates go; made when first needed. */
  readonly temporaryDirectory: string;
}

/** Rows per chunk handed to the appender: DuckDB's own vector size, the largest a chunk may hold. */
const chunkRows = 2048;

/** DuckDB forgets an interrupt that comes before the query has begun, so it is repeated until the query has ended. */
const interruptEveryMs = 20;

const largestBigint = 2n ** 63n - 1n;
const smallestBigint = -(2n ** 63n);

/** The type a parameter is bound as, so that 1 stays a double and 1n an integer. */
const parameterType = (cell: Cell): DuckDBType => {
  if (cell === null) return SQLNULL;
  switch (typeof cell) {
    case "boolean": return BOOLEAN;
    case "number": return DOUBLE;
    case "bigint": return cell > largestBigint || cell < smallestBigint ? HUGEINT : BIGINT;
    case "string": return VARCHAR;
  }
};

/**
 * An embedded DuckDB without network: extensions are neither installed nor looked for. One connection, so that tables are
 * seen by every query; queries run one after the other and each uses all threads.
 */
export const createDuckDbEngine = async (options: DuckDbEngineOptions): Promise<Engine> => {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${Math.floor(options.memoryLimitBytes / 2 ** 20)}MiB`,
    temp_directory: options.temporaryDirectory,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
  });
  const connection: DuckDBConnection = await instance.connect();
  let last: Promise<unknown> = Promise.resolve();

  /** Waits its turn, stops the running query when the signal fires, and tells failures of the machine from bugs. */
  const inTurn = <T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    const turn = last.then(async () => {
      signal?.throwIfAborted();
      let insisting: NodeJS.Timeout | undefined;
      const interrupt = (): void => {
        connection.interrupt();
        insisting = setInterval(() => connection.interrupt(), interruptEveryMs);
      };
      signal?.addEventListener("abort", interrupt, { once: true });
      try {
        return await work();
      } catch (error) {
        signal?.throwIfAborted();
        throw engineFailure(error, options.memoryLimitBytes, options.temporaryDirectory);
      } finally {
        signal?.removeEventListener("abort", interrupt);
        clearInterval(insisting);
      }
    });
    last = turn.catch(() => undefined);
    return turn;
  };

  const run = (sql: string, params?: readonly Cell[]): Promise<DuckDBMaterializedResult> =>
    params === undefined || params.length === 0 ? connection.run(sql) : connection.run(sql, [...params] as DuckDBValue[], params.map(parameterType));

  const rowsOf = async (result: DuckDBMaterializedResult): Promise<readonly Row[]> => {
    const rows = await result.getRowObjects();
    if (result.columnTypes().every(isNativeType)) return rows as readonly Row[];
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOfValue(value)])));
  };

  const columnsOf = async (result: DuckDBMaterializedResult): Promise<Readonly<Record<string, readonly Cell[]>>> => {
    const [names, natives] = [result.deduplicatedColumnNames(), result.columnTypes().map(isNativeType)];
    const columns = names.map((): Cell[] => []);
    for (const chunk of await result.fetchAllChunks()) {
      const { rowCount } = chunk;
      for (const [place, column] of columns.entries()) {
        const vector = chunk.getColumnVector(place);
        for (let at = 0; at < rowCount; at += 1) {
          const value = vector.getItem(at) as DuckDBValue;
          column.push(natives[place] === true ? (value as Cell) : cellOfValue(value));
        }
      }
    }
    return Object.fromEntries(names.map((name, place) => [name, columns[place] ?? []]));
  };

  return {
    dialect: duckDbDialect,
    query: (sql, params, signal) => inTurn(async () => rowsOf(await run(sql, params)), signal),
    columns: (sql, params, signal) => inTurn(async () => columnsOf(await run(sql, params)), signal),
    execute: (sql, params, signal) => inTurn(async () => { await run(sql, params); }, signal),
    describe: (sql) => inTurn(async (): Promise<readonly EngineColumn[]> => {
      const rows = await rowsOf(await run(`DESCRIBE ${sql}`));
      return rows.map((row) => ({ name: String(row["column_name"]), type: String(row["column_type"]) }));
    }),
    load: (table, columns, rows) => inTurn(async () => {
      await loadTable(connection, table, columns, rows);
    }),
    close: async () => {
      await last;
      connection.closeSync();
      instance.closeSync();
    },
  };
};

const loadTable = async (connection: DuckDBConnection, table: string, columns: readonly LoadColumn[], rows: Iterable<readonly Cell[]>): Promise<void> => {
  const types = columns.map((column) => columnTypes[column.dtype]);
  const declared = columns.map((column, index) => `${duckDbDialect.identifier(column.name)} ${types[index]?.type.toString() ?? ""}`);
  await connection.run(`CREATE TABLE ${duckDbDialect.identifier(table)} (${declared.join(", ")})`);
  const appender = await connection.createAppender(table);
  const duckTypes = types.map((column) => column.type);
  let pending: DuckDBValue[][] = [];
  const append = (): void => {
    const chunk = DuckDBDataChunk.create(duckTypes, pending.length);
    chunk.setRows(pending);
    appender.appendDataChunk(chunk);
    pending = [];
  };
  for (const row of rows) {
    if (row.length !== columns.length) throw new Error(`Row of ${row.length} values for the ${columns.length} columns of ${table}`);
    pending.push(row.map((cell, index) => (cell === null ? null : types[index]?.write(cell) ?? null)));
    if (pending.length === chunkRows) append();
  }
  if (pending.length > 0) append();
  appender.closeSync();
};
