import fc from "fast-check";
import { expect, it } from "vitest";
import { mergeProfiles } from "../../../src/core/profile/merge-profiles.ts";
import { profileOf } from "../../../src/core/profile/profile.fixture.ts";
import { Profile } from "../../../src/core/domain/profile.ts";
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
