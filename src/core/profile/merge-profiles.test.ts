import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Profile } from "../domain/profile.ts";
import { collapseWindows } from "./collapse-windows.ts";
import { mergeProfiles } from "./merge-profiles.ts";
import { profileOf, profileSpecOf, type ProfileRow } from "./profile.fixture.ts";
import { readProfile } from "./read-profile.ts";
import { sumCompensated } from "./sum-compensated.ts";

// Sums of eighths are exact in any order, so that whole profiles can be compared bit for bit.
const eighths = fc.integer({ min: -8000, max: 8000 }).map((whole) => whole / 8);
const row: fc.Arbitrary<ProfileRow> = fc.record({
  ts: fc.integer({ min: 1_700_000_000, max: 1_700_500_000 }), x: fc.oneof(eighths, fc.constantFrom(null, Number.NaN, Infinity)), p: fc.constantFrom(0, 0.125, 0.5, 0.75, 1, null),
  c: fc.constantFrom("a", "b", "new", null), y: fc.constantFrom("0", "1", null), t: fc.constantFrom("", "long", null), latency_ms: eighths, status: fc.constantFrom(200, 500), error: fc.constantFrom(null, "e"),
});
const rows = fc.array(row, { minLength: 1, maxLength: 12 });
const spec = (window: "all" | "day") => profileSpecOf(
  [{ name: "x" }, { name: "p", role: "score", binning: "two-tailed" }, { name: "c", role: "decision", categories: ["a", "b"] }, { name: "y", role: "label", categories: ["0", "1"] }, { name: "t", kind: "text" }],
  { window, blocks: 4, segments: [{ column: "c", values: ["a", "b"] }], positive: "1", judged: [{ output: "x", label: "x", task: "regression" }, { output: "c", label: "y", task: "classes" }] },
);

describe("merging profiles", () => {
  it("gives what counting at once gives, in any grouping", () => {
    fc.assert(fc.property(fc.constantFrom("all" as const, "day" as const), rows, rows, rows, (window, a, b, c) => {
      const [pa, pb, pc] = [a, b, c].map((part, place) => profileOf(spec(window), part, { name: "part", digest: `${place}` })) as [Profile, Profile, Profile];
      const whole = profileOf(spec(window), [...a, ...b, ...c]);
      const left = mergeProfiles([mergeProfiles([pa, pb]), pc]);
      expect(mergeProfiles([pa, mergeProfiles([pb, pc])])).toEqual(left);
      expect(mergeProfiles([pc, pa, pb]).cells).toEqual(left.cells);
      expect(left.cells).toEqual(whole.cells);
      expect(readProfile(JSON.stringify(left), "x")).toEqual(left);
    }), { numRuns: 60 });
  });

  it("refuses another specification (LS234), and the same source twice (LS235), naming both", () => {
    const one = profileOf(spec("all"), [{ x: 1 }], { name: "monday", digest: "d" });
    const other = profileOf(spec("day"), [{ x: 1 }], { name: "tuesday", digest: "e" });
    expect(() => mergeProfiles([one, other])).toThrow(expect.objectContaining({ code: "LS234", message: expect.stringMatching(/tuesday .* monday/) }));
    expect(() => mergeProfiles([one, { ...one, name: "again" }])).toThrow(expect.objectContaining({ code: "LS235", message: expect.stringMatching(/again and in monday/) }));
    expect(() => mergeProfiles([])).toThrow(expect.objectContaining({ code: "LS235" }));
  });

  it("says in how many rows a column was absent, and keeps what the others had", () => {
    const both = mergeProfiles([profileOf(spec("all"), [{ x: 1 }, { x: 2 }], { name: "a" }), profileOf(spec("all"), [{ x: 3, t: "abc" }], { name: "b" })]);
    expect(both.absent.find(({ column }) => column === "t")).toEqual({ column: "t", why: "it is not there", rows: 2 });
    expect(both.cells[0]?.columns["t"]).toMatchObject({ n: 1, sumLength: 3 });
    expect(both.cells[0]?.columns["p"]).toBeUndefined();
  });
});

describe("all windows as one", () => {
  it("counts what all time counts, blocks numbered on in time", () => {
    fc.assert(fc.property(rows, (all) => {
      const collapsed = collapseWindows(profileOf(spec("day"), all));
      const plain = profileOf(spec("all"), all);
      expect(collapsed.specDigest).toBe(plain.specDigest);
      expect(collapsed.cells.map((cell) => ({ ...cell, blocks: [], blockSeconds: null }))).toEqual(plain.cells.map((cell) => ({ ...cell, blocks: [], blockSeconds: null })));
      const blocks = collapsed.cells[0]?.blocks ?? [];
      expect(blocks.map(({ block }) => block)).toEqual(blocks.map((_, place) => place));
      expect(blocks.reduce((sum, { rows: inside }) => sum + inside, 0)).toBe(all.length);
    }), { numRuns: 40 });
  });
});

describe("a sum that carries what rounding loses", () => {
  it("is the same in any order within 1e-12 of what was added, and never infinite", () => {
    fc.assert(fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 })), (values) => {
      const size = values.reduce((sum, value) => sum + Math.abs(value), 0);
      expect(Math.abs(sumCompensated(values) - sumCompensated([...values].reverse()))).toBeLessThanOrEqual(1e-15 * size);
    }));
    expect(sumCompensated([1, 1e100, 1, -1e100])).toBe(2);
    expect(sumCompensated([1e308, 1e308])).toBe(Number.MAX_VALUE);
  });
});

describe("a profile from outside", () => {
  it("is LS235 with its place where it is not JSON, no profile, or its specification was changed", () => {
    const text = JSON.stringify(profileOf(spec("all"), [{ x: 1 }]));
    for (const wrong of ["{", "{}", text.replace('"gamma":1.0', '"gamma":1.1'), text.replace('"rows":1', '"rows":-1')]) {
      expect(() => readProfile(wrong, "a.profile.json")).toThrow(expect.objectContaining({ code: "LS235", place: "a.profile.json" }));
    }
  });
});
