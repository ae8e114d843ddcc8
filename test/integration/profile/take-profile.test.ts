import fc from "fast-check";
import { expect, it } from "vitest";
import { mergeProfiles } from "../../../src/core/profile/merge-profiles.ts";
import { profileOf } from "../../../src/core/profile/profile.fixture.ts";
import type { PopulationColumn, PopulationRelation } from "../../../src/core/domain/population.ts";
import { Profile } from "../../../src/core/domain/profile.ts";
import { proposeSpec } from "../../../src/work/profile/propose-spec.ts";
import { takeProfile } from "../../../src/work/profile/take-profile.ts";
import { randomRow, randomSpec, relationOf } from "./random-rows.ts";
import { counts, expectSameProfile } from "./same-profile.ts";
import { withEngine } from "./with-engine.ts";

const from = (digest: string) => ({ name: digest, sources: [{ source: digest, digest, takenAt: "2026-01-01T00:00:00Z", tool: "test" }] });

it("counts in SQL what is counted by hand, reordered and split into parts", () => withEngine(async (engine) => {
  await fc.assert(fc.asyncProperty(randomSpec, fc.array(randomRow, { minLength: 1, maxLength: 60 }), fc.nat(60), async (spec, rows, cut) => {
    const wanted = profileOf(spec, rows);
    const whole = await takeProfile(engine, await relationOf(engine, rows), spec, from("whole"));
    Profile.parse(whole);
    expectSameProfile(counts(whole), counts(wanted));
    const turned = [...rows].reverse();
    const parts = [turned.slice(0, cut), turned.slice(cut)].filter((part) => part.length > 0);
    const taken = [];
    for (const [place, part] of parts.entries()) taken.push(await takeProfile(engine, await relationOf(engine, part), spec, from(`part ${place}`)));
    expectSameProfile({ ...counts(mergeProfiles(taken)) }, counts(wanted));
  }), { numRuns: 60 });
}), 120_000);

it("names what the relation lacks instead of counting zeros", () => withEngine(async (engine) => {
  const [spec] = fc.sample(randomSpec, 1);
  const rows = fc.sample(randomRow, 5);
  if (spec === undefined) throw new Error("no spec");
  const profile = await takeProfile(engine, await relationOf(engine, rows, ["x", "latency_ms"]), spec, from("lacking"));
  expect(profile.absent).toEqual([{ column: "x", why: "is not there", rows: 5 }]);
  for (const cell of profile.cells) {
    expect(Object.keys(cell.columns)).not.toContain("x");
    expect(cell.operations.latency).toBeNull();
  }
}));

it("a relation that is dear to read is read into a copy, counted alike, and the copy is gone", () => withEngine(async (engine) => {
  const [spec] = fc.sample(randomSpec, 1);
  const rows = fc.sample(randomRow, 40);
  if (spec === undefined) throw new Error("no spec");
  const relation = await relationOf(engine, rows);
  const joined = { ...relation, sql: `(SELECT r.* FROM ${relation.sql} r JOIN (SELECT 1 AS one FROM range(1)) ON true ORDER BY latency_ms)` };
  const [dear, plain] = [await takeProfile(engine, joined, { ...spec, blocks: 0 }, from("a")), await takeProfile(engine, relation, { ...spec, blocks: 0 }, from("a"))];
  expectSameProfile(dear, plain);
  expect(await engine.query("SELECT table_name FROM duckdb_tables() WHERE temporary")).toEqual([]);
}));

it("a spec is frozen from how the reference lies", () => withEngine(async (engine) => {
  await engine.execute(`CREATE TABLE lies AS SELECT range AS id, 1e9 + range % 7 AS far, (range % 100) / 99.0::DOUBLE AS p, CASE WHEN range % 5 = 0 THEN 'nan'::DOUBLE WHEN range % 5 = 1 THEN 'inf'::DOUBLE ELSE range % 3 END AS odd,
    5.25 AS same, NULL::DOUBLE AS nothing, 'v' || range % 3 AS few, 'v' || range AS many, range % 2 AS y, TIMESTAMP '2026-01-01' + INTERVAL 1 MINUTE * range AS born, 1e200 * (range % 2) AS huge, range % 2 = 0 AS seg FROM range(20000)`);
  const column = (name: string, role: PopulationColumn["role"], kind: PopulationColumn["kind"], type: string): PopulationColumn => ({ name, column: name, role, kind, type, origin: "agreed", why: "" });
  const relation: PopulationRelation = { name: "lies", sql: "lies", standard: ["id"], gaps: [], columns: [
    column("far", "feature", "numeric", "DOUBLE"), column("p", "score", "numeric", "DOUBLE"), column("odd", "feature", "numeric", "DOUBLE"), column("same", "feature", "numeric", "DECIMAL(3,2)"), column("nothing", "feature", "numeric", "DOUBLE"),
    column("few", "feature", "category", "VARCHAR"), column("many", "feature", "category", "VARCHAR"), column("y", "label", "numeric", "BIGINT"), column("born", "feature", "time", "TIMESTAMP"), column("huge", "feature", "numeric", "DOUBLE"), column("seg", "segment", "category", "BOOLEAN"),
  ] };
  const spec = await proposeSpec(engine, relation, { window: "all", blocks: 64 });
  const of = (name: string) => spec.columns.find((each) => each.name === name);
  expect([of("far")?.pivot, of("odd")?.pivot, of("same")?.pivot, of("nothing")?.pivot, of("huge")?.pivot]).toEqual([1e9 + 3, 0, 5.25, 0, 0]);
  expect([of("far")?.integers, of("odd")?.integers, of("p")?.integers, of("same")?.integers, of("nothing")?.integers, of("born")?.integers]).toEqual([true, true, undefined, undefined, undefined, undefined]);
  expect(of("p")).toMatchObject({ binning: "two-tailed", pivot: 0 });
  expect(of("few")?.categories).toEqual(["v0", "v1", "v2"]);
  expect(of("many")).toMatchObject({ kind: "text", categories: null });
  expect(of("y")).toMatchObject({ kind: "category", categories: ["0", "1"] });
  expect(of("born")?.pivot).toBeGreaterThan(1.7e9);
  expect(spec).toMatchObject({ positive: "1", judged: [{ output: "p", label: "y", task: "binary" }], segments: [{ column: "seg", values: ["false", "true"] }], correlationShare: 1, cross: ["p", "far", "same", "huge"] });
  const profile = await takeProfile(engine, relation, spec, from("lies"));
  expect(profile.cells[0]?.columns["far"]).toMatchObject({ n: 20_000, zero: 2857 });
  expect(profile.cells[0]?.blocks).toHaveLength(64);
}));
