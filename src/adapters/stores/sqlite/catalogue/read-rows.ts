import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";

export type Row = Readonly<Record<string, string | number | null>>;

/** Runs a query whose text was met before without preparing it again. Values are bound by name: `:model`. */
export type ReadRows = (sql: string, values?: Readonly<Record<string, SQLInputValue>>) => readonly Row[];

export const readRows = (database: DatabaseSync): ReadRows => {
  const statements = new Map<string, StatementSync>();
  return (sql, values = {}) => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = database.prepare(sql);
      statement.setAllowUnknownNamedParameters(true);
      statements.set(sql, statement);
    }
    return statement.all(values) as unknown as Row[];
  };
};

/** For a parameter that lists what is meant: `model IN (SELECT value FROM json_each(:models))`. */
export const listed = (values: readonly string[] | null | undefined): string | null => (values === null || values === undefined ? null : JSON.stringify(values));

/** Whether a list is asked for this at all. */
export const given = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;
