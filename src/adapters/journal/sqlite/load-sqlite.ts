/**
 * node:sqlite without the notice that some releases of Node 24 print on loading it: stderr belongs to the run's progress.
 * Any other warning passes.
 */
const loadSqlite = () => {
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    if (!String(warning).includes("SQLite is an experimental feature")) Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
};

export const { DatabaseSync } = loadSqlite();
