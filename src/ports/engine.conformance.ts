import type { DType } from "../core/domain/dtype.ts";
import type { Cell, Engine } from "./engine.ts";

/** One thing every engine must do; `run` throws when it does not. */
export interface EngineCase {
  readonly name: string;
  run(engine: Engine): Promise<void>;
}

const expectSame = (actual: unknown, expected: unknown, what: string): void => {
  if (!Object.is(actual, expected)) throw new Error(`${what}: expected ${typeof expected} ${String(expected)}, got ${typeof actual} ${String(actual)}`);
};

const roundTrips: readonly { readonly dtype: DType; readonly cells: readonly Cell[] }[] = [
  { dtype: "float64", cells: [0, -0, 0.1, 5e-324, 1.7976931348623157e308, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 9007199254740992, null] },
  { dtype: "float32", cells: [Math.fround(0.1), -0, Number.NaN, Number.NEGATIVE_INFINITY, null] },
  { dtype: "int64", cells: [0n, 9007199254740993n, -9223372036854775808n, 9223372036854775807n, null] },
  { dtype: "uint64", cells: [18446744073709551615n, 0n, null] },
  { dtype: "int8", cells: [-128, 127, null] },
  { dtype: "int32", cells: [-2147483648, 2147483647] },
  { dtype: "uint32", cells: [4294967295] },
  { dtype: "bool", cells: [true, false, null] },
  { dtype: "string", cells: ["", "NA", "null", "O'Brien \"q\" \u{1F600}", "with\nnewline", null] },
  { dtype: "json", cells: ['{"a":[1]}', null] },
];

const loaded = (name: string): EngineCase["run"] => async (engine) => {
  for (const { dtype, cells } of roundTrips) {
    const table = `${name} ${dtype}`;
    await engine.load(table, [{ name: "n", dtype: "int64" }, { name: "odd \"name\"", dtype }], cells.map((cell, index) => [BigInt(index), cell]));
    const rows = await engine.query(`SELECT * FROM ${engine.dialect.identifier(table)} ORDER BY 1`);
    expectSame(rows.length, cells.length, `${dtype} rows`);
    for (const [index, cell] of cells.entries()) expectSame(rows[index]?.["odd \"name\""], cell, `${dtype} value ${index}`);
  }
};

/** The suite; run each case on a fresh engine. */
export const engineConformance: readonly EngineCase[] = [
  { name: "loads and returns every dtype bit for bit", run: loaded("conformance") },
  {
    name: "binds parameters by position with their own type",
    run: async (engine) => {
      for (const cell of [9007199254740993n, -0, Number.NaN, 0.1, "it's", true, null] as const) {
        const [row] = await engine.query("SELECT $1 AS a, $2 AS b", [cell, 7n]);
        expectSame(row?.["a"], cell, "parameter");
        expectSame(row?.["b"], 7n, "second parameter");
      }
    },
  },
  {
    name: "spells doubles, text and names that read back",
    run: async (engine) => {
      const { double, literal, identifier } = engine.dialect;
      for (const value of [0.1, -0, 1e21, 5e-324, -1.7976931348623157e308, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        const [row] = await engine.query(`SELECT ${double(value)} AS ${identifier('x"y')}`);
        expectSame(row?.['x"y'], value, "double literal");
      }
      const [row] = await engine.query(`SELECT ${literal("it's ''")} AS t`);
      expectSame(row?.["t"], "it's ''", "text literal");
    },
  },
  {
    name: "sees the bits of a float",
    run: async (engine) => {
      const { bits64, bits32, double, narrowToFloat32 } = engine.dialect;
      const [row] = await engine.query(`SELECT ${bits64(double(1.5))} AS a, ${bits64(double(-1.5))} AS b, ${bits32(double(1.5))} AS c, ${narrowToFloat32(double(1e300))} AS d, ${narrowToFloat32(double(0.1))} AS e, ${narrowToFloat32(double(-3.5e38))} AS f`);
      expectSame(row?.["a"], 4609434218613702656n, "bits of 1.5");
      expectSame(row?.["b"], -4613937818241073152n, "bits of -1.5");
      expectSame(row?.["c"], 1069547520, "bits of 1.5f");
      expectSame(row?.["d"], Number.POSITIVE_INFINITY, "1e300 as float32");
      expectSame(row?.["e"], Math.fround(0.1), "0.1 as float32");
      expectSame(row?.["f"], Number.NEGATIVE_INFINITY, "-3.5e38 as float32");
    },
  },
  {
    name: "answers in columns what it answers in rows",
    run: async (engine) => {
      const sql = "SELECT i AS a, CASE WHEN i % 3 > 0 THEN i / 2 END AS b, 'row ' || i AS c, make_date(2026, 1, 1 + i % 7) AS d FROM range(5000) AS t(i) ORDER BY i";
      const [rows, columns] = [await engine.query(sql), await engine.columns(sql)];
      expectSame(Object.keys(columns).join(), "a,b,c,d", "names");
      for (const name of ["a", "b", "c", "d"]) expectSame(JSON.stringify(columns[name]?.map(String)), JSON.stringify(rows.map((row) => String(row[name]))), `column ${name}`);
      expectSame(JSON.stringify(await engine.columns("SELECT 1 AS a WHERE false")), '{"a":[]}', "no rows");
    },
  },
  {
    name: "describes without running",
    run: async (engine) => {
      const columns = await engine.describe("SELECT 1 AS a, CAST(error('was run') AS DOUBLE) AS b");
      expectSame(columns.map((column) => column.name).join(), "a,b", "names");
    },
  },
  {
    name: "stops when asked and answers afterwards",
    run: async (engine) => {
      const stopped = new AbortController();
      stopped.abort(new Error("stopped by the test"));
      const outcome = await engine.query("SELECT 1 AS a", [], stopped.signal).then(() => "answered", (error: unknown) => String(error));
      expectSame(outcome, "Error: stopped by the test", "aborted before it began");
      const running = new AbortController();
      const long = engine.query("SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range + b.range < 0", [], running.signal).then(() => "answered", (error: unknown) => String(error));
      setImmediate(() => running.abort(new Error("stopped while running")));
      expectSame(await long, "Error: stopped while running", "aborted while it ran");
      const [row] = await engine.query("SELECT 1 AS a");
      expectSame(Number(row?.["a"]), 1, "after an abort");
    },
  },
  {
    name: "runs queries that were started together",
    run: async (engine) => {
      const answers = await Promise.all([1, 2, 3].map((n) => engine.query(`SELECT ${n} AS n`)));
      expectSame(answers.map((rows) => Number(rows[0]?.["n"])).join(), "1,2,3", "answers in order");
    },
  },
];
