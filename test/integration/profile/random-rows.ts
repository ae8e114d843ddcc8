import fc from "fast-check";
import type { PopulationColumn, PopulationRelation } from "../../../src/core/domain/population.ts";
import type { ProfileSpec } from "../../../src/core/domain/profile.ts";
import { profileSpecOf, type ProfileRow } from "../../../src/core/profile/profile.fixture.ts";
import type { Cell, Engine } from "../../../src/ports/engine.ts";

const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), fc.constantFrom(0, -0, 1, -1, Number.NaN, Infinity, -Infinity, 5e-324, 1e-310, 1e300, -1e300), fc.constant(null));
const score = fc.oneof(fc.double({ noNaN: true, min: 0, max: 1 }), fc.constantFrom(0, 1, 0.5, -0, 1e-16, 1 - 2 ** -53, Number.NaN, Infinity, null, 1.5, -0.1));

/** Rows of every kind of column, with all that floats can be. */
export const randomRow: fc.Arbitrary<ProfileRow> = fc.record({
  ts: fc.option(fc.integer({ min: 1_700_000_000_000, max: 1_700_600_000_000 }).map((ms) => new Date(ms).toISOString()), { freq: 6 }),
  x: number, far: fc.oneof(fc.double({ noNaN: true, min: 999, max: 1001 }), fc.constantFrom(1000, null, Infinity)), p: score,
  c: fc.constantFrom("a", "b", "c", "it's", "", "unseen", null), f: fc.constantFrom(0, 1, 1.5, 3, Number.NaN, null), t: fc.oneof(fc.string({ unit: "grapheme", maxLength: 8 }).filter((text) => !text.includes("\0")), fc.constant(null)),
  y: fc.constantFrom("0", "1", null), v: fc.oneof(fc.double({ noNaN: true, min: -100, max: 100 }), fc.constantFrom(null, Number.NaN)), s: fc.constantFrom("eu", "us", "else", null),
  latency_ms: fc.oneof(fc.double({ noNaN: true, min: 0.01, max: 1e4 }), fc.constant(null)), status: fc.constantFrom(200, 500, null), error: fc.constantFrom(null, "broken"),
});

export const randomSpec: fc.Arbitrary<ProfileSpec> = fc.record({ window: fc.constantFrom("all" as const, "day" as const, "week" as const, "hour" as const), blocks: fc.constantFrom(0, 2, 8), cut: fc.constantFrom(0, 1, 2) })
  .map(({ window, blocks, cut }) => profileSpecOf([
    { name: "x" }, { name: "far", pivot: 1000 }, { name: "p", role: "score", binning: "two-tailed" }, { name: "c", role: "decision", categories: ["a", "b", "c", "it's", ""] }, { name: "f", categories: ["0", "1", "1.5"] },
    { name: "t", kind: "text" }, { name: "y", role: "label", categories: ["0", "1"] }, { name: "v", role: "label" },
  ], {
    window, blocks, positive: "1", segments: [{ column: "s", values: ["eu", "us"] }, { column: "c", values: ["a", "it's"] }].slice(0, cut), cross: ["p", "far", "v"],
    judged: [{ output: "p", label: "y", task: "binary" }, { output: "x", label: "y", task: "binary" }, { output: "p", label: "v", task: "regression" }, { output: "c", label: "y", task: "classes" }],
  }));

const types = { x: "float64", far: "float64", p: "float64", c: "string", f: "float64", t: "string", y: "string", v: "float64", s: "string" } as const;
let tables = 0;

/** The rows as a relation of the engine. */
export const relationOf = async (engine: Engine, rows: readonly ProfileRow[], without: readonly string[] = []): Promise<PopulationRelation> => {
  const table = `rows_${(tables += 1)}`;
  const names = Object.keys(types) as (keyof typeof types)[];
  await engine.load(table, [...names.map((name) => ({ name, dtype: types[name] })), { name: "ts_text", dtype: "string" as const }, { name: "latency_ms", dtype: "float64" as const }, { name: "status", dtype: "int32" as const }, { name: "error", dtype: "string" as const }],
    rows.map((row) => [...names.map((name) => row[name] ?? null), row["ts"] ?? null, row["latency_ms"] ?? null, row["status"] ?? null, row["error"] ?? null] as Cell[]));
  return {
    name: table, sql: `(SELECT * EXCLUDE (ts_text), ts_text::TIMESTAMP AS ts FROM ${table})`, standard: (["ts", "latency_ms", "status", "error"] as const).filter((name) => !without.includes(name)), gaps: [],
    columns: names.filter((name) => !without.includes(name)).map((name): PopulationColumn => ({ name, column: name, role: name === "s" ? "segment" : "feature", kind: "category", type: types[name] === "float64" ? "DOUBLE" : "VARCHAR", origin: "agreed", why: "" })),
  };
};
