import type { Engine } from "./engine.ts";
import type { SourceRelation } from "./source.ts";

/**
 * What every source owes for a file that holds, in this order, the rows
 * `id` 9007199254740993, 1, 2 · `score` 0.1, null, 0.30000000000000004 · `label` "a", "", "NA".
 */
export interface SourceCase {
  readonly name: string;
  run(engine: Engine, source: SourceRelation): Promise<void>;
}

const expectSame = (actual: unknown, expected: unknown, what: string): void => {
  if (!Object.is(actual, expected)) throw new Error(`${what}: expected ${String(expected)}, got ${String(actual)}`);
};

const expectedRows = [
  { id: 9007199254740993n, score: 0.1, label: "a" },
  { id: 1n, score: null, label: "" },
  { id: 2n, score: 0.30000000000000004, label: "NA" },
] as const;

/** The suite; run each case on an engine in which the file was just opened. */
export const sourceConformance: readonly SourceCase[] = [
  {
    name: "gives every value as it was written, in the file's order",
    run: async (engine, source) => {
      const rows = await engine.query(`SELECT id, score, label FROM ${source.sql} ORDER BY ${source.position}`);
      expectSame(rows.length, expectedRows.length, "rows");
      for (const [index, expected] of expectedRows.entries()) {
        for (const name of ["id", "score", "label"] as const) expectSame(rows[index]?.[name], expected[name], `${name} of row ${index}`);
      }
    },
  },
  {
    name: "numbers the rows from 0",
    run: async (engine, source) => {
      const rows = await engine.query(`SELECT ${source.position}::BIGINT AS place FROM ${source.sql} ORDER BY 1`);
      expectSame(rows.map((row) => String(row["place"])).join(), "0,1,2", "places");
    },
  },
  {
    name: "describes itself",
    run: async (engine, source) => {
      expectSame(source.rows, expectedRows.length, "rows");
      expectSame(source.columns.map((column) => column.name).join(), "id,score,label", "columns");
      const described = await engine.describe(`SELECT * FROM ${source.sql}`);
      expectSame(source.columns.map((column) => column.type).join(), described.map((column) => column.type).join(), "types");
      expectSame(/^[0-9a-f]{64}$/.test(source.digest), true, "digest is sha256 in hex");
    },
  },
];
