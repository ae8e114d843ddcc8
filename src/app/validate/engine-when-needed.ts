import { duckDbDialect } from "../../core/sql/dialects/duckdb.ts";
import type { Engine } from "../../ports/engine.ts";

/** An engine that is only opened, and its code only loaded, when something is asked of it: a look at files that did not change asks nothing. */
export const engineWhenNeeded = (open: () => Promise<Engine>): Engine => {
  let opened: Promise<Engine> | null = null;
  const engine = (): Promise<Engine> => (opened ??= open());
  return {
    dialect: duckDbDialect,
    query: async (...asked) => (await engine()).query(...asked),
    columns: async (...asked) => (await engine()).columns(...asked),
    execute: async (...asked) => (await engine()).execute(...asked),
    describe: async (sql) => (await engine()).describe(sql),
    load: async (...rows) => (await engine()).load(...rows),
    close: async () => { if (opened !== null) await (await opened).close(); },
  };
};
