import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDuckDbEngine } from "../../../adapters/engines/duckdb/create-duckdb-engine.ts";
import { type DifferenceClass, outsideClasses } from "../../../core/domain/difference-class.ts";
import { type DType, isFloat, isInteger, isNumeric } from "../../../core/domain/dtype.ts";
import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { Tolerance } from "../../../core/domain/tolerance.ts";
import type { Cell, Engine } from "../../../ports/engine.ts";
import { gamma } from "./class-histogram.ts";
import { compareRelations, type RelationComparison } from "./compare-relations.ts";
import type { OutputSpec } from "./output-spec.ts";
import { pairsSql } from "./pairs-sql.ts";

interface SideRow { readonly key: string; readonly error: boolean; readonly value: Cell }
interface Case { readonly dtypes: readonly [DType, DType]; readonly reference: readonly SideRow[]; readonly candidate: readonly SideRow[]; readonly tolerance: Tolerance | null; readonly role: OutputSpec["role"]; readonly allowedShare: number }

let engine: Engine;
let folder: string;
let tables = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-compare-"));
  engine = await createDuckDbEngine({ memoryLimitBytes: 512 * 2 ** 20, threads: 2, temporaryDirectory: folder });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const relationOf = async (rows: readonly SideRow[], dtype: DType): Promise<PredictionRelation> => {
  const table = `side_${tables++}`;
  const columns = [{ name: "key", dtype: "string" }, { name: "error_code", dtype: "string" }, { name: "replica", dtype: "string" }, { name: "position", dtype: "int64" }, { name: "o", dtype }] as const;
  await engine.load(table, columns, rows.map((row, index) => [row.key, row.error ? "LS405" : null, index % 2 === 0 ? "r0" : "r1", BigInt(index), row.error ? null : row.value]));
  return { environment: table, sql: table, rows: rows.length, outputs: [{ name: "o", column: "o", dtype }] };
};

const compare = async (given: Case, groupBytes?: number): Promise<RelationComparison> => {
  const [reference, candidate] = [await relationOf(given.reference, given.dtypes[0]), await relationOf(given.candidate, given.dtypes[1])];
  const outputs: OutputSpec[] = [{ output: "o", role: given.role, roleOrigin: "agreed", tolerance: given.tolerance }];
  const result = await compareRelations(engine, { reference, candidate, outputs, allowedShare: given.allowedShare, worstPerOutput: 5, ...(groupBytes === undefined ? {} : { groupBytes }) });
  await engine.execute(`DROP TABLE ${reference.sql}`);
  await engine.execute(`DROP TABLE ${candidate.sql}`);
  return result;
};

/** Everything again, the slow and obvious way. */
const oracle = (given: Case) => {
  const [ra, rb] = given.dtypes;
  const candidates = new Map(given.candidate.map((row) => [row.key, row]));
  const coarse = [ra, rb].some((dtype) => dtype === "float32" || dtype === "float16") && isFloat(ra) && isFloat(rb);
  const numeric = isNumeric(ra) && isNumeric(rb);
  const scalar = (cell: Cell): number => (coarse ? Math.fround(Number(cell)) : Number(cell));
  const family = (dtype: DType): string => (isNumeric(dtype) ? "number" : dtype);
  const ordinal = (value: number): bigint => {
    const view = new DataView(new ArrayBuffer(8));
    if (coarse) {
      view.setFloat32(0, value);
      const bits = BigInt(view.getUint32(0));
      return bits >= 0x80000000n ? -(bits - 0x80000000n) : bits;
    }
    view.setFloat64(0, value);
    const bits = view.getBigUint64(0);
    return bits >= 0x8000000000000000n ? -(bits - 0x8000000000000000n) : bits;
  };
  const finite: { x: number; y: number; d: number }[] = [];
  const classes: Partial<Record<DifferenceClass, number>> = {};
  const ulp = new Map<number, number>();
  let value = 0;
  for (const a of given.reference) {
    const b = candidates.get(a.key);
    if (b === undefined) continue;
    const [x, y] = [scalar(a.value), scalar(b.value)];
    const exact = (cell: Cell): bigint | null => (typeof cell === "bigint" ? cell : typeof cell === "number" && Number.isInteger(cell) && Math.abs(cell) < 1e37 ? BigInt(cell) : null);
    const [wholeA, wholeB] = [exact(a.value), exact(b.value)];
    const d = !(isFloat(ra) && isFloat(rb)) && wholeA !== null && wholeB !== null ? Number(wholeB - wholeA) : y - x;
    const of = (): DifferenceClass => {
      if (a.error !== b.error) return "one-sided-error";
      if (a.error) return "both-error";
      if (a.value === null || b.value === null) return a.value !== null ? "missing" : b.value !== null ? "extra" : "equal";
      if (family(ra) !== family(rb)) return "dtype";
      if (!numeric) return a.value === b.value ? "equal" : "value";
      if (Number.isNaN(x) && Number.isNaN(y)) return isFloat(ra) && isFloat(rb) ? "equal" : "non-finite";
      if (x === y && d === 0 || x === y && !Number.isFinite(x)) return "equal";
      if (!Number.isFinite(x) || !Number.isFinite(y)) return "non-finite";
      const t = given.tolerance;
      if (t === null || given.role !== "score") return "value";
      const [m, size] = [t.relative * Math.max(Math.abs(x), Math.abs(y)), Math.abs(d)];
      const inside = t.mode === "either" ? size <= t.absolute || size <= m : t.mode === "both" ? size <= t.absolute && size <= m : size <= t.absolute + m;
      return inside ? "within" : "value";
    };
    const name = of();
    classes[name] = (classes[name] ?? 0) + 1;
    if (name === "value") value++;
    if (numeric && (name === "value" || name === "within" || (name === "equal" && a.value !== null && Number.isFinite(x)))) {
      finite.push({ x, y, d });
      const steps = ordinal(x) - ordinal(y);
      const distance = steps < 0n ? -steps : steps;
      const bin = distance === 0n || d === 0 ? 0 : distance.toString(2).length;
      ulp.set(bin, (ulp.get(bin) ?? 0) + 1);
    }
  }
  const pairs = Object.values(classes).reduce((sum, count) => sum + count, 0);
  const outside = outsideClasses.reduce((sum, name) => sum + (classes[name] ?? 0), 0);
  const mean = (values: readonly number[]): number => values.reduce((sum, item) => sum + item / values.length, 0);
  const sd = (values: readonly number[]): number | null => {
    if (values.length < 2) return null;
    const scale = Math.max(...values.map(Math.abs), Number.MIN_VALUE);
    const unit = values.map((item) => item / scale);
    const centre = mean(unit);
    return Math.sqrt(unit.reduce((sum, item) => sum + (item - centre) ** 2, 0) / (values.length - 1)) * scale;
  };
  const rank = (values: readonly number[]): number[] => values.map((item) => values.filter((other) => other < item).length + (values.filter((other) => other === item).length + 1) / 2);
  const [xs, ys] = [finite.map((pair) => pair.x), finite.map((pair) => pair.y)];
  const correlation = (a: readonly number[], b: readonly number[]): number | null => {
    const [ma, mb, sa, sb] = [mean(a), mean(b), sd(a), sd(b)];
    if (sa === null || sb === null || sa === 0 || sb === 0) return null;
    return a.reduce((sum, item, index) => sum + ((item - ma) / sa) * (((b[index] ?? 0) - mb) / sb), 0) / (a.length - 1);
  };
  const sizes = finite.map((pair) => Math.min(Math.abs(pair.d), Number.MAX_VALUE)).sort((a, b) => b - a);
  const left = Math.floor(given.allowedShare * pairs) - (outside - value);
  return { classes, pairs, outside, finite, ulp, meanX: mean(xs), sdX: sd(xs), sdY: sd(ys), correlation: correlation(xs, ys), spearman: correlation(rank(xs), rank(ys)), sizes, left, xs, ys };
};

const nearly = (actual: number | null | undefined, expected: number | null, tolerance = 1e-9): void => {
  if (expected === null || actual === null || actual === undefined) expect(actual).toBe(expected);
  else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(expected), Math.abs(actual)) + 5e-324);
};

const float64 = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.1, 0.30000000000000004, 0.3, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 9007199254740992, 1e9, 1e9 + 1e-7),
  fc.double(), fc.double({ min: 0, max: 1, noNaN: true }),
);
const valueOf: Partial<Record<DType, fc.Arbitrary<Cell>>> = {
  float64,
  float32: float64.map(Math.fround),
  int64: fc.oneof(fc.constantFrom(9007199254740993n, 9007199254740992n, 0n, 9223372036854775807n, -9223372036854775808n), fc.bigInt({ min: -5n, max: 5n })),
  uint64: fc.oneof(fc.constantFrom(18446744073709551615n, 9007199254740993n), fc.bigInt({ min: 0n, max: 5n })),
  int8: fc.integer({ min: -3, max: 3 }),
  bool: fc.boolean(),
  string: fc.constantFrom("", "NA", "null", "a", "b", "1"),
};
const dtypes = Object.keys(valueOf) as DType[];

const side = (dtype: DType): fc.Arbitrary<readonly SideRow[]> => {
  const value = valueOf[dtype] ?? fc.constant(null);
  return fc.uniqueArray(
    fc.record({ key: fc.integer({ min: 0, max: 40 }).map((key) => `k${key}`), error: fc.integer({ min: 0, max: 9 }).map((n) => n === 0), value: fc.option(value, { freq: 8 }) }),
    { selector: (row) => row.key, minLength: 0, maxLength: 40 },
  );
};

const tolerance: fc.Arbitrary<Tolerance | null> = fc.option(fc.record({
  mode: fc.constantFrom("either", "both", "additive"),
  absolute: fc.constantFrom(0, 1e-12, 0.01, 0.5, 1e-7),
  relative: fc.constantFrom(0, 1e-12, 0.01, 0.5),
  origin: fc.constant("agreed" as const),
  why: fc.constant(""),
}), { freq: 8 });

const arbitraryCase: fc.Arbitrary<Case> = fc.tuple(fc.oneof({ weight: 3, arbitrary: fc.constantFrom<[DType, DType]>(["float64", "float64"], ["float32", "float64"], ["float32", "float32"], ["int64", "float64"]) }, { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...dtypes), fc.constantFrom(...dtypes)) }))
  .chain(([pair]) => fc.record({
    dtypes: fc.constant(pair),
    reference: side(pair[0]),
    candidate: side(pair[1]),
    tolerance,
    role: isNumeric(pair[0]) ? fc.constantFrom("score", "score", "decision") : fc.constantFrom("decision", "text"),
    allowedShare: fc.constantFrom(0, 0.1, 0.5),
  }))
  // Half of the candidate's values are the reference's own, so that equality and closeness happen.
  .chain((given) => fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }).map((copy) => {
    if (given.dtypes[0] !== given.dtypes[1]) return given;
    const values = new Map(given.reference.map((row) => [row.key, row.value]));
    return { ...given, candidate: given.candidate.map((row, index) => (copy[index] === true && values.has(row.key) ? { ...row, value: values.get(row.key) ?? null } : row)) };
  }));

const shuffled = <T>(rows: readonly T[]): T[] => rows.map((row, index) => [(index * 7919 + 13) % 101, row] as const).sort((a, b) => a[0] - b[0]).map(([, row]) => row);

describe("comparing two relations", () => {
  it("agrees with the naive way on every field", async () => {
    await fc.assert(fc.asyncProperty(arbitraryCase, async (given) => {
      const { coverage, outputs: [output], worst } = await compare(given);
      const expected = oracle(given);
      if (output === undefined) throw new Error("no output");
      expect(coverage).toMatchObject({ rowsReference: given.reference.length, rowsCandidate: given.candidate.length, pairs: expected.pairs, onlyReference: given.reference.length - expected.pairs, onlyCandidate: given.candidate.length - expected.pairs, errorsReference: given.reference.filter((row) => row.error).length, errorsCandidate: given.candidate.filter((row) => row.error).length });
      expect(Object.fromEntries(Object.entries(output.classes).filter(([, count]) => count > 0))).toEqual(expected.classes);
      expect(output.pairs).toBe(expected.pairs);
      expect(output.outside).toBe(expected.outside);
      expect(worst.length).toBeLessThanOrEqual(5);
      const numericScore = given.role === "score" && isNumeric(given.dtypes[0]) && isNumeric(given.dtypes[1]);
      if (!numericScore) {
        expect(output.moments ?? output.differences ?? output.ulp ?? output.rank ?? output.scoreBins ?? output.smallestTolerance).toBeNull();
        return;
      }
      const { finite } = expected;
      expect(output.differences?.zero).toBe(finite.filter((pair) => pair.d === 0).length);
      for (const [sign, bins] of [[1, output.differences?.positive], [-1, output.differences?.negative]] as const) {
        const sizes = finite.filter((pair) => Math.sign(pair.d) === sign).map((pair) => Math.min(Math.abs(pair.d), Number.MAX_VALUE)).sort((a, b) => a - b);
        expect(bins?.reduce((sum, bin) => sum + bin.count, 0)).toBe(sizes.length);
        let at = 0;
        for (const { bin, count } of bins ?? []) for (let i = 0; i < count; i++) {
          const logarithm = Math.log(sizes[at++] ?? Number.NaN) / Math.log(gamma);
          expect(logarithm).toBeGreaterThan(bin - 1 - 1e-9);
          expect(logarithm).toBeLessThanOrEqual(bin + 1e-9);
        }
      }
      if (isInteger(given.dtypes[0]) || isInteger(given.dtypes[1])) expect(output.ulp).toBeNull();
      else expect(Object.fromEntries((output.ulp ?? []).map(({ bin, count }) => [bin, count]))).toEqual(Object.fromEntries(expected.ulp));
      if (finite.length === 0) {
        expect(output.moments).toBeNull();
        return;
      }
      const { moments } = output;
      expect(moments?.pairs).toBe(finite.length);
      expect(moments?.minReference).toBe(Math.min(...expected.xs) + 0);
      expect(moments?.maxCandidate).toBe(Math.max(...expected.ys) + 0);
      nearly(moments?.maxAbsoluteDifference, expected.sizes[0] ?? 0, 1e-15);
      nearly(moments?.sdReference, expected.sdX);
      nearly(moments?.sdCandidate, expected.sdY);
      expect(moments?.distinctReference).toBe(new Set(expected.xs.map((x) => x + 0)).size);
      expect(output.scoreBins?.cells.reduce((sum, cell) => sum + cell.count, 0)).toBe(finite.length);
      if (expected.spearman === null) expect(output.rank).toBeNull();
      else expect(Math.abs((output.rank?.spearman ?? Number.NaN) - expected.spearman)).toBeLessThan(1e-9);
      // Below the smallest normal number the naive way has no digits left: of 0 and 5e-324 the deviation is 5e-324 / sqrt(2), and rounds to 5e-324.
      const told = expected.sdX !== null && expected.sdY !== null && Math.min(expected.sdX, expected.sdY) >= 1e-300;
      if (told && moments?.correlation !== null && expected.correlation !== null && Number.isFinite(expected.correlation)) expect(Math.abs((moments?.correlation ?? Number.NaN) - expected.correlation)).toBeLessThan(1e-6);
      if (expected.left < 0) expect(output.smallestTolerance).toBeNull();
      else {
        const threshold = expected.sizes[expected.left] ?? 0;
        expect(output.smallestTolerance).toBeGreaterThanOrEqual(threshold * (1 - 1e-12));
        expect(output.smallestTolerance).toBeLessThanOrEqual(threshold * gamma * (1 + 1e-9));
      }
    }), { numRuns: Number(process.env["LOCKSTEP_TEST_RUNS"] ?? 80), endOnFailure: true });
  });

  it("mirrors when the sides are swapped", async () => {
    await fc.assert(fc.asyncProperty(arbitraryCase, async (given) => {
      const there = (await compare(given)).outputs[0];
      const back = (await compare({ ...given, dtypes: [given.dtypes[1], given.dtypes[0]], reference: given.candidate, candidate: given.reference })).outputs[0];
      expect(back?.outside).toBe(there?.outside);
      expect(back?.classes).toEqual({ ...there?.classes, missing: there?.classes.extra, extra: there?.classes.missing });
      expect(back?.differences?.positive).toEqual(there?.differences?.negative);
      expect(back?.ulp).toEqual(there?.ulp);
      expect(back?.smallestTolerance).toEqual(there?.smallestTolerance);
      expect(back?.moments?.maxAbsoluteDifference).toEqual(there?.moments?.maxAbsoluteDifference);
    }), { numRuns: 25 });
  });

  it("does not depend on the order of rows", async () => {
    await fc.assert(fc.asyncProperty(arbitraryCase, async (given) => {
      const first = (await compare(given)).outputs[0];
      const second = (await compare({ ...given, reference: shuffled(given.reference), candidate: shuffled(given.candidate) })).outputs[0];
      expect(second?.classes).toEqual(first?.classes);
      expect(second?.differences).toEqual(first?.differences);
      expect(second?.ulp).toEqual(first?.ulp);
      expect(second?.scoreBins).toEqual(first?.scoreBins);
      expect(second?.flips).toEqual(first?.flips);
    }), { numRuns: 25 });
  });

  it("does not depend on how outputs are grouped", async () => {
    const names = ["o", "p", "q"];
    const columns = [{ name: "key", dtype: "string" }, { name: "error_code", dtype: "string" }, { name: "replica", dtype: "string" }, { name: "position", dtype: "int64" }, ...names.map((name) => ({ name, dtype: "float64" as const }))] as const;
    const make = async (table: string, shift: number): Promise<PredictionRelation> => {
      await engine.load(table, columns, Array.from({ length: 500 }, (_, index) => [`k${index}`, null, null, BigInt(index), index / 7, index / 3 + shift * (index % 5), shift]));
      return { environment: table, sql: table, rows: 500, outputs: names.map((name) => ({ name, column: name, dtype: "float64" })) };
    };
    const [reference, candidate] = [await make("grouped_a", 0), await make("grouped_b", 1e-9)];
    const request = { reference, candidate, outputs: names.map((output) => ({ output, role: "score" as const, roleOrigin: "agreed" as const, tolerance: null })), allowedShare: 0, worstPerOutput: 3 };
    const together = await compareRelations(engine, request);
    const apart = await compareRelations(engine, { ...request, groupBytes: 1 });
    expect(apart.outputs.map(({ classes, differences, ulp, scoreBins }) => ({ classes, differences, ulp, scoreBins }))).toEqual(together.outputs.map(({ classes, differences, ulp, scoreBins }) => ({ classes, differences, ulp, scoreBins })));
    expect(apart.worst).toEqual(together.worst);
    expect(together.worst.filter((pair) => pair.output === "p").map((pair) => pair.key)).toHaveLength(3);
  });

  it("writes worst values as text that reads back bit for bit", async () => {
    await fc.assert(fc.asyncProperty(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true, noDefaultInfinity: true }), async (a, b) => {
      const { worst } = await compare({ dtypes: ["float64", "float64"], reference: [{ key: "k", error: false, value: a }], candidate: [{ key: "k", error: false, value: b }], tolerance: null, role: "score", allowedShare: 0 });
      if (a === b) expect(worst).toHaveLength(0);
      else {
        expect(Number(worst[0]?.reference)).toBe(a);
        expect(Number(worst[0]?.candidate)).toBe(b);
        expect(worst[0]?.key).toBe("k");
      }
    }), { numRuns: 30 });
  });

  it("stays right at a mean of 1e9", async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => ({ key: `k${index}`, error: false, value: 1e9 + (index % 10) / 10 }));
    const output = (await compare({ dtypes: ["float64", "float64"], reference: rows, candidate: rows.map((row) => ({ ...row, value: row.value + 0.5 })), tolerance: null, role: "score", allowedShare: 0 })).outputs[0];
    nearly(output?.moments?.sdReference, 0.2873718, 1e-6);
    nearly(output?.moments?.meanDifference, 0.5, 1e-6);
    expect(output?.moments?.correlation).toBeGreaterThan(0.999999);
  });

  it("says how values of a decision went over into each other", async () => {
    const row = (key: number, value: Cell): SideRow => ({ key: `k${key}`, error: false, value });
    const given: Case = { dtypes: ["string", "string"], reference: [row(1, "yes"), row(2, "yes"), row(3, "no"), row(4, null)], candidate: [row(1, "yes"), row(2, "no"), row(3, "no"), row(4, "no")], tolerance: null, role: "decision", allowedShare: 0 };
    const { outputs: [output], worst } = await compare(given);
    expect(output?.flips).toEqual([{ reference: "no", candidate: "no", count: 1 }, { reference: "yes", candidate: "no", count: 1 }, { reference: "yes", candidate: "yes", count: 1 }]);
    expect(worst).toEqual([{ output: "o", key: "k4", class: "extra", reference: "null", candidate: "no", difference: null }, { output: "o", key: "k2", class: "value", reference: "yes", candidate: "no", difference: null }]);
  });

  it("reports an output that one side lacks", async () => {
    const full = await relationOf([{ key: "a", error: false, value: 1 }, { key: "b", error: false, value: null }], "float64");
    const bare: PredictionRelation = { ...full, outputs: [] };
    const spec: OutputSpec = { output: "o", role: "score", roleOrigin: "guessed", tolerance: null };
    const request = { outputs: [spec], allowedShare: 0, worstPerOutput: 5 };
    const missing = await compareRelations(engine, { ...request, reference: full, candidate: bare });
    expect(missing.outputs[0]).toMatchObject({ dtypeReference: "float64", dtypeCandidate: "null", outside: 1, classes: { missing: 1, equal: 1 } });
    const extra = await compareRelations(engine, { ...request, reference: bare, candidate: full });
    expect(extra.outputs[0]).toMatchObject({ outside: 1, classes: { extra: 1, equal: 1 } });
  });

  it("calls elements of lists of different lengths a difference of shape", async () => {
    const make = async (table: string, values: readonly (readonly number[])[]): Promise<PredictionRelation> => {
      await engine.load(table, [{ name: "key", dtype: "string" }, { name: "error_code", dtype: "string" }, { name: "replica", dtype: "string" }, { name: "position", dtype: "int64" }, { name: "first", dtype: "float64" }, { name: "length", dtype: "int64" }], values.map((list, index) => [`k${index}`, null, null, BigInt(index), list[0] ?? null, BigInt(list.length)]));
      return { environment: table, sql: table, rows: values.length, outputs: [{ name: "p[0]", column: "first", dtype: "float64", lengthColumn: "length" }] };
    };
    const result = await compareRelations(engine, { reference: await make("list_a", [[1, 2], [1, 2], []]), candidate: await make("list_b", [[1, 2], [1], [1]]), outputs: [{ output: "p[0]", role: "score", roleOrigin: "guessed", tolerance: null }], allowedShare: 0, worstPerOutput: 5 });
    expect(result.outputs[0]?.classes).toMatchObject({ equal: 1, shape: 1, extra: 1 });
    expect(result.outputs[0]?.moments?.pairs).toBe(1);
  });

  it("offers the pairs to others as a subquery", async () => {
    const reference = await relationOf([{ key: "a", error: false, value: 1 }, { key: "b", error: true, value: 2 }], "float64");
    const candidate = await relationOf([{ key: "b", error: false, value: 2 }, { key: "a", error: false, value: 1.5 }], "float64");
    const rows = await engine.query(`SELECT * FROM ${pairsSql(engine.dialect, reference, candidate, { output: "o", role: "score", roleOrigin: "agreed", tolerance: null })} ORDER BY key`);
    expect(rows).toEqual([
      { key: "a", position: 0n, replica: "r1", class: "value", a: 1, b: 1.5, x: 1, y: 1.5, d: 0.5 },
      { key: "b", position: 1n, replica: "r0", class: "one-sided-error", a: null, b: 2, x: null, y: 2, d: null },
    ]);
  });
});
