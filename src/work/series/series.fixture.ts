import { tmpdir } from "node:os";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import { type PopulationColumn, type PopulationRelation, StandardColumn } from "../../core/domain/population.ts";
import type { Engine } from "../../ports/engine.ts";

/** A relation made of SQL, with what each column is for; standard columns are found by their names. */
export const relationOf = async (engine: Engine, sql: string, roles: Readonly<Record<string, PopulationColumn["role"]>>): Promise<PopulationRelation> => {
  const found = await engine.describe(`SELECT * FROM ${sql}`);
  const standard = StandardColumn.options.filter((name) => found.some((column) => column.name === name));
  return {
    name: "log", sql, standard, gaps: [],
    columns: found.filter(({ name }) => !(standard as readonly string[]).includes(name)).map(({ name, type }) => ({
      name, column: name, type, role: roles[name] ?? "feature", kind: /INT|DOUBLE|FLOAT|DECIMAL/.test(type) ? "numeric" : "category", origin: "agreed", why: "",
    })),
  };
};

/** An engine that takes little. */
export const engineForTests = (): Promise<Engine> => createDuckDbEngine({ memoryLimitBytes: 512 * 2 ** 20, threads: 1, temporaryDirectory: tmpdir() });
