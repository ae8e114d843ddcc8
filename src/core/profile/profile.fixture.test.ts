import { expect, it } from "vitest";
import { Profile } from "../domain/profile.ts";
import { profileOf, profileSpecOf } from "./profile.fixture.ts";

const spec = profileSpecOf([{ name: "x" }, { name: "p", role: "score", binning: "two-tailed" }, { name: "c", categories: ["a", "b"] }, { name: "t", kind: "text" }, { name: "y", role: "label", categories: ["0", "1"] }],
  { segments: [{ column: "c", values: ["a"] }], blocks: 2, positive: "1", judged: [{ output: "p", label: "y", task: "binary" }] });

it("counts by hand what the words of the domain say", () => {
  const profile = profileOf(spec, [
    { ts: 0, x: -1, p: 0.25, c: "a", t: "", y: 1 },
    { ts: 100, x: Number.NaN, p: 0.75, c: "z", t: "été", y: 0 },
    { ts: 200, x: 0, p: 1.5, c: null, t: null, y: null },
  ]);
  expect(Profile.parse(profile)).toEqual(profile);
  const [all, a] = profile.cells;
  expect(all?.columns["x"]).toMatchObject({ n: 2, nan: 1, sum: -1, zero: 1, negative: [{ bin: 0, count: 1 }], positive: [] });
  expect(all?.columns["p"]).toMatchObject({ outside: 1, one: 0, negative: [{ bin: -69, count: 1 }], positive: [{ bin: -69, count: 1 }] });
  expect(all?.columns["c"]).toMatchObject({ counts: [1, 0], unseen: 1, nulls: 1 });
  expect(all?.columns["t"]).toMatchObject({ n: 2, empty: 1, sumLength: 3, maxLength: 3 });
  expect(all?.judged[0]).toMatchObject({ labelled: 2, unlabelled: 1, bins: [{ side: "negative", positives: 1 }, { side: "positive", positives: 0 }] });
  expect(all?.blockSeconds).toBe(64);
  expect(all?.blocks.map(({ block, rows }) => [block, rows])).toEqual([[0, 1], [1, 1], [3, 1]]);
  expect(a).toMatchObject({ segment: { column: "c", value: "a" }, rows: 1, blocks: [], cross: null });
});
